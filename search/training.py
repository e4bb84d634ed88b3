"""Weights of the ranking, learnt from judged queries: a linear model, trained pair by pair (logistic loss)."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass

from search import engines
from search.evaluation import DEPTH, Judged, Outcome
from search.find import CANDIDATES
from search.lexicon import lexicon
from search.models import SITE, Entry
from search.query import understand
from search.ranking import FEATURES, features

ROUNDS = 4
RATE = 0.05
RIVALS = 18
"""Wrong candidates that each right one is compared with: the engine's first six, and others by chance."""


@dataclass
class Example:
    """A query with the features of its candidates."""

    judged: Judged
    candidates: list[tuple[str, list[float]]]


def examples(queries: Iterable[Judged], names: dict[str, str]) -> list[Example]:
    """What the engine finds for each query, as the ranking sees it. ``names`` as in ``evaluation.run``."""
    found = []
    for judged in queries:
        memory = lexicon(names.get(judged.collection, SITE))
        query = understand(judged.query, judged.language, memory)
        if not query.known or not judged.relevant:
            continue
        ids = engines.current().candidates(query.plan(memory, [], CANDIDATES))
        entries = Entry.objects.in_bulk(ids)
        rows = [(entries[pk].source_id or entries[pk].key, features(query, entries[pk])) for pk in ids if pk in entries]
        found.append(Example(judged, rows))
    return found


def train(found: list[Example], fixed: dict[str, float], seed: int = 0) -> dict[str, float]:
    """Weights by feature; those in ``fixed`` stay as they are. The same seed gives the same weights."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = list(FEATURES)
    weights = [fixed.get(name, 0.0) for name in names]
    free = [number for number, name in enumerate(names) if name not in fixed]
    pairs = [pair for example in found for pair in differences(example, chance)]
    rate = RATE
    for _round in range(ROUNDS):
        chance.shuffle(pairs)
        for difference in pairs:
            margin = sum(weight * value for weight, value in zip(weights, difference, strict=True))
            pull = rate / (1 + math.exp(min(30.0, margin)))
            for number in free:
                weights[number] += pull * difference[number]
        rate /= 2
    return {name: round(weight, 2) for name, weight in zip(names, weights, strict=True)}


def differences(example: Example, chance: random.Random) -> list[list[float]]:
    """Features of a right candidate minus those of a wrong one."""
    relevant = example.judged.relevant
    right = [row for key, row in example.candidates if key in relevant]
    wrong = [row for key, row in example.candidates if key not in relevant]
    rivals = wrong[:6] + chance.sample(wrong[6:], min(RIVALS - 6, len(wrong[6:])))
    return [[a - b for a, b in zip(one, other, strict=True)] for one in right for other in rivals]


def quality(found: list[Example], weights: dict[str, float]) -> float:
    """Mean nDCG@10 that the weights give."""
    order = [weights[name] for name in FEATURES]
    total = 0.0
    for example in found:
        ranked = sorted(
            example.candidates, key=lambda row: -sum(w * value for w, value in zip(order, row[1], strict=True))
        )
        keys = list(dict.fromkeys(key for key, _row in ranked))[:DEPTH]
        total += Outcome(example.judged, keys, 0.0).ndcg
    return total / max(1, len(found))
