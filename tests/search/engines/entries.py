"""Rows of the index as the tests of the engines need them."""

import itertools

from search import engines
from search.models import Entry

COLLECTION = "test"
SCOPE = [[f"c_{COLLECTION}"]]
_numbers = itertools.count(1)


def add(title: str = "", body: str = "", scope: str = "l_de o k_page", **columns: str) -> Entry:
    """An entry with these stems, written as ``search.index`` does it."""
    entry = Entry(
        collection=COLLECTION,
        key=f"entry-{next(_numbers)}",
        language="de",
        kind="page",
        title_terms=title,
        body_terms=body,
        scope=f"c_{COLLECTION} {scope}",
        **columns,
    )
    Entry.objects.bulk_create([entry])
    engines.current().changed([entry], [])
    return entry


def change(entry: Entry, **columns: str) -> None:
    """Write columns of an entry."""
    for name, value in columns.items():
        setattr(entry, name, value)
    Entry.objects.bulk_update([entry], list(columns))
    engines.current().changed([entry], [])


def remove(*entries: Entry) -> None:
    """Delete entries."""
    ids = [entry.pk for entry in entries]
    Entry.objects.filter(pk__in=ids).delete()
    engines.current().changed([], ids)


def find(anywhere: str = "", in_title: str = "", scope: list | None = None, limit: int = 200) -> list[int]:
    """Ids of the candidates for stems, separated by spaces, all of weight 1."""
    plan = engines.Plan(dict.fromkeys(anywhere.split(), 1), dict.fromkeys(in_title.split(), 1), limit=limit)
    plan.scope = SCOPE + (scope or [])
    return engines.current().candidates(plan)
