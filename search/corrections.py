"""*Did you mean ...*: what a reader would have written, where words were not known and near ones were taken."""

import unicodedata
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from rapidfuzz.distance import OSA

from search.analysis.compounds import parts
from search.analysis.fold import SCRIPTS_WITHOUT_VOWELS, fold
from search.analysis.keyboard import other_layouts
from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import spans, words
from search.dictionary import translations
from search.lexicon import Lexicon
from search.query import LONGEST, Query, Term
from search.vocabulary import GERMAN, Vocabulary

SHORTEST = 3
"""Letters, folded, of the shortest word that is corrected."""
LONG = 7
"""From this many letters on two edits are a slip; in shorter words one, or every word would resemble another."""
CANDIDATES = 8
"""Near stems whose written forms are looked at."""
STEMMED_FROM = {"a": "aäâàá", "o": "oöôóò", "u": "uüûùú", "i": "iîïíì", "e": "eéèêë", "s": "sß"}
"""Letters of stems, and what Snowball may have made them from (its German and French stemmers drop accents)."""


@dataclass(frozen=True)
class Correction:
    """A query as it was probably meant; ``complete`` if nothing of what was typed could be found as it stands."""

    text: str
    complete: bool


def did_you_mean(query: Query, lexicon: Lexicon) -> str:
    """The corrected query, or ``""`` if there is nothing to correct or nothing near."""
    found = correction(query, lexicon)
    return found.text if found else ""


def correction(query: Query, lexicon: Lexicon) -> Correction | None:
    """What ``did_you_mean`` suggests. Spelling as the texts have it; where several forms are as near, the usual one.

    Not corrected: words of the texts in the reader's language or in one of the originals, of the thesaurus or of the
    dictionary, their compounds, and words that differ in script only (*yurist*, *danismanlik*).
    """
    reading = _reading(query)
    typed = query.text[:LONGEST].strip()
    instead = {}
    for term in query.terms:
        if not _is_known(term, query, lexicon) and (better := _better(term, query, lexicon)):
            instead[term.word] = better
    text = _replaced(reading, query.language, instead)
    if text.casefold() == typed.casefold():
        return None
    return Correction(text, reading != typed or len(instead) == len(query.terms))


def _reading(query: Query) -> str:
    """The text in the keyboard layout that the query was understood in."""
    typed = query.text[:LONGEST].strip()
    understood = {term.word for term in query.terms}
    for reading in [typed, *other_layouts(typed, query.language)]:
        if understood <= set(words(reading, query.language)):
            return reading
    return typed


def _is_known(term: Term, query: Query, lexicon: Lexicon) -> bool:
    own = stem(term.word, query.language)
    if term.stop or own in translations(query.language):
        return True
    for code in _languages(query, lexicon):
        vocabulary, stemmed = lexicon.vocabulary(code), stem(term.word, code)
        spelled = {
            other for form in (fold(term.word), fold(stemmed)) for other in vocabulary.folded.get(form, ()) if form
        }
        if any(map(vocabulary.has, [stemmed, *spelled])) or is_stop_word(term.word, code):
            return True
        if code in GERMAN and parts(term.word, vocabulary.counts):
            return True
    return False


def _languages(query: Query, lexicon: Lexicon) -> list[str]:
    return list(dict.fromkeys([query.language, *lexicon.originals, *query.others]))


def _better(term: Term, query: Query, lexicon: Lexicon) -> str:
    """The written form of a near stem that is nearest to what was typed; the reader's language goes first."""
    for code in _languages(query, lexicon):
        stems = term.forms.get(code, {})
        near = nsmallest(CANDIDATES, stems, key=lambda one: (-stems[one], one))
        if near and (found := _written(lexicon.vocabulary(code), set(near), term.word)):
            return found
    return ""


def _written(vocabulary: Vocabulary, stems: set[str], typed: str) -> str:
    """The form of any of the stems, in the script of ``typed``, that is nearest to it, the more usual one of equals; ``""``
    if none is near."""
    form = fold(typed)
    if len(form) < SHORTEST:
        return ""
    allowed = 1 if len(form) < LONG else 2
    starts = _beginnings(stems, vocabulary.language)
    best: tuple[int, int, str] | None = None
    named = dict.fromkeys(vocabulary.named, 0)
    for word, count in (named | vocabulary.counts).items():
        # A sieve that costs little, since all words of a language pass it. Folding makes a word shorter by one letter for
        # each umlaut and digraph; four more or less are enough for all.
        if (count <= 0 and word not in named) or not -4 <= len(word) - len(typed) <= 4 or not word.startswith(starts):
            continue
        if stem(word, vocabulary.language) in stems and script(word) == script(typed):
            distance = OSA.distance(form, fold(word), score_cutoff=allowed)
            # *Lawyer* and *Klavier* sound alike, but nobody means one who typed the other.
            if distance <= allowed and OSA.distance(typed, word) <= 2 * allowed:
                entry = (distance, -count, word)
                best = min(best, entry) if best else entry
    return best[2] if best else ""


def script(word: str) -> str:
    """The script of the first letter, as Unicode names it: ``LATIN``, ``CYRILLIC``, ``ARABIC``, ``DIGIT``."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def _beginnings(stems: set[str], language: str) -> tuple[str, ...]:
    """The first two letters that words with these stems can have; Arabic and its sisters put prefixes before them."""
    if language in SCRIPTS_WITHOUT_VOWELS:
        return ("",)
    return tuple(
        first + second
        for stemmed in stems
        for first, second in product(*(STEMMED_FROM.get(letter, letter) for letter in stemmed[:2].ljust(2)))
    )


def _replaced(text: str, language: str, instead: dict[str, str]) -> str:
    """The text with its unknown words replaced; a word that was typed with a capital letter gets one."""
    result, last = "", 0
    for word, start, end in spans(text, language):
        better = instead.get(word)
        if better and start >= last:
            if text[start].isupper():
                better = better[0].upper() + better[1:]
            result += text[last:start] + better
            last = end
    return result + text[last:]
