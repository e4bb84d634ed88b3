"""Counting what readers do without making them wait: numbers gather in the memory of the process and are written later.

A process that is killed loses the counts of a few seconds. What cannot be written is dropped, with a line in the log.
"""

import atexit
import logging
import re
import threading
from collections.abc import Callable, Hashable

from django.db import connection, transaction
from django.http import HttpRequest

log = logging.getLogger(__name__)
NOT_A_PERSON = re.compile("bot|crawl|spider", re.IGNORECASE)


def is_person(request: HttpRequest) -> bool:
    """Whether a person may be waiting for the answer: no robot that says what it is, no HEAD, no prefetching."""
    return not (
        request.method == "HEAD"
        or NOT_A_PERSON.search(request.headers.get("User-Agent", ""))
        or "prefetch" in request.headers.get("Sec-Purpose", "")
    )


class LateCounts:
    """Numbers by key that a thread writes ``delay`` seconds after the first of them.

    ``write`` gets ``{key: [number, ...]}`` and runs in a transaction. ``most``: different keys that are counted within
    the delay, so that nobody can fill the memory; further ones are not counted.
    """

    def __init__(
        self, what: str, write: Callable[[dict[Hashable, list[int]]], None], delay: float = 5, most: int = 500
    ):
        self.what, self.write, self.delay, self.most = what, write, delay, most
        self.waiting: dict[Hashable, list[int]] = {}
        self.lock = threading.Lock()
        atexit.register(self.flush)

    def add(self, key: Hashable, *numbers: int) -> None:
        """Count for a key. Does not ask the database and raises nothing."""
        with self.lock:
            first = not self.waiting
            if key not in self.waiting and len(self.waiting) >= self.most:
                return
            known = self.waiting.setdefault(key, [0] * len(numbers))
            for place, number in enumerate(numbers):
                known[place] += number
        if first:
            self.write_later()

    def write_later(self) -> None:
        timer = threading.Timer(self.delay, self.write_in_thread)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:  # no more threads, or the process ends, and then flush() is called anyway
            log.exception("No thread to write the counts of %s", self.what)

    def write_in_thread(self) -> None:
        try:
            self.flush()
        finally:
            connection.close()

    def flush(self) -> None:
        """Write what is waiting. Called by the thread, and when the process ends."""
        with self.lock:
            counts = dict(self.waiting)
            self.waiting.clear()
        if not counts:
            return
        try:
            with transaction.atomic():
                self.write(counts)
        except Exception:
            log.exception("The counts of %s %s were not written", len(counts), self.what)
