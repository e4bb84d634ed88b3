"""What a process remembers of a collection: vocabularies and the thesaurus, renewed when the index says so."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from search.models import SITE, Concept, Entry, IndexState, PromotedResult, Word
from search.vocabulary import Vocabulary
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic

FACETS = {"topic": Topic, "language": AdviceLanguage, "place": Place, "target": TargetGroup, "mode": AdviceMode}
"""Facets of the search and their terms. A service has a language "to advise in"; an association, one that is spoken."""
CONCEPT_STRENGTH, TERM_STRENGTH = 0.6, 0.35
PHRASE_END = re.compile(r"[,;\n]")


@dataclass
class Meaning:
    """A concept or a term: phrases of stems by language, and the tokens of ``Entry.scope`` that it leads to."""

    name: str
    tokens: tuple[str, ...]
    phrases: dict[str, dict[tuple[str, ...], float]] = field(default_factory=dict)
    """Language → phrase → how much of it is left without its stop words: half of *Arbeit suchen*."""

    strength: float = 0.0
    """How far its words stand for each other: those of a concept do, those of a topic less, those of a town not."""

    leads_to: dict[str, dict[tuple[str, ...], float]] = field(default_factory=dict)
    """Names of the terms of a concept, as ``phrases``: found by its words, but not the other way round."""


@dataclass
class Lexicon:
    """See the module. ``starts``: language → first stem of a phrase → (phrase, its share, meaning)."""

    collection: str
    version: int = -1
    thesaurus: int = -1
    originals: list[str] = field(default_factory=list)
    """Languages in which originals are written, the most frequent first."""
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    starts: dict[str, dict[str, list[tuple[tuple[str, ...], float, Meaning]]]] = field(default_factory=dict)
    promoted: list[tuple[str, frozenset[str], int]] = field(default_factory=list)
    """Language, stems of the words, id of the page."""
    titles: object = None
    """What ``search.titles`` keeps here, so that it is forgotten together with the rest."""

    def vocabulary(self, language: str) -> Vocabulary:
        """The words of a language; empty for one without texts."""
        return self.vocabularies.setdefault(language, Vocabulary(language))

    def renew(self, state: IndexState) -> None:
        """Read what has changed since the last time."""
        if state.version > self.version:
            entries = Entry.objects.filter(collection=self.collection, is_original=True).order_by()
            languages = list(entries.values_list("language", flat=True))
            self.originals = sorted(set(languages), key=lambda code: -languages.count(code))
            rows = Word.objects.filter(collection=self.collection, version__gt=self.version)
            by_language = defaultdict(list)
            for language, word, count in rows.values_list("language", "word", "count").iterator(chunk_size=5000):
                by_language[language].append((word, count))
            for language, found in by_language.items():
                self.vocabulary(language).update(found)
            for vocabulary in self.vocabularies.values():
                vocabulary.size = len(languages)
            self.version = state.version
        if state.thesaurus > self.thesaurus:
            self.starts = starts_of(meanings())
            self.promoted = promotions()
            self.thesaurus = state.thesaurus


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
            found.append(Meaning(str(term), (f"{facet}_{term.code}".lower(),), phrases_of(texts), strength))
    concepts = Concept.objects.prefetch_related("topics", "target_groups")
    for concept in concepts:
        topics, groups = concept.topics.all(), concept.target_groups.all()
        tokens = [f"topic_{topic.code}" for topic in topics] + [f"target_{group.code}" for group in groups]
        names = defaultdict(list)
        for term in [*topics, *groups]:
            for code, name in term.names.items():
                names[code].append(name)
        leads_to = phrases_of({code: "\n".join(texts) for code, texts in names.items()})
        found.append(Meaning(str(concept), tuple(tokens), phrases_of(concept.words), CONCEPT_STRENGTH, leads_to))
    return found


def phrases_of(texts: dict[str, str]) -> dict[str, dict[tuple[str, ...], float]]:
    """Phrases, separated by commas, semicolons or lines, as stems without stop words, with the share that is left."""
    phrases: dict = {}
    for code, text in texts.items():
        found = phrases[code] = {}
        for phrase in PHRASE_END.split(text):
            typed = words(phrase, code)
            kept = tuple(stem(word, code) for word in typed if not is_stop_word(word, code))
            if kept:
                found[kept] = max(found.get(kept, 0), 1.0 if len(kept) > 1 else 1 / len(typed))
    return phrases


def starts_of(known: Iterable[Meaning]) -> dict:
    """Meanings by language and the first stem of each of their phrases."""
    starts: dict = {code: defaultdict(list) for code, _name in settings.LANGUAGES}
    for meaning in known:
        for code, phrases in meaning.phrases.items():
            for phrase, share in phrases.items():
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
            known = _memory.setdefault(collection, Lexicon(collection))
            known.renew(state)
    return known


def forget(collection: str = SITE) -> None:
    """Start anew at the next search, as after a rebuild or in a test."""
    _memory.pop(collection, None)
