"""Load the seed taxonomy (``data/taxonomy.json``): adds terms that are missing and touches nothing that exists."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import models

from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic

SEED = Path(__file__).with_name("data") / "taxonomy.json"


def load_taxonomy(path: Path = SEED) -> int:
    """Create the terms of the seed that are not there yet, recognised by code; returns how many were created."""
    seed = json.loads(path.read_text())
    created = add_terms(TargetGroup, seed["target_groups"])
    created += add_terms(AdviceMode, seed["modes"])
    created += add_terms(AdviceLanguage, seed["languages"], ("autonym", "rtl"))
    created += add_terms(Topic, seed["topics"], ("icon",))
    tops = {topic.code: topic for topic in Topic.objects.filter(parent=None)}
    for entry in seed["topics"]:
        created += add_terms(Topic, entry["subtopics"], parent=tops[entry["code"]])
    return created


def add_terms(model: type[models.Model], entries: Iterable[dict], columns: tuple = (), **fixed) -> int:
    """Create rows of ``model`` for the entries (``code``, ``names``, optional ``search_words``) whose code is new."""
    known = set(model.objects.values_list("code", flat=True))
    rows = [
        model(
            code=entry["code"],
            names=entry["names"],
            search_words={code: ", ".join(words) for code, words in entry.get("search_words", {}).items()},
            sort_order=number,
            **{column: entry[column] for column in columns if column in entry},
            **fixed,
        )
        for number, entry in enumerate(entries)
        if entry["code"] not in known
    ]
    for row in rows:
        row.save()
    return len(rows)


def add_places(entries: list[dict]) -> int:
    """Create places (``code``, ``kind``, ``names``, ``postcodes``, coordinates, ``parent``) whose code is new."""
    created = 0
    for with_parent in (False, True):
        for entry in entries:
            if bool(entry.get("parent")) == with_parent:
                parent = Place.objects.get(code=entry["parent"]) if with_parent else None
                columns = ("kind", "latitude", "longitude")
                one = {**entry, "postcodes": " ".join(entry.get("postcodes", []))}
                created += add_terms(Place, [one], (*columns, "postcodes"), parent=parent)
    return created
