"""Word by word from another language into the one that originals are written in, learnt from translated pages.

The thesaurus knows what people look for; this knows the rest well enough to find a German page by an Arabic question.
``data/dictionary/<language>.json`` maps stems to German stems with a probability; ``manage.py search_dictionary`` learns
them with IBM's model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine Translation") in both directions.
Where the words of the shipped files come from stands in ``data/dictionary/SOURCES.md``.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from core.languages import source_language
from search.analysis.fold import fold
from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import words

DATA = Path(__file__).with_name("data") / "dictionary"
ROUNDS = 6
LEAST = 0.12
"""Geometric mean of both probabilities that a pair needs."""
MOST = 4
"""German stems for one stem."""
OFTEN = 3
LONGEST = 60
"""Stems of a passage that are read; the pairs grow with the product."""
Pair = tuple[list[str], list[str]]


@lru_cache(maxsize=16)
def translations(language: str) -> dict[str, dict[str, float]]:
    """Stem → stems of the source language with probabilities; empty for a language without a dictionary."""
    path = DATA / f"{language}.json"
    if language == source_language() or not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))


def content_stems(text: str, language: str) -> list[str]:
    """Stems of a text without function words and single letters."""
    return [
        stem(word, language) for word in words(text, language) if len(word) > 1 and not is_stop_word(word, language)
    ]


def pairs(texts: Iterable[tuple[str, str]], language: str) -> Iterator[Pair]:
    """Passages that say the same, from pairs of texts (in ``language``, in the source language).

    The first lines are titles. Texts with as many lines go line by line; others by the place of the line in the text.
    """
    for foreign, original in texts:
        left, right = foreign.splitlines(), original.splitlines()
        for number, line in enumerate(left):
            if len(left) == len(right):
                other = right[number]
            else:
                place = round(number * (len(right) - 1) / max(1, len(left) - 1))
                other = " ".join(right[max(0, place - 1) : place + 2])
            pair = content_stems(line, language)[:LONGEST], content_stems(other, source_language())[:LONGEST]
            if all(pair):
                yield pair


def learn(found: Iterable[Pair], names: frozenset[str] = frozenset()) -> dict[str, dict[str, float]]:
    """The dictionary of these pairs: the most probable translations of each stem that stands in ``OFTEN`` passages.

    ``names``: stems of the source language that are left out, as are numbers and what folds to the same word anyway.
    """
    found = list(found)
    forward = model(found)
    backward = model([(right, left) for left, right in found])
    often = Counter(stemmed for left, _right in found for stemmed in set(left))
    dictionary = {}
    for foreign, chances in forward.items():
        if often[foreign] < OFTEN or any(letter.isdigit() for letter in foreign):
            continue
        scored = {
            german: math.sqrt(chance * backward.get(german, {}).get(foreign, 0.0))
            for german, chance in chances.items()
            if german not in names and not german[:1].isdigit() and fold(german) != fold(foreign)
        }
        best = sorted(scored.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
        best = {german: round(score, 2) for german, score in best if score >= LEAST}
        if best:
            dictionary[foreign] = best
    return dict(sorted(dictionary.items()))


def model(found: list[Pair]) -> dict[str, dict[str, float]]:
    """IBM model 1: the probability of each right stem for each left stem, by expectation maximisation."""
    chances: dict[str, dict[str, float]] = defaultdict(dict)
    for left, right in found:
        for one in left:
            for other in right:
                chances[one][other] = 1.0
    for one in chances.values():
        share = 1 / len(one)
        for other in one:
            one[other] = share
    for _round in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for left, right in found:
            for other in right:
                total = sum(chances[one][other] for one in left)
                for one in left:
                    counts[one][other] += chances[one][other] / total
        for one, row in counts.items():
            total = sum(row.values())
            # What is next to nothing is forgotten, so that memory does not grow with the texts.
            chances[one] = {other: count / total for other, count in row.items()}
    return chances
