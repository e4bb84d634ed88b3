"""Where candidates come from. All engines hold the same analysed terms; ranking is done in ``search.ranking``."""

from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

LONGEST_TERM = 200
"""Letters of a stem or token that an engine is asked for. Words have 40 (``analysis.words``); PostgreSQL refuses a
lexeme of 2 KB, Elasticsearch splits a word of 256 letters."""


class Unavailable(Exception):  # noqa: N818 - a state, as in HTTP
    """The engine cannot do what it was told; the message says why and is meant for an operator."""


@dataclass
class Plan:
    """What an engine looks for: entries with any of the stems, within a scope.

    ``anywhere`` and ``in_title`` map stems to weights. ``scope`` is a list of alternatives that all have to be met:
    ``[["l_ar", "o"], ["k_service"]]`` means Arabic texts or originals, and of these services only.
    """

    anywhere: dict[str, float] = field(default_factory=dict)
    in_title: dict[str, float] = field(default_factory=dict)
    scope: list[list[str]] = field(default_factory=list)
    limit: int = 200


class Engine:
    """An engine. Those of the databases keep themselves current by triggers and generated columns."""

    def candidates(self, plan: Plan) -> list[int]:
        """Ids of entries, the most promising first, at most ``plan.limit``. No error: something else answers instead."""
        raise NotImplementedError

    def changed(self, entries: list, gone: list[int]) -> None:
        """Entries were written, or those with the ids ``gone`` deleted; called within the transaction that did it."""

    def catch_up(self) -> int:
        """Bring in what an outage has left behind; how much still waits."""
        return 0

    def complete(self, rebuild: bool, console) -> None:
        """After ``search_index``: bring what lies outside the database in step, from nothing if ``rebuild``.

        ``console`` is a ``rich.console.Console``. Raises ``Unavailable``.
        """

    def settle(self) -> None:
        """Wait until searches find what was written before."""

    def answers(self) -> bool:
        """For ``/readyz``: whether it answers itself. Costs at most as much as a search."""
        return True

    def state(self) -> dict:
        """For ``search_index check``: ``{"engine": name, "ok": bool, "detail": str}``."""
        return {"engine": type(self).__name__.lower(), "ok": True, "detail": ""}


DATABASES = {
    "sqlite": "search.engines.sqlite.SQLite",
    "postgresql": "search.engines.postgres.Postgres",
}


@cache
def of_database() -> Engine:
    """The engine of the default database."""
    if connection.vendor not in DATABASES:
        raise NotImplementedError(f"There is no search engine for the database {connection.vendor}.")
    return import_string(DATABASES[connection.vendor])()


@cache
def current() -> Engine:
    """The engine that ``SEARCH_URL`` names, else that of the default database."""
    if settings.SEARCH_URL:
        return import_string("search.engines.elasticsearch.Elasticsearch")(settings.SEARCH_URL, of_database())
    return of_database()


def askable(terms) -> list[str]:
    """The terms that can be sent to an engine, each once: no NUL, no lone surrogates, not too long, not empty."""
    cleaned = (term.replace("\0", "").encode("utf-8", "ignore").decode() for term in terms)
    return list(dict.fromkeys(term for term in cleaned if term.strip() and len(term) <= LONGEST_TERM))
