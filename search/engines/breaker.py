"""A circuit breaker (Nygard, *Release It!*): what has just failed is left alone for a while."""

import logging
import threading
import time

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds after a failure until one caller tries again."""


class Breaker:
    """Says whether to try. One line in the log when an outage begins, one when it ends; safe between threads."""

    def __init__(self, name: str, instead: str, pause: float = PAUSE):
        self.name, self.instead, self.pause = name, instead, pause
        self._lock = threading.Lock()
        self._since: float | None = None
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        """Whether there is an outage."""
        return self._since is not None

    def allows(self) -> bool:
        """Whether the caller may try. During an outage only one may, once in each pause."""
        if self._since is None:
            return True
        now = time.monotonic()
        with self._lock:
            if self._since is not None and now < self._next_try:
                return False
            self._next_try = now + self.pause
            return True

    def failed(self, error: Exception) -> None:
        """The try has failed."""
        now = time.monotonic()
        with self._lock:
            self._next_try = now + self.pause
            if self._since is not None:
                return
            self._since = now
        log.warning("%s fails, %s meanwhile: %s", self.name, self.instead, described(error))

    def succeeded(self) -> None:
        """The try has worked."""
        if self._since is None:
            return
        with self._lock:
            since, self._since = self._since, None
        if since is not None:
            log.info("%s works again after %.0f seconds", self.name, time.monotonic() - since)


def described(error: Exception) -> str:
    """The kind of error and the beginning of its text, on one line."""
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:300].rstrip(": ")
