"""A cluster of several nodes loses one in the middle of a stream of searches: every search is answered, and quickly.

Between the portal and each node of ``TEST_SEARCH_URL`` (the same one three times where it names only one) stands a relay
that can be ended as a power cut would. With nodes of a real cluster: docs/testing.md.
"""

import contextlib
import itertools
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from search.engines import Plan
from tests.search import servers
from tests.search.engines.entries import SCOPE, add
from tests.search.servers import ADDRESSES, NEEDS_SERVER, seconds

pytestmark = [pytest.mark.django_db, NEEDS_SERVER]
SEARCHES = 120
SLOWEST = 1.0


class Relay:
    """Passes bytes to a node and back, until it is ended."""

    def __init__(self, target: str):
        parts = urlsplit(target)
        self.target = (parts.hostname, parts.port)
        self.port = 0
        self.start()

    def start(self) -> None:
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        self.alive = True
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.target)
                self.open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def end(self) -> None:
        """As a power cut would: nobody listens, and connections are gone."""
        if self.alive:
            self.alive = False
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            for connection in self.open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def relays():
    found = [Relay(address) for address in itertools.islice(itertools.cycle(ADDRESSES), 3)]
    yield found
    for relay in found:
        relay.end()


def test_one_of_three_is_killed_and_comes_back(relays, caplog):
    addresses = [f"http://127.0.0.1:{relay.port}" for relay in relays]
    with servers.filled(addresses, TIMEOUT=0.8) as engine:
        expected = [add("wort").pk for _ in range(20)]
        engine.settle()
        engine.prompt = False
        plan, slowest = Plan({"wort": 1}, {}, SCOPE), 0.0
        for number in range(SEARCHES):
            if number == SEARCHES // 3:
                relays[0].end()
            if number == 2 * SEARCHES // 3:
                relays[0].start()
            found, took = seconds(lambda: engine.candidates(plan))
            assert found == expected, number
            slowest = max(slowest, took)
        assert slowest < SLOWEST
        # The client leaves a node alone for twice as long after each failure.
        deadline = time.monotonic() + 20
        while not relays[0].open and time.monotonic() < deadline:
            assert engine.candidates(plan) == expected
            time.sleep(0.05)
        assert relays[0].open, "the node that came back is asked again"
    assert [record for record in caplog.records if record.name.startswith("search")] == []


def test_two_of_three_are_killed(relays):
    addresses = [f"http://127.0.0.1:{relay.port}" for relay in relays]
    with servers.filled(addresses, TIMEOUT=0.8) as engine:
        entry = add("wort")
        engine.settle()
        engine.prompt = False
        for relay in relays[:2]:
            relay.end()
        for _ in range(20):
            found, took = seconds(lambda: engine.candidates(Plan({"wort": 1}, {}, SCOPE)))
            assert found == [entry.pk]
            assert took < SLOWEST
