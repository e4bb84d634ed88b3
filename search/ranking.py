"""The order of results: a dozen features of an entry for a query, added up with weights that were learnt.

``data/weights.json`` holds the weights and is written by ``manage.py search_train``. Every feature lies between 0 and
about 1 and is a share of what the query's words weigh, so that scores of different queries can be compared, and one
floor can cut what is too weak.
"""

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.models import Entry
from search.query import Query

WEIGHTS = Path(__file__).with_name("data") / "weights.json"
FEATURES = {
    "words": "how often the words stand in the text, saturating, title and labels counting more (BM25F)",
    "title": "share of the words that stand in the title",
    "title_share": "share of the title that the words make up",
    "coverage": "share of the words that stand anywhere",
    "passage": "share of the words that stand together in the best passage",
    "passages": "the same for two passages that follow each other",
    "near": "share of neighbouring words that are neighbours in the text",
    "first": "share of the words that stand in the first passage",
    "labels": "share of the words that stand in names of topics, target groups, languages, places, provider",
    "parents": "share of the words that stand in the titles of the pages above",
    "length": "length of the text against the average, as a logarithm",
    "topic": "it has the topic or target group that the words point to",
    "language": "it has the advice language that the words name",
    "place": "it is in the place that the words name",
    "foreign": "it is not in the reader's language",
}
SATURATION, LENGTH_SHARE = 1.2, 0.4
TITLE, LABEL = 3.0, 1.0
AVERAGE_LENGTH = 150
"""Stems of a usual text; fixed, so that a score does not depend on the other texts."""
PASSAGE = 30
"""Stems of a usual passage; in a longer one, standing together says less."""


@dataclass
class Scored:
    """An entry with its score, the share of the query that it covers, and what was matched."""

    entry: Entry
    score: float
    coverage: float
    features: list[float]


@cache
def weights() -> dict[str, float]:
    """Weights by feature, and ``"floor"``: the least coverage of a result."""
    return json.loads(WEIGHTS.read_text())


def rank(query: Query, entries: list[Entry]) -> list[Scored]:
    """Entries by score, the best first, one for each object; what covers too little of the query is cut."""
    learnt = weights()
    order = [learnt[name] for name in FEATURES]
    best: dict[str, Scored] = {}
    for entry in entries:
        values = features(query, entry)
        coverage = values[3]
        score = sum(weight * value for weight, value in zip(order, values, strict=True))
        known = best.get(entry.key)
        scored = Scored(entry, score, coverage, values)
        if known is None:
            best[entry.key] = scored
        else:
            # One object found in two languages is shown in the reader's, with the better of both scores.
            own = scored if entry.language == query.language else known
            better = max(scored, known, key=lambda one: one.score)
            best[entry.key] = Scored(own.entry, better.score, max(scored.coverage, coverage), better.features)
    found = [one for one in best.values() if one.coverage >= learnt["floor"]]
    found.sort(key=lambda one: (-one.score, one.entry.key))
    if found:
        least = found[0].score * learnt["relative_floor"]
        found = [one for one in found if one.score >= least]
    return found


def features(query: Query, entry: Entry) -> list[float]:
    """The values of ``FEATURES``, in their order."""
    match = Match(query, entry)
    share = match.share
    return [
        share(match.saturated()),
        share(match.title),
        match.title_share,
        share([max(found) for found in zip(match.body, match.title, match.labels, strict=True)]),
        match.passage / match.total,
        match.passages / match.total,
        match.nearness(),
        share(match.first),
        share(match.labels),
        share(match.parents),
        math.log((match.length + 20) / (AVERAGE_LENGTH + 20)),
        match.wanted("topic_", "target_"),
        match.wanted("language_"),
        match.wanted("place_"),
        float(entry.language != query.language),
    ]


class Match:
    """Where the words of a query stand in an entry. Lists have a value for each word of the query."""

    def __init__(self, query: Query, entry: Entry):
        self.query, self.entry = query, entry
        self.weights = [term.weight for term in query.terms]
        self.total = sum(self.weights) or 1.0
        number = len(self.weights)
        self.stems = _stems_by_language(query, entry.language)
        self.often = [0.0] * number
        self.body, self.title, self.first = [0.0] * number, [0.0] * number, [0.0] * number
        self.near: dict[int, float] = {}
        self.title_share = self.passage = self.passages = 0.0
        self.length = 0
        self._read_title()
        self._read_body()
        self.parents = self._best(entry.parent_terms, entry.language)
        self.labels = [
            max(values)
            for values in zip(
                self._best(entry.labels.get(entry.language, ""), entry.language),
                self._best(entry.labels.get(query.language, ""), query.language),
                strict=True,
            )
        ]

    def share(self, values: list[float]) -> float:
        """What the values make up of the whole query."""
        return sum(weight * value for weight, value in zip(self.weights, values, strict=True)) / self.total

    def _read_title(self) -> None:
        stems = self.entry.title_terms.split()
        matched, last = 0.0, None
        for place, stemmed in enumerate(stems):
            if hits := self.stems.get(stemmed):
                matched += max(weight for _number, weight in hits)
                for number, weight in hits:
                    self.title[number] = max(self.title[number], weight)
                    if last and place - last[1] <= 2 and any(other == number - 1 for other, _weight in last[0]):
                        self.near[number] = 1.0
                last = (hits, place)
        self.title_share = matched / len(stems) if stems else 0.0

    def _read_body(self) -> None:
        before: dict[int, float] = {}
        for position, passage in enumerate(self.entry.body_terms.split("\n")):
            stems = passage.split()
            self.length += len(stems)
            here = self._read_passage(stems)
            if here:
                weight = self._weigh(here)
                self.passage = max(self.passage, weight / (1 + 0.004 * max(0, len(stems) - PASSAGE)))
                both = {
                    number: max(here.get(number, 0), 0.8 * before.get(number, 0)) for number in {**here, **before}
                }
                self.passages = max(self.passages, self._weigh(both))
                for number, value in here.items():
                    self.body[number] = max(self.body[number], value)
                    if position == 0:
                        self.first[number] = value
            before = here

    def _read_passage(self, stems: list[str]) -> dict[int, float]:
        here: dict[int, float] = {}
        last: tuple | None = None
        for place, stemmed in enumerate(stems):
            hits = self.stems.get(stemmed)
            if hits is None:
                continue
            for number, weight in hits:
                self.often[number] += weight
                here[number] = max(here.get(number, 0), weight)
                if last and place - last[1] <= 3 and any(other == number - 1 for other, _weight in last[0]):
                    self.near[number] = max(self.near.get(number, 0), weight)
            last = (hits, place)
        return here

    def _weigh(self, found: dict[int, float]) -> float:
        return sum(self.weights[number] * value for number, value in found.items())

    def _best(self, text: str, language: str) -> list[float]:
        """For each word of the query the best that ``text``, stems of ``language``, has of it."""
        known = _stems_by_language(self.query, language)
        found = [0.0] * len(self.weights)
        for stemmed in text.split():
            for number, weight in known.get(stemmed, ()):
                found[number] = max(found[number], weight)
        return found

    def saturated(self) -> list[float]:
        norm = 1 - LENGTH_SHARE + LENGTH_SHARE * self.length / AVERAGE_LENGTH
        counts = [
            often / norm + TITLE * title + LABEL * label
            for often, title, label in zip(self.often, self.title, self.labels, strict=True)
        ]
        return [count / (count + SATURATION) for count in counts]

    def nearness(self) -> float:
        pairs = [(self.weights[one - 1] + self.weights[one]) / 2 for one in range(1, len(self.weights))]
        if not pairs:
            return 0.0
        return sum(pairs[number - 1] * value for number, value in self.near.items() if number) / (sum(pairs) or 1)

    def wanted(self, *prefixes: str) -> float:
        """Best of the tokens with these prefixes that the words point to and the entry has."""
        wanted = {token: weight for token, weight in self.query.wanted.items() if token.startswith(prefixes)}
        if not wanted:
            return 0.0
        has = {f"{facet}_{code}".lower() for facet, codes in self.entry.facets.items() for code in codes}
        return max((weight for token, weight in wanted.items() if token in has), default=0.0)


def _stems_by_language(query: Query, language: str) -> dict[str, list[tuple[int, float]]]:
    """Stem → numbers of the words that it can stand for, with weights; made once for a query."""
    memory = query.__dict__.setdefault("_stems", {})
    if language not in memory:
        stems = defaultdict(list)
        for number, term in enumerate(query.terms):
            for stemmed, weight in term.stems.get(language, {}).items():
                stems[stemmed].append((number, weight))
        memory[language] = stems
    return memory[language]
