"""How good the search is: judged queries against what it finds."""

import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from search import engines, index
from search.documents import Document, Text
from search.find import find
from search.models import SITE, Entry

DEPTH = 10
"""Results that count, as in nDCG@10."""


@dataclass
class Judged:
    """A query with its relevant documents: id → grade from 1 to 3. None: it should find nothing."""

    id: str
    query: str
    language: str
    category: str
    relevant: dict[str, int]
    collection: str = ""
    city: str = ""


@dataclass
class Outcome:
    """What a query got."""

    judged: Judged
    found: list[str]
    seconds: float

    @property
    def ndcg(self) -> float:
        """Normalised discounted cumulative gain with gain 2^grade - 1 (Järvelin and Kekäläinen 2002)."""
        gains = [2 ** self.judged.relevant.get(key, 0) - 1 for key in self.found[:DEPTH]]
        best = sorted((2**grade - 1 for grade in self.judged.relevant.values()), reverse=True)[:DEPTH]
        return _discounted(gains) / _discounted(best)

    @property
    def recall(self) -> float:
        """Share of the good ones among the first ten; good is grade 2 and above, where there is one."""
        floor = 2 if max(self.judged.relevant.values()) >= 2 else 1
        good = {key for key, grade in self.judged.relevant.items() if grade >= floor}
        return len(good & set(self.found[:DEPTH])) / min(DEPTH, len(good))


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def read_queries(path: Path) -> list[Judged]:
    """JSON lines with ``id, query, lang, relevant`` and perhaps ``category, collection, city``.

    Raises ``ValueError`` with the line's number.
    """
    queries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            queries.append(
                Judged(
                    row["id"],
                    row["query"],
                    row["lang"],
                    row.get("category", "all"),
                    dict(row["relevant"]),
                    row.get("collection", ""),
                    row.get("city", ""),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: {error!r}") from error
    return queries


def load_documents(paths: Iterable[Path]) -> tuple[dict[str, str], dict[str, str]]:
    """Index documents (JSON lines: ``id, lang, title, body``, perhaps ``summary, collection, city``), each collection
    apart from the portal's own content.

    Returns the index's name of each collection, and each document's city. A collection that an earlier run kept is
    taken as it is if it has as many documents.
    """
    documents: dict[str, list[Document]] = defaultdict(list)
    cities = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = Text(row["title"], row.get("summary", ""), row["body"])
            documents[row.get("collection", "")].append(
                Document(row["id"], "topic", row["lang"], {row["lang"]: text}, source_id=row["id"])
            )
            cities[row["id"]] = row.get("city", "")
    names = {}
    for collection, rows in documents.items():
        name = names[collection] = f"eval-{collection}"[:60]
        if Entry.objects.filter(collection=name).count() == len(rows):
            continue
        index.drop(name)
        for batch in index.batches(rows, index.BATCH):
            index.write(batch, [document.key for document in batch], name)
    engines.current().settle()
    return names, cities


def run(
    queries: list[Judged], names: dict[str, str] | None = None, progress: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """Search every query, after a few to warm up. ``names`` as from ``load_documents``; without, the portal's content."""
    outcomes = []
    for judged in queries[:5]:
        find(judged.query, judged.language, collection=(names or {}).get(judged.collection, SITE))
    for judged in queries:
        start = time.perf_counter()
        found = find(judged.query, judged.language, collection=(names or {}).get(judged.collection, SITE))
        seconds = time.perf_counter() - start
        outcomes.append(Outcome(judged, [one.entry.source_id or one.entry.key for one in found.results], seconds))
        progress()
    return outcomes


@dataclass
class Line:
    """Means over a group of queries."""

    group: str
    queries: int
    ndcg: float
    recall: float
    empty: float
    median: float
    p95: float


def summarise(outcomes: list[Outcome]) -> list[Line]:
    """A line for all, then one for each category; queries that should find nothing have their own."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.judged.relevant:
            groups["all"].append(outcome)
            groups[outcome.judged.category].append(outcome)
    lines = [_line(group, groups[group]) for group in ["all", *sorted(set(groups) - {"all"})] if group in groups]
    nonsense = [outcome for outcome in outcomes if not outcome.judged.relevant]
    if nonsense:
        found = sum(bool(outcome.found) for outcome in nonsense) / len(nonsense)
        lines.append(Line("should find nothing", len(nonsense), 0.0, 0.0, 1 - found, *_times(nonsense)))
    return lines


def _line(group: str, outcomes: list[Outcome]) -> Line:
    def mean(values: Iterable[float]) -> float:
        return sum(values) / len(outcomes)

    return Line(
        group,
        len(outcomes),
        mean(outcome.ndcg for outcome in outcomes),
        mean(outcome.recall for outcome in outcomes),
        mean(not outcome.found for outcome in outcomes),
        *_times(outcomes),
    )


def _times(outcomes: list[Outcome]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    times = sorted(outcome.seconds * 1000 for outcome in outcomes)
    return times[len(times) // 2], times[min(len(times) - 1, math.ceil(len(times) * 0.95) - 1)]
