"""The terms of a vocabulary, from the cache, with names in the reader's language."""

from django.db.models import Model

from core.names import text_in
from core.shell_cache import remembered


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
