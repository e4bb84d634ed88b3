"""The terms of a vocabulary, from the cache, with names in the reader's language."""

from django.db.models import Model

from core.names import text_in
from core.shell_cache import remembered
from topics.models.terms import Place


def vocabulary(model: type[Model]) -> list[dict]:
    """All terms in order: ``{"id", "code", "name" (Text), ...}``; topics and places with ``"parent_code"``.

    No query when the cache is warm. ``name`` is resolved at call time, so the cache serves all languages.
    """
    columns = ["id", "code", "names"]
    if any(field.name == "parent" for field in model._meta.get_fields()):
        columns.append("parent__code")
    if any(field.name == "icon" for field in model._meta.get_fields()):
        columns.append("icon")
    rows = remembered(f"vocabulary:{model._meta.label_lower}", lambda: list(model.objects.values(*columns)))
    return [
        {
            "id": row["id"],
            "code": row["code"],
            "name": text_in(row["names"]),
            "parent_code": row.get("parent__code"),
            "icon": row.get("icon", ""),
        }
        for row in rows
    ]


def names_of(model: type[Model], ids) -> list[dict]:
    """The terms with the given ids, in the order of the vocabulary."""
    wanted = set(ids)
    return [term for term in vocabulary(model) if term["id"] in wanted]


def place_of(town: str, postcode: str = "") -> int | None:
    """Id of the place that is called ``town`` in any language, else of the only one with this postcode, else nothing.

    No query when the cache is warm.
    """
    rows = remembered("places", lambda: list(Place.objects.values("id", "names", "postcodes")))
    name = town.strip().casefold()
    called = [row["id"] for row in rows if name and name in {known.casefold() for known in row["names"].values()}]
    if called:
        return called[0]
    around = [row["id"] for row in rows if postcode.strip() and postcode.strip() in row["postcodes"].split()]
    return around[0] if len(around) == 1 else None
