"""The piece of a text that shows best why it was found, with the words that match marked. Pure functions."""

from dataclasses import dataclass
from functools import lru_cache

from search.analysis.stems import stem
from search.analysis.words import spans
from search.models import Entry
from search.query import Query, Term

LETTERS = 220
LEAD = 60
"""Letters before the first match that are shown, so that the reader sees what it is about."""
LEAST = 0.35
"""Weight from which a stem counts as what was meant; below it are words that only resemble the typed one."""
ELLIPSIS = "…"

Pieces = list[tuple[str, bool]]
"""Parts of a text in order, each with whether it is a match."""


@dataclass(frozen=True)
class Place:
    """Where a match stands in a text, and the numbers of the query's words that it stands for."""

    start: int
    end: int
    numbers: frozenset[int]


def excerpt(query: Query, entry: Entry, letters: int = LETTERS) -> Pieces:
    """The passage of summary or text that covers most of the query, cut to about ``letters`` with an ellipsis.

    Without a match the beginning of the summary, or of the text where there is none; nothing for an empty entry.
    """
    wanted = meant(query, entry.language)
    passages = [passage for passage in [entry.summary, *entry.body.splitlines()] if passage.strip()]
    if not passages:
        return []
    passage = passages[_best([set(stems) for stems in _stems(entry, passages)], wanted, query.terms)]
    places = _places(passage, entry.language, wanted)
    start, end = _window(passage, places, letters, [term.weight for term in query.terms])
    pieces = _marked(passage, [one for one in places if start <= one.start and one.end <= end], start, end)
    before, after = start > 0, end < len(passage.rstrip())
    return [*([(f"{ELLIPSIS} ", False)] if before else []), *pieces, *([(f" {ELLIPSIS}", False)] if after else [])]


def highlight(query: Query, text: str, language: str) -> Pieces:
    """A whole text in ``language``, such as a title, with its matches marked."""
    return _marked(text, _places(text, language, meant(query, language)), 0, len(text))


def visible(pieces: Pieces, query: Query, language: str) -> set[int]:
    """Numbers of the query's words that the marked pieces stand for."""
    wanted = meant(query, language)
    return {
        number
        for text, is_match in pieces
        if is_match
        for word, _start, _end in spans(text, language)
        for number in wanted.get(stem(word, language), ())
    }


def meant(query: Query, language: str) -> dict[str, frozenset[int]]:
    """Stems of ``language`` that the query stands for → numbers of its words."""
    found: dict[str, set[int]] = {}
    for number, term in enumerate(query.terms):
        for stemmed, weight in term.stems.get(language, {}).items():
            if weight >= LEAST:
                found.setdefault(stemmed, set()).add(number)
    return {stemmed: frozenset(numbers) for stemmed, numbers in found.items()}


def _stems(entry: Entry, passages: list[str]) -> list[list[str]]:
    """Stems of each passage: as the index has them, which is fast, else analysed anew."""
    known = [line.split() for line in entry.body_terms.split("\n")]
    if len(known) == len(passages):
        return known
    return [[stem(word, entry.language) for word, _start, _end in spans(text, entry.language)] for text in passages]


def _best(passages: list[set[str]], wanted: dict[str, frozenset[int]], terms: list[Term]) -> int:
    """Number of the passage whose words weigh most in the query; the first of equal ones."""
    keys = wanted.keys()
    weights = []
    for stems in passages:
        numbers = {number for stemmed in keys & stems for number in wanted[stemmed]}
        weights.append(round(sum(terms[number].weight for number in numbers), 6))
    return weights.index(max(weights))


def _places(text: str, language: str, wanted: dict[str, frozenset[int]]) -> list[Place]:
    """Matches in a text, in order. A word that is written together from several (``l'aide``) is marked as a whole."""
    found: list[Place] = []
    for word, start, end in spans(text, language) if wanted else ():
        numbers = wanted.get(_stem(word, language))
        if numbers is None:
            continue
        if found and found[-1].start == start:
            found[-1] = Place(start, end, found[-1].numbers | numbers)
        else:
            found.append(Place(start, end, numbers))
    return found


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return stem(word, language)


def _window(text: str, places: list[Place], letters: int, weights: list[float]) -> tuple[int, int]:
    """Beginning and end of the part of ``text`` that shows most of the query, at the edges of words."""
    end = len(text.rstrip())
    if end <= letters:
        return 0, end
    best, best_weight = 0, 0.0
    for place in places:
        start = _word_start(text, max(0, place.start - LEAD)) if place.start > LEAD else 0
        here = {n for one in places if one.start >= start and one.end <= start + letters for n in one.numbers}
        weight = round(sum(weights[number] for number in here), 6)
        if weight > best_weight:
            best, best_weight = start, weight
    if end - best <= letters:
        return best, end
    return best, _word_end(text, best, best + letters)


def _word_start(text: str, place: int) -> int:
    """The beginning of the next word after ``place``; ``place`` itself in a script without spaces."""
    space = text.find(" ", place, place + LEAD)
    return space + 1 if space >= 0 else place


def _word_end(text: str, start: int, limit: int) -> int:
    """The end of the last whole word before ``limit``; ``limit`` itself in a word that is as long as the excerpt."""
    space = text.rfind(" ", start, limit + 1)
    cut = start + len(text[start:space].rstrip(" ,;:–-")) if space > start else start
    return cut if cut > start else limit


def _marked(text: str, places: list[Place], start: int, end: int) -> Pieces:
    pieces, last = [], start
    for place in places:
        pieces += [(text[last : place.start], False), (text[place.start : place.end], True)]
        last = place.end
    pieces.append((text[last:end], False))
    return [piece for piece in pieces if piece[0]]
