"""What the index and the content differ in, for ``manage.py search_index``; writing is left to ``search.index``."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from search.documents import documents_of
from search.index import BATCH, FIELDS, batches, change_words, entries_of, next_version
from search.models import SITE, Entry, Word

COLUMNS = [Entry._meta.get_field(name).attname for name in FIELDS]


@dataclass
class Difference:
    """An object, and how many of its texts are missing in the index, should not be there, or are not what was published."""

    key: str
    missing: int
    extra: int
    outdated: int


def differences(keys: Iterable[str]) -> Iterator[Difference]:
    """The objects among ``keys`` whose entries are not what the content makes of them now.

    Texts are analysed and compared column by column, so that nothing has to be remembered that could be wrong itself, and
    a new version of the analysis shows, too. That takes as long as building the index without writing it.
    """
    for batch in batches(keys, BATCH):
        right: dict = {key: {} for key in batch}
        held: dict = {key: {} for key in batch}
        for document in documents_of(batch):
            for entry in entries_of(document):
                right[entry.key][entry.language] = _values(entry)
        for entry in Entry.objects.filter(collection=SITE, key__in=batch):
            held[entry.key][entry.language] = _values(entry)
        for key in batch:
            is_, should = held[key], right[key]
            if is_ != should:
                both = is_.keys() & should.keys()
                outdated = sum(is_[language] != should[language] for language in both)
                yield Difference(key, len(should) - len(both), len(is_) - len(both), outdated)


def _values(entry: Entry) -> list:
    return [getattr(entry, column) for column in COLUMNS]


def wrong_counts() -> dict[tuple[str, str], int]:
    """Language and word → what has to be added to its count. Reads the words of all entries."""
    wrong: Counter = Counter()
    for found in Entry.objects.filter(collection=SITE).values_list("words", flat=True).iterator(chunk_size=1000):
        for language, text in found.items():
            wrong.update((language, word) for word in text.split())
    rows = Word.objects.filter(collection=SITE).values_list("language", "word", "count")
    for language, word, count in rows.iterator(chunk_size=5000):
        wrong[language, word] -= count
    return {place: difference for place, difference in wrong.items() if difference}


def recount() -> int:
    """Put the counts of words right; how many were wrong. Nobody else writes meanwhile, if there is something to do."""
    if not wrong_counts():
        return 0
    with transaction.atomic():
        version = next_version()
        wrong = wrong_counts()
        change_words(Counter(wrong), SITE, version)
    return len(wrong)
