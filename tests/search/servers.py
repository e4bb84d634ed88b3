"""Engines to run tests on: the database's, and an Elasticsearch with an index that is gone at the end.

The server is the one of ``TEST_SEARCH_URL``; several addresses are separated by commas.
"""

import contextlib
import io
import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest
from django.test import override_settings
from rich.console import Console

from search import engines
from search.engines import Engine, Plan

ENGINES = ["database", "elasticsearch"]
ADDRESSES = [address for address in os.environ.get("TEST_SEARCH_URL", "").split(",") if address]
NEEDS_SERVER = pytest.mark.skipif(not ADDRESSES, reason="TEST_SEARCH_URL is not set")


class Forbidden(Engine):
    """A fallback for tests in which the server has to answer."""

    def candidates(self, plan: Plan) -> list[int]:
        raise AssertionError("the database was asked in the server's place")


class Remembered(Engine):
    """A fallback that finds the same whatever is asked, and counts."""

    def __init__(self, found: list[int]):
        self.found, self.asked = found, 0

    def candidates(self, plan: Plan) -> list[int]:
        self.asked += 1
        return self.found


def quiet() -> Console:
    """A console that nobody reads."""
    return Console(file=io.StringIO())


@contextlib.contextmanager
def server(addresses: list[str] | None = None, fallback: Engine | None = None, **settings) -> Iterator:
    """The engine over an empty prefix of a server, as the portal's current engine. It finds at once what was written
    before, committed or not. ``settings``: without ``SEARCH_``.
    """
    from search.engines.elasticsearch import Elasticsearch

    class Prompt(Elasticsearch):
        def candidates(self, plan: Plan) -> list[int]:
            if self.prompt:
                self.settle()
            return super().candidates(plan)

    names = {"INDEX_PREFIX": f"test-{uuid.uuid4().hex[:12]}", "TIMEOUT": 10, "REPLICAS": 0, **settings}
    with override_settings(**{f"SEARCH_{name}": value for name, value in names.items()}):
        engine = Prompt(addresses or ADDRESSES, fallback or Forbidden())
        engine.prompt = True
        try:
            with mock.patch.object(engines, "current", return_value=engine):
                yield engine
        finally:
            engine.close()


@contextlib.contextmanager
def filled(addresses: list[str] | None = None, fallback: Engine | None = None, **settings) -> Iterator:
    """``server`` with an index of what stands in the database."""
    with server(addresses, fallback, **settings) as engine:
        try:
            engine.complete(rebuild=True, console=quiet())
            yield engine
        finally:
            drop(engine)


def drop(engine) -> None:
    """Remove the indices of an engine."""
    client = engine.cluster.patient
    for index in client.indices.get(index=f"{engine.cluster.prefix}-*", allow_no_indices=True):
        client.indices.delete(index=index)


@contextlib.contextmanager
def engine(name: str) -> Iterator[Engine]:
    """The engine of this name as the portal's current one; skips without a server."""
    if name == "database":
        with mock.patch.object(engines, "current", return_value=engines.of_database()):
            yield engines.of_database()
        return
    if not ADDRESSES:
        pytest.skip("TEST_SEARCH_URL is not set")
    with filled() as found:
        yield found


class FakeNode:
    """Something on a port that can do what a broken node does; see ``mode``."""

    def __init__(self):
        self.mode = "answers"
        """``answers``: finds ``found``; ``hangs``: accepts and says nothing; ``trickles``: a letter at a time;
        ``fails``: 503; ``refuses``: 400; ``babbles``: not JSON; ``empty``: there is no index."""
        self.found: list[int] = []
        self.requests: list[str] = []
        self._over = threading.Event()
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                node.requests.append(f"{self.command} {self.path}")
                with contextlib.suppress(OSError):
                    node.answer(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any  # noqa: N815 - the names of http.server

            def log_message(self, *args):
                """Nothing on standard error."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.mode == "hangs":
            self._over.wait(20)
            handler.close_connection = True
            return
        body = json.dumps({"timed_out": False, "hits": {"hits": [{"sort": [1.0, pk]} for pk in self.found]}}).encode()
        status = 200
        if self.mode == "fails":
            status, body = 503, b'{"error":{"type":"cluster_block_exception"},"status":503}'
        elif self.mode == "refuses":
            status, body = (
                400,
                b'{"error":{"type":"parse_exception","reason":"cannot read [Kirschkuchen]"},"status":400}',
            )
        elif self.mode == "empty":
            status, body = 404, b'{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}'
        elif self.mode == "babbles":
            body = b"<html>not what you asked"
        handler.send_response(status)
        handler.send_header("X-Elastic-Product", "Elasticsearch")
        handler.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command == "HEAD":
            return
        for letter in body if self.mode == "trickles" else [body]:
            handler.wfile.write(bytes([letter]) if isinstance(letter, int) else letter)
            if self.mode == "trickles" and self._over.wait(0.1):
                return

    def close(self) -> None:
        self._over.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@contextlib.contextmanager
def fake_nodes(number: int = 1) -> Iterator[list[FakeNode]]:
    """Nodes that answer until their ``mode`` is changed."""
    nodes = [FakeNode() for _ in range(number)]
    try:
        yield nodes
    finally:
        for node in nodes:
            node.close()


def closed_port() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def seconds(call) -> tuple:
    """What a call returns, and how long it took."""
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start
