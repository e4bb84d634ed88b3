"""Counting the SQL of a request, to compare a few entries with many."""

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(client, path: str, warm: bool = False) -> int:
    """SQL statements of a GET that must succeed; with an empty cache, or with one that the same GET has filled."""
    cache.clear()
    if warm:
        client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
