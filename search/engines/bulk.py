"""From rows of the database to documents of the search server."""

import hashlib
import time
from collections.abc import Iterable

from django.db import connection
from elasticsearch.helpers import streaming_bulk

from search.engines import Unavailable
from search.models import Entry

CHUNK = 500
FIELDS = ["title_terms", "body_terms", "label_terms", "parent_terms", "scope"]


def push(client, aliases: list[str], ids: list[int]) -> set[int]:
    """Make the documents with these ids what the rows are now: written, or deleted where there is no row.

    The first alias must exist; the others are written to where they do. Ids that could not be brought in are returned.
    Raises an error of the client, or ``Unavailable`` where there is no index.

    A document's version is the time before its row was read, by the database's clock, and older versions are refused
    (``external_gte``): of two processes that send the same entry, the one that has read the later state wins, in
    whatever order their requests arrive. A refused one counts as not brought in, so that it is looked at again.
    """
    failed = set()
    for ok, outcome in streaming_bulk(
        client, _actions(aliases, ids), chunk_size=CHUNK, raise_on_error=False, require_alias=True
    ):
        (kind, item), *_ = outcome.items()
        if ok or (kind == "delete" and item.get("result") == "not_found"):
            continue
        if item.get("error", {}).get("type") == "index_not_found_exception":
            if item["_index"] != aliases[0]:
                continue
            raise Unavailable("there is no index; manage.py search_index rebuild makes one")
        failed.add(int(item["_id"]))
    return failed


def _actions(aliases: list[str], ids: list[int]):
    for start in range(0, len(ids), CHUNK):
        batch = ids[start : start + CHUNK]
        version = now()
        rows = {row[0]: row[1:] for row in Entry.objects.filter(pk__in=batch).values_list("pk", *FIELDS)}
        for pk in batch:
            head = {"_id": pk, "version": version, "version_type": "external_gte"}
            if pk in rows:
                document = {"entry": pk, **dict(zip(FIELDS, rows[pk], strict=True))}
                document["digest"] = digest_of(rows[pk])
                document["scope"] = document["scope"].split()
                head = {"_op_type": "index", **head, **document}
            else:
                head["_op_type"] = "delete"
            for alias in aliases:
                yield {"_index": alias, **head}


def digest_of(row: Iterable[str]) -> int:
    """Of the ``FIELDS`` of an entry: 64 bits with a sign, as Elasticsearch keeps them, so that rows can be compared with
    documents that the server does not give back."""
    digest = hashlib.blake2b("\0".join(row).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def now() -> int:
    """Microseconds since 1970 by the clock that all processes share: the database's, or with SQLite this machine's."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return cursor.fetchone()[0]
