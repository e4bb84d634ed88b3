"""Small things that every page needs and that seldom change, kept in the cache for a minute.

A change clears them at once in the process that made it, and everywhere when the cache is shared (``CACHE_URL``);
other processes with caches of their own see it after ``SECONDS`` at the latest.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

SECONDS = 60
VERSION_KEY = "shell-version"
T = TypeVar("T")


def remembered(key: str, make: Callable[[], T]) -> T:
    """The value of ``make()``, computed at most once a minute for each key and version."""
    version = cache.get_or_set(VERSION_KEY, 1, None)
    return cache.get_or_set(f"shell:{version}:{key}", make, SECONDS)


def forget() -> None:
    """Forget everything; called when a menu, setting, page or term is saved."""
    try:
        cache.incr(VERSION_KEY)
    except ValueError:
        cache.set(VERSION_KEY, 1, None)
