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
NOTHING: dict[int, float] = {}
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
    """Weights by feature; ``"floor"``: the least coverage of a result, ``"relative_floor"``: as a share of the best."""
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
            best[entry.key] = Scored(own.entry, better.score, max(known.coverage, coverage), better.features)
    most = max((one.coverage for one in best.values()), default=0.0)
    least = max(learnt["floor"], learnt["relative_floor"] * most)
    found = [one for one in best.values() if one.coverage >= least]
    found.sort(key=lambda one: (-one.score, one.entry.key))
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
        matched, last, last_place = 0.0, {}, -9
        for place, stemmed in enumerate(stems):
            if hits := self.stems.get(stemmed):
                matched += max(hits.values())
                for number, weight in hits.items():
                    self.title[number] = max(self.title[number], weight)
                    if place - last_place <= 2 and number - 1 in last:
                        self.near[number] = 1.0
                last, last_place = hits, place
        self.title_share = matched / len(stems) if stems else 0.0

    def _read_body(self) -> None:
        before: dict[int, float] = {}
        known = self.stems.keys()
        for position, passage in enumerate(self.entry.body_terms.split("\n")):
            stems = passage.split()
            self.length += len(stems)
            here = {} if known.isdisjoint(stems) else self._read_passage(stems)
            if here:
                weight = self._weigh(here)
                self.passage = max(self.passage, weight / (1 + 0.004 * max(0, len(stems) - PASSAGE)))
                both = here
                if before:
                    both = {number: 0.8 * value for number, value in before.items()}
                    for number, value in here.items():
                        both[number] = max(value, both.get(number, 0))
                    weight = self._weigh(both)
                self.passages = max(self.passages, weight)
                for number, value in here.items():
                    self.body[number] = max(self.body[number], value)
                    if position == 0:
                        self.first[number] = value
            before = here

    def _read_passage(self, stems: list[str]) -> dict[int, float]:
        """The best that the passage has of each word; counts, and neighbours that are neighbours here too."""
        here: dict[int, float] = {}
        known, last, last_place = self.stems, {}, -9
        for place, hits in [(place, known[stemmed]) for place, stemmed in enumerate(stems) if stemmed in known]:
            close = place - last_place <= 3
            for number, weight in hits.items():
                self.often[number] += weight
                if weight > here.get(number, 0):
                    here[number] = weight
                if close and number - 1 in last and weight > self.near.get(number, 0):
                    self.near[number] = weight
            last, last_place = hits, place
        return here

    def _weigh(self, found: dict[int, float]) -> float:
        return sum([self.weights[number] * value for number, value in found.items()])

    def _best(self, text: str, language: str) -> list[float]:
        """For each word of the query the best that ``text``, stems of ``language``, has of it."""
        known = _stems_by_language(self.query, language)
        found = [0.0] * len(self.weights)
        for stemmed in text.split():
            for number, weight in known.get(stemmed, NOTHING).items():
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


def _stems_by_language(query: Query, language: str) -> dict[str, dict[int, float]]:
    """Stem → number of each word that it can stand for → weight; made once for a query."""
    memory = query.__dict__.setdefault("_stems", {})
    if language not in memory:
        stems: dict[str, dict[int, float]] = defaultdict(dict)
        for number, term in enumerate(query.terms):
            for stemmed, weight in term.stems.get(language, {}).items():
                stems[stemmed][number] = weight
        memory[language] = dict(stems)
    return memory[language]
