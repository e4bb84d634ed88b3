"""The index: one ``Entry`` per object and language, and the words they are made of. Engines rank what stands here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from search import engines
from search.analysis.stems import stem
from search.analysis.words import words
from search.documents import Document, documents_of, page_types
from search.models import SITE, Entry, IndexState, Word

BATCH = 200
"""Objects that are written in one transaction."""


def refresh(keys: Iterable, collection: str = SITE) -> int:
    """Bring the entries of these translation groups up to date, whatever has happened to them; returns objects found."""
    keys = [str(key) for key in dict.fromkeys(keys)]
    found = 0
    for batch in batches(keys, BATCH):
        documents = documents_of(batch)
        write(documents, batch, collection)
        found += len(documents)
    return found


def write(documents: list[Document], keys: list[str], collection: str = SITE) -> None:
    """Replace all entries of ``keys`` by those of ``documents``, with their words, in one transaction.

    The state row is locked meanwhile, so that versions become visible in order.
    """
    entries = [entry for document in documents for entry in entries_of(document, collection)]
    with transaction.atomic():
        version = next_version(collection)
        old = Entry.objects.filter(collection=collection, key__in=keys)
        before = {(entry.key, entry.language): entry for entry in old}
        gone = [entry.pk for place, entry in before.items() if place not in {(e.key, e.language) for e in entries}]
        changed: Counter = Counter()
        new, updated = [], []
        for entry in entries:
            known = before.get((entry.key, entry.language))
            _count(changed, entry, 1)
            if known is not None:
                _count(changed, known, -1)
                entry.pk = known.pk
                updated.append(entry)
            else:
                new.append(entry)
        for entry in before.values():
            if entry.pk in gone:
                _count(changed, entry, -1)
        Entry.objects.filter(pk__in=gone).delete()
        Entry.objects.bulk_create(new, batch_size=100)
        Entry.objects.bulk_update(updated, FIELDS, batch_size=50)
        change_words(changed, collection, version)
        engines.current().changed([*new, *updated], gone)


def take_out(page_id: int) -> None:
    """Remove the entries of a page that is about to be deleted, with their words."""
    entries = list(Entry.objects.filter(page_id=page_id, collection=SITE))
    if not entries:
        return
    with transaction.atomic():
        version = next_version()
        changed: Counter = Counter()
        for entry in entries:
            _count(changed, entry, -1)
        gone = [entry.pk for entry in entries]
        Entry.objects.filter(pk__in=gone).delete()
        change_words(changed, SITE, version)
        engines.current().changed([], gone)


FIELDS = [field.name for field in Entry._meta.fields if field.name != "id"]


def entries_of(document: Document, collection: str = SITE) -> list[Entry]:
    """The analysed entries of a document, one for each of its texts."""
    untranslated = [code for code, _name in settings.LANGUAGES if code not in document.texts]
    entries = []
    for language, text in document.texts.items():
        is_original = language == document.original
        labels = {
            code: document.labels.get(code, []) for code in ([language, *untranslated] if is_original else [language])
        }
        own = "\n".join([text.title, text.summary, text.body, *document.names])
        vocabulary = {code: set(words("\n".join(labels[code]), code)) for code in labels}
        vocabulary[language] |= set(words(own, language))
        stems = {code: " ".join(analysed(" ".join(names), code)) for code, names in labels.items()}
        names = " ".join(analysed(" ".join(document.names), language))
        stems[language] = f"{stems[language]} {names}".strip()
        entries.append(
            Entry(
                collection=collection,
                key=document.key,
                page_id=text.page_id,
                source_id=document.source_id,
                language=language,
                is_original=is_original,
                kind=document.kind,
                title=text.title,
                summary=text.summary,
                body=text.body,
                labels=stems,
                facets=document.facets,
                words={code: " ".join(sorted(found)) for code, found in vocabulary.items()},
                title_terms=" ".join(analysed(text.title, language)),
                body_terms="\n".join(
                    " ".join(analysed(passage, language))
                    for passage in [text.summary, *text.body.splitlines()]
                    if passage
                ),
                label_terms=" ".join(stems.values()),
                parent_terms=" ".join(analysed(text.parents, language)),
                scope=scope_of(document, collection, language),
            )
        )
    return entries


def analysed(text: str, language: str) -> list[str]:
    """Stems of a text, in order."""
    return [stem(word, language) for word in words(text, language)]


def scope_of(document: Document, collection: str, language: str) -> str:
    """Tokens that narrow a search, see ``Entry``. Only letters, digits, hyphens and underscores."""
    tokens = [f"c_{collection}", f"l_{language}", f"k_{document.kind}"]
    if language == document.original:
        tokens.append("o")
    tokens += [f"{facet}_{code}" for facet, codes in document.facets.items() for code in codes]
    return " ".join(token.lower() for token in tokens)


def _count(counter: Counter, entry: Entry, sign: int) -> None:
    for language, found in entry.words.items():
        for word in found.split():
            counter[language, word] += sign


def change_words(changed: Counter, collection: str, version: int) -> None:
    """Add ``changed``, by language and word, to the counts. Words that nothing is left of stay with 0 until the next rebuild."""
    changes = {place: difference for place, difference in changed.items() if difference}
    for batch in batches(changes.items(), 400):
        asked = Q()
        for language in {language for (language, _word), _n in batch}:
            asked |= Q(language=language, word__in=[word for (code, word), _n in batch if code == language])
        rows = Word.objects.filter(asked, collection=collection).values_list("language", "word", "count")
        known = {(language, word): count for language, word, count in rows}
        Word.objects.bulk_create(
            [
                Word(
                    collection=collection,
                    language=language,
                    word=word,
                    count=max(0, known.get((language, word), 0) + difference),
                    version=version,
                )
                for (language, word), difference in batch
            ],
            update_conflicts=True,
            unique_fields=["collection", "language", "word"],
            update_fields=["count", "version"],
        )


def next_version(collection: str = SITE) -> int:
    """Raise the version of a collection; within a transaction, so that the next writer waits for this one's end."""
    IndexState.objects.get_or_create(collection=collection)
    IndexState.objects.filter(collection=collection).update(version=F("version") + 1)
    return IndexState.objects.get(collection=collection).version


def thesaurus_changed() -> None:
    """Tell all processes to read concepts, terms and promoted results anew at the next search."""
    IndexState.objects.get_or_create(collection=SITE)
    IndexState.objects.update(thesaurus=F("thesaurus") + 1)


def all_keys() -> list[str]:
    """Translation keys of everything public that the search finds now, in the order of their making."""
    keys: dict[str, None] = {}
    for model in page_types():
        rows = model.objects.originals().live().listed().filter(alias_of=None).order_by("pk")
        keys |= dict.fromkeys(map(str, rows.values_list("translation_key", flat=True)))
    return list(keys)


def drop(collection: str) -> None:
    """Forget a collection with everything in it."""
    ids = list(Entry.objects.filter(collection=collection).values_list("pk", flat=True))
    Entry.objects.filter(collection=collection).delete()
    Word.objects.filter(collection=collection).delete()
    IndexState.objects.filter(collection=collection).delete()
    engines.current().changed([], ids)


def batches(items: Iterable, size: int) -> Iterator[list]:
    """Lists of at most ``size`` items, in order."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
