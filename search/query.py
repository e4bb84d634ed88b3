"""From what somebody typed to what it can mean."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.languages import source_language
from search.analysis.fold import is_latin
from search.analysis.keyboard import other_layouts
from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from search.dictionary import translations
from search.engines import Plan
from search.lexicon import TERM_STRENGTH, Lexicon, Meaning
from search.vocabulary import NEAR, SAME, Vocabulary

MOST_WORDS = 24
LONGEST = 300
"""Letters of a query that are read."""
UNKNOWN_WEIGHT = 0.5
TRANSLATED_WEIGHT = 0.8
FOREIGN_WEIGHT = 0.85
"""A word of another language's texts that was typed inside a sentence: *Jobcenter*."""
URGENT_TOPICS, URGENT = ("topic_emergency", "topic_violence"), 0.7
"""Topics of the taxonomy that may not wait, and how surely the words have to point to one."""
FREQUENT = 2000
"""Texts that the words together may stand in; more frequent words are looked for in titles only."""


@dataclass
class Term:
    """One typed word: what it can stand for in the texts of each language, with weights up to 1."""

    word: str
    weight: float = 0.0
    """How much it says: its idf."""
    stop: bool = False
    stems: dict[str, dict[str, float]] = field(default_factory=dict)
    forms: dict[str, dict[str, float]] = field(default_factory=dict)
    """What it may be a form of, per language: of ``stems`` and of words that only the thesaurus knows."""


@dataclass
class Query:
    """``wanted``: tokens of ``Entry.scope`` that the words point to, with a weight; ``meanings``: why."""

    text: str
    language: str
    terms: list[Term] = field(default_factory=list)
    wanted: dict[str, float] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Languages that words were taken from, besides the reader's and those of the originals."""

    @property
    def is_urgent(self) -> bool:
        """Whether the numbers for emergencies belong above the results, whatever is found."""
        return any(self.wanted.get(token, 0) >= URGENT for token in URGENT_TOPICS)

    @property
    def total(self) -> float:
        """Weight of all words together."""
        return sum(term.weight for term in self.terms)

    @property
    def known(self) -> bool:
        """Whether anything can be looked for."""
        return any(stems for term in self.terms for stems in term.stems.values())

    def plan(self, lexicon: Lexicon, scope: list[list[str]], limit: int) -> Plan:
        """What to ask an engine: rare words anywhere, frequent ones in titles."""
        stems: dict[str, float] = {}
        frequency: dict[str, int] = defaultdict(int)
        for term in self.terms:
            for language, found in term.stems.items():
                for stemmed, weight in found.items():
                    stems[stemmed] = max(stems.get(stemmed, 0), weight * term.weight)
                    frequency[stemmed] += lexicon.vocabulary(language).frequency.get(stemmed, 0)
        languages = [f"l_{code}" for code in [self.language, *self.others]]
        plan = Plan(scope=[[f"c_{lexicon.collection}"], [*languages, "o"], *scope], limit=limit)
        texts = 0
        for stemmed in sorted(stems, key=lambda one: (frequency[one], one)):
            texts += frequency[stemmed]
            (plan.anywhere if texts <= FREQUENT or not plan.anywhere else plan.in_title)[stemmed] = stems[stemmed]
        return plan


def understand(text: str, language: str, lexicon: Lexicon, typing: bool = False) -> Query:
    """Look up what was typed in the vocabulary of the reader's language, in those of the originals, in the thesaurus.

    What none of these knows is looked up in the other languages. Words that say nothing are left out, unless there are
    no others.
    """
    typed = _typed_words(text[:LONGEST], language, lexicon)
    query = Query(text, language)
    languages = [language, *(code for code in lexicon.originals if code != language)]
    for position, word in enumerate(typed):
        term = Term(word, stop=is_stop_word(word, language))
        for code in languages:
            found = _meanings(word, code, language, lexicon, typing and position == len(typed) - 1)
            if found:
                term.forms[code] = found
        _prefer_exact(term, language)
        query.terms.append(term)
    if not typing:
        query.others = _other_languages(query.terms, languages, lexicon)
    languages += query.others
    for term in query.terms:
        for code, found in term.forms.items():
            if stems := {one: weight for one, weight in found.items() if lexicon.vocabulary(code).known(one)}:
                term.stems[code] = stems
    _add_meanings(query, languages, lexicon)
    query.terms = [term for term in query.terms if not term.stop] or query.terms
    for term in query.terms:
        term.weight = _weight(term, languages, lexicon)
    return query


def _other_languages(terms: list[Term], languages: list[str], lexicon: Lexicon) -> list[str]:
    """Languages that know words, as they are spelled, which resemble nothing in ``languages``.

    What is only similar to something in ``languages`` is read in these, too.
    """
    best = {term.word: max((max(found.values()) for found in term.forms.values()), default=0) for term in terms}
    spelled: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for code in (code for code in lexicon.vocabularies if code not in languages):
        for word in (term.word for term in terms if best[term.word] < SAME and len(term.word) > 2 and not term.stop):
            found = {} if is_stop_word(word, code) else lexicon.vocabulary(code).same(word)
            if found and max(found.values()) >= (SAME if len(word) > 4 else 1):
                spelled[code][word] = found
    others = [code for code, found in spelled.items() if any(best[word] < NEAR[1] for word in found)]
    for term in terms:
        if found := {code: spelled[code][term.word] for code in others if term.word in spelled[code]}:
            term.forms = found
        elif best[term.word] < SAME:
            term.stop = term.stop or any(is_stop_word(term.word, code) for code in others)
    return others


def _prefer_exact(term: Term, language: str) -> None:
    """A word that stands as typed in another language's texts is not also a misspelling of the reader's."""
    best = {code: max(found.values()) for code, found in term.forms.items()}
    if best.get(language, 1) < max(NEAR.values()) and FOREIGN_WEIGHT in best.values():
        del term.forms[language]


def _typed_words(text: str, language: str, lexicon: Lexicon) -> list[str]:
    """The different words; those of another keyboard layout if more of these are known."""
    readings = [words(reading, language) for reading in [text, *other_layouts(text, language)]]
    vocabulary = lexicon.vocabulary(language)

    def known(reading: list[str]) -> int:
        return sum(vocabulary.has(stem(word, language)) for word in reading if len(word) > 2)

    best = max(readings, key=known)
    chosen = best if known(best) > known(readings[0]) else readings[0]
    return list(dict.fromkeys(chosen))[:MOST_WORDS]


def _meanings(word: str, code: str, language: str, lexicon: Lexicon, typing: bool) -> dict[str, float]:
    """What a word typed by a reader of ``language`` can stand for in texts of the language ``code``."""
    vocabulary = lexicon.vocabulary(code)
    if code == language:
        return vocabulary.meanings(word, typing)
    if is_stop_word(word, language) or is_stop_word(word, code):
        return {}
    found = {}
    if is_latin(word):
        stemmed = stem(word, code)
        typed = vocabulary.meanings(word) if len(word) > 4 else {stemmed: 1.0}
        found = {one: weight * FOREIGN_WEIGHT for one, weight in typed.items() if vocabulary.has(one)}
    if code == source_language():
        for stemmed, chance in translations(language).get(stem(word, language), {}).items():
            weight = TRANSLATED_WEIGHT * min(1.0, 2 * chance)
            for one, share in [(stemmed, 1.0), *vocabulary.compounds.get(stemmed, {}).items()]:
                if vocabulary.known(one):
                    found[one] = max(found.get(one, 0), weight * share)
    return found


def _add_meanings(query: Query, languages: list[str], lexicon: Lexicon) -> None:
    """Concepts and terms of the taxonomy whose words stand in the query: their other words count as typed, too."""
    vocabularies = {code: lexicon.vocabulary(code) for code in languages}
    kept = [term for term in query.terms if not term.stop] or query.terms
    for code in languages:
        for meaning, covered, strength in _phrases(kept, code, lexicon):
            _take(query, meaning, covered, strength, vocabularies)
        for meaning, covered, strength in _phrases(query.terms, code, lexicon) if kept != query.terms else ():
            # A small word alone is not looked up; it may be a word of another language.
            if len(covered) > 1:
                _take(query, meaning, covered, strength, vocabularies)


def _phrases(terms: list[Term], code: str, lexicon: Lexicon) -> Iterator[tuple[Meaning, list[Term], float]]:
    """Meanings with a phrase that stands in ``terms``, one word behind the other; the terms; how surely it is meant."""
    starts = lexicon.starts.get(code, {})
    forms = [_forms(term, code) for term in terms]
    for position, first in enumerate(forms):
        for form, strength in first.items():
            for phrase, share, meaning in starts.get(form, ()):
                weights = [strength]
                weights += [
                    forms[position + offset].get(stemmed, 0) if position + offset < len(forms) else 0
                    for offset, stemmed in enumerate(phrase[1:], 1)
                ]
                if min(weights) >= 0.5:
                    yield meaning, terms[position : position + len(phrase)], min(weights) * share


def _forms(term: Term, code: str) -> dict[str, float]:
    """Stems by which a typed word may be found in the thesaurus: its own, and those that correct it."""
    return {stem(term.word, code): 1.0} | {
        stemmed: weight for stemmed, weight in term.forms.get(code, {}).items() if weight >= 0.75
    }


def _take(
    query: Query, meaning: Meaning, covered: list[Term], strength: float, vocabularies: dict[str, Vocabulary]
) -> None:
    if meaning not in query.meanings:
        query.meanings.append(meaning)
    for token in meaning.tokens:
        query.wanted[token] = max(query.wanted.get(token, 0), strength)
    for code, vocabulary in vocabularies.items() if meaning.strength else ():
        phrases = dict.fromkeys(meaning.phrases.get(code, ()), meaning.strength)
        for phrase in meaning.leads_to.get(code, ()):
            phrases.setdefault(phrase, TERM_STRENGTH)
        for phrase, weight in phrases.items():
            for stemmed in filter(vocabulary.known, phrase):
                for term in covered:
                    stems = term.stems.setdefault(code, {})
                    stems[stemmed] = max(stems.get(stemmed, 0), weight * strength / len(phrase))


def _weight(term: Term, languages: list[str], lexicon: Lexicon) -> float:
    """The idf of the best that the word can stand for; what nobody knows counts, but less."""
    known = [code for code in languages if term.stems.get(code)]
    if known:
        code = max(known, key=lambda one: max(term.stems[one].values()))
        stems, vocabulary = term.stems[code], lexicon.vocabulary(code)
        best = max(stems.values())
        return min(vocabulary.idf(one) for one, weight in stems.items() if weight >= best * 0.95)
    size = max((lexicon.vocabulary(code).size for code in languages), default=0)
    return UNKNOWN_WEIGHT * math.log(1 + 2 * size)
