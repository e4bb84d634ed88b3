"""What a process remembers of a collection: vocabularies and the thesaurus, renewed when the index says so."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings

from search import phrases
from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from search.models import SITE, Concept, Entry, IndexState, PromotedResult, Word
from search.vocabulary import Vocabulary
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic

FACETS = {"topic": Topic, "language": AdviceLanguage, "place": Place, "target": TargetGroup, "mode": AdviceMode}
"""Facets of the search and their terms. A service has a language "to advise in"; an association, one that is spoken."""
CONCEPT_STRENGTH, TERM_STRENGTH = 0.6, 0.35
BRACKETS = re.compile(r"[()（）\[\]]")
"""What stands in them is a name of its own: *Persisch (Farsi, Dari)*."""
Phrase = tuple[str, ...]
"""Stems."""


@dataclass
class Meaning:
    """A concept or a term: phrases of stems by language, and the tokens of ``Entry.scope`` that it leads to."""

    name: str
    tokens: tuple[str, ...]
    phrases: dict[str, dict[Phrase, float]] = field(default_factory=dict)
    """Language → phrase → how much of it is left without its stop words: half of *Arbeit suchen*."""

    whole: dict[str, list[Phrase]] = field(default_factory=dict)
    """Language → the same phrases with their stop words: nothing is missing where *want to die* was typed."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the words of the phrases as they are written."""

    strength: float = 0.0
    """How far its words stand for each other: those of a concept do, those of a topic less, those of a town not."""

    leads_to: dict[str, dict[Phrase, float]] = field(default_factory=dict)
    """Names of the terms of a concept, as ``phrases``: found by its words, but not the other way round."""


@dataclass
class Lexicon:
    """See the module. ``starts``: language → first stem of a phrase → (phrase, its share, meaning).

    Searches read it in several threads at once, so that it never changes: what is new makes a new one.
    """

    collection: str
    version: int = -1
    thesaurus: int = -1
    originals: list[str] = field(default_factory=list)
    """Languages in which originals are written, the most frequent first."""
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    starts: dict[str, dict[str, list[tuple[Phrase, float, Meaning]]]] = field(default_factory=dict)
    promoted: list[tuple[str, frozenset[str], int]] = field(default_factory=list)
    """Language, stems of the words, id of the page."""
    titles: object = None
    """What ``search.titles`` keeps here, so that it is forgotten together with the rest."""

    def vocabulary(self, language: str) -> Vocabulary:
        """The words of a language; empty for one without texts."""
        return self.vocabularies.get(language) or Vocabulary(language)

    def renewed(self, state: IndexState) -> "Lexicon":
        """As this one, with what has changed since."""
        new = replace(self, vocabularies=dict(self.vocabularies))
        if state.version > self.version:
            new._read_words()
            new.version = state.version
        if state.thesaurus > self.thesaurus:
            known = meanings()
            new.starts = starts_of(known)
            new.name(known)
            new.promoted = promotions()
            new.thesaurus = state.thesaurus
        return new

    def _read_words(self) -> None:
        entries = Entry.objects.filter(collection=self.collection, is_original=True).order_by()
        languages = list(entries.values_list("language", flat=True))
        self.originals = sorted(set(languages), key=lambda code: -languages.count(code))
        rows = Word.objects.filter(collection=self.collection, version__gt=self.version)
        by_language = defaultdict(list)
        for language, word, count in rows.values_list("language", "word", "count").iterator(chunk_size=5000):
            by_language[language].append((word, count))
        for language, found in by_language.items():
            vocabulary = self.vocabularies[language] = self.vocabulary(language).copy()
            vocabulary.update(found)
        for language, vocabulary in self.vocabularies.items():
            self.vocabularies[language] = replace(vocabulary, size=len(languages))

    def name(self, known: Iterable[Meaning]) -> None:
        """Let the vocabularies know the words of the thesaurus and the taxonomy."""
        named = defaultdict(set)
        for meaning in known:
            for code, typed in meaning.words.items():
                named[code].update(word for word in typed if not is_stop_word(word, code))
        for code in {*named, *self.vocabularies}:
            vocabulary = self.vocabularies[code] = self.vocabulary(code).copy()
            vocabulary.name(named[code])


def promotions() -> list[tuple[str, frozenset[str], int]]:
    """See ``Lexicon.promoted``. Stop words do not count; a row without other words, as of an import, promotes nothing."""
    found = []
    for row in PromotedResult.objects.filter(page__live=True):
        typed = (word for word in words(row.query, row.language) if not is_stop_word(word, row.language))
        if stems := frozenset(stem(word, row.language) for word in typed):
            found.append((row.language, stems, row.page_id))
    return found


def meanings() -> list[Meaning]:
    """Every concept and term with its words in every language."""
    found = []
    for facet, model in FACETS.items():
        for term in model.objects.all():
            texts = {
                code: f"{term.names.get(code, '')}, {term.search_words.get(code, '')}"
                for code in {*term.names, *term.search_words}
            }
            strength = TERM_STRENGTH if facet in {"topic", "target"} else 0.0
            found.append(meaning_of(str(term), [f"{facet}_{term.code}".lower()], texts, strength))
    concepts = Concept.objects.prefetch_related("topics", "target_groups")
    for concept in concepts:
        topics, groups = concept.topics.all(), concept.target_groups.all()
        tokens = [f"topic_{topic.code}" for topic in topics] + [f"target_{group.code}" for group in groups]
        found.append(meaning_of(str(concept), tokens, concept.words, CONCEPT_STRENGTH))
        names = defaultdict(list)
        for term in [*topics, *groups]:
            for code, name in term.names.items():
                names[code].append(name)
        found[-1].leads_to = {code: phrases_of(phrases.joined(texts), code) for code, texts in names.items()}
    return found


def meaning_of(name: str, tokens: Iterable[str], texts: dict[str, str], strength: float = 0.0) -> Meaning:
    """Of texts by language: phrases, separated as ``search.phrases`` says or by brackets."""
    found = Meaning(name, tuple(tokens), strength=strength)
    for code, text in texts.items():
        found.phrases[code] = phrases_of(text, code)
        typed = [words(phrase, code) for phrase in _split(text)]
        found.words[code] = tuple(dict.fromkeys(word for phrase in typed for word in phrase))
        found.whole[code] = [
            tuple(stem(word, code) for word in phrase)
            for phrase in typed
            if len({is_stop_word(word, code) for word in phrase}) == 2
        ]
    return found


def phrases_of(text: str, language: str) -> dict[Phrase, float]:
    """Phrases as stems without stop words, with the share that is left."""
    found: dict[Phrase, float] = {}
    for phrase in _split(text):
        typed = words(phrase, language)
        kept = tuple(stem(word, language) for word in typed if not is_stop_word(word, language))
        if kept:
            found[kept] = max(found.get(kept, 0), 1.0 if len(kept) > 1 else 1 / len(typed))
    return found


def _split(text: str) -> list[str]:
    return phrases.split(BRACKETS.sub(",", text))


def starts_of(known: Iterable[Meaning]) -> dict:
    """Meanings by language and the first stem of each of their phrases."""
    starts: dict = {code: defaultdict(list) for code, _name in settings.LANGUAGES}
    for meaning in known:
        for code, shares in meaning.phrases.items():
            for phrase, share in (dict.fromkeys(meaning.whole.get(code, ()), 1.0) | shares).items():
                starts.setdefault(code, defaultdict(list))[phrase[0]].append((phrase, share, meaning))
    return starts


_memory: dict[str, Lexicon] = {}
_lock = threading.Lock()


def lexicon(collection: str = SITE) -> Lexicon:
    """The process's lexicon of a collection, as new as the index. One small query, more only after a change."""
    state = IndexState.objects.filter(collection=collection).first() or IndexState(collection=collection)
    known = _memory.get(collection)
    if known is None or known.version < state.version or known.thesaurus < state.thesaurus:
        with _lock:
            known = _memory[collection] = _memory.get(collection, Lexicon(collection)).renewed(state)
    return known


def forget(collection: str = SITE) -> None:
    """Start anew at the next search, as after a rebuild or in a test."""
    _memory.pop(collection, None)
