"""A search server that is down, slow or strange: the database answers within a second, and nobody has to do anything."""

import logging
import threading

import pytest

from search.engines import Plan, of_database
from tests import factories as make
from tests.search.servers import Remembered, closed_port, fake_nodes, seconds, server

PLAN = Plan({"wort": 1.0}, {}, [["c_site"]])
TIMEOUT = 0.5
BROKEN = ["hangs", "trickles", "fails", "babbles", "empty"]
IN_ALL = 1.0
"""Seconds that an answer may take, whatever the server does."""


@pytest.fixture
def fallback():
    return Remembered([7, 8])


@pytest.fixture
def node():
    with fake_nodes() as (node,):
        node.found = [1, 2]
        yield node


@pytest.fixture
def engine(node, fallback):
    with server([node.url], fallback, TIMEOUT=TIMEOUT) as engine:
        engine.prompt = False
        engine.breaker.pause = 0.3
        yield engine


def lines(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_server_answers(engine, fallback, caplog):
    assert engine.candidates(PLAN) == [1, 2]
    assert fallback.asked == 0
    assert lines(caplog) == []


@pytest.mark.parametrize("mode", BROKEN)
def test_the_database_answers_in_time_and_then_at_once(engine, node, fallback, mode):
    node.mode = mode
    engine.breaker.pause = 60
    found, took = seconds(lambda: engine.candidates(PLAN))
    assert found == [7, 8]
    assert took < IN_ALL
    for _ in range(20):
        found, took = seconds(lambda: engine.candidates(PLAN))
        assert found == [7, 8]
        assert took < 0.1, "the server is left alone"


def test_a_refused_question_is_no_outage(engine, node, fallback, caplog):
    node.mode = "refuses"
    assert engine.candidates(PLAN) == [7, 8]
    assert not engine.breaker.is_open
    assert "HTTP 400" in lines(caplog)[0]
    assert "Kirschkuchen" not in caplog.text
    node.mode = "answers"
    assert engine.candidates(PLAN) == [1, 2], "the next one is asked"
    assert fallback.asked == 1


def test_a_closed_port(fallback):
    with server([closed_port()], fallback, TIMEOUT=TIMEOUT) as engine:
        engine.prompt = False
        found, took = seconds(lambda: engine.candidates(PLAN))
    assert found == [7, 8]
    assert took < IN_ALL


def test_many_at_once_wait_no_longer_than_one(engine, node, fallback):
    node.mode = "hangs"
    took = []
    threads = [
        threading.Thread(target=lambda: took.append(seconds(lambda: engine.candidates(PLAN))[1])) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 20
    assert max(took) < IN_ALL + 0.3
    assert fallback.asked == 20


@pytest.mark.parametrize("mode", BROKEN)
def test_one_line_in_the_log_for_each_outage(engine, node, mode, caplog):
    caplog.set_level(logging.INFO, "search")
    engine.breaker.pause = 0
    for _ in range(2):
        node.mode = mode
        for _ in range(3):
            engine.candidates(PLAN)
        node.mode = "answers"
        engine.candidates(PLAN)
    ours = [record for record in caplog.records if record.name == "search.engines.breaker"]
    assert [record.levelname for record in ours] == ["WARNING", "INFO", "WARNING", "INFO"]
    assert [line for line in lines(caplog) if "fails, the database answers" not in line] == []


def test_the_server_is_asked_again_after_the_pause(engine, node, fallback):
    node.mode = "fails"
    assert engine.candidates(PLAN) == [7, 8]
    node.mode = "answers"
    before = len(node.requests)
    assert engine.candidates(PLAN) == [7, 8]
    assert len(node.requests) == before
    threading.Event().wait(0.35)
    assert engine.candidates(PLAN) == [1, 2]
    assert not engine.breaker.is_open


def test_after_the_pause_only_one_asks(engine, node):
    node.mode = "hangs"
    engine.candidates(PLAN)
    threading.Event().wait(0.35)
    before = len(node.requests)
    threads = [threading.Thread(target=engine.candidates, args=(PLAN,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(node.requests) - before == 1


@pytest.mark.parametrize("mode", ["closed", "hangs", "fails"])
def test_another_node_answers_in_the_place_of_a_broken_one(fallback, mode, caplog):
    with fake_nodes(3) as nodes:
        for node in nodes:
            node.found = [1, 2]
        nodes[0].mode = mode
        addresses = [closed_port() if mode == "closed" else nodes[0].url, *(node.url for node in nodes[1:])]
        with server(addresses, fallback, TIMEOUT=TIMEOUT) as engine:
            engine.prompt = False
            took = []
            for _ in range(60):
                found, one = seconds(lambda: engine.candidates(PLAN))
                assert found == [1, 2]
                took.append(one)
    assert max(took) < IN_ALL
    assert sorted(took)[50] < 0.1
    assert fallback.asked == 0
    assert lines(caplog) == []


@pytest.mark.parametrize("mode", ["closed", "hangs"])
def test_all_nodes_broken(fallback, mode):
    with fake_nodes(3) as nodes:
        for node in nodes:
            node.mode = mode
        addresses = [closed_port() if mode == "closed" else node.url for node in nodes]
        with server(addresses, fallback, TIMEOUT=TIMEOUT) as engine:
            engine.prompt = False
            found, took = seconds(lambda: engine.candidates(PLAN))
    assert found == [7, 8]
    assert took < IN_ALL


def test_a_node_that_has_come_back_is_asked_again(fallback):
    with fake_nodes(2) as nodes:
        for node in nodes:
            node.found = [1]
        with server([node.url for node in nodes], fallback, TIMEOUT=TIMEOUT) as engine:
            engine.prompt = False
            nodes[0].mode = "fails"
            for _ in range(4):
                assert engine.candidates(PLAN) == [1]
            nodes[0].mode, nodes[1].mode = "answers", "fails"
            threading.Event().wait(1.1)
            for _ in range(4):
                assert engine.candidates(PLAN) == [1]
    assert fallback.asked == 0


@pytest.mark.django_db
class TestReadiness:
    """``/readyz``: a load balancer must not take a node away because the search server is down."""

    def test_ok(self, client, engine):
        assert client.get("/readyz").json() == {
            "status": "ok",
            "checks": {"database": "ok", "cache": "ok", "search": "ok"},
        }

    @pytest.mark.parametrize("mode", ["hangs", "fails", "empty"])
    def test_degraded_and_ready(self, client, engine, node, mode):
        node.mode = mode
        answer, took = seconds(lambda: client.get("/readyz"))
        assert answer.status_code == 200
        assert answer.json()["status"] == "degraded"
        assert answer.json()["checks"] == {"database": "ok", "cache": "ok", "search": "degraded"}
        assert took < IN_ALL

    def test_ok_again(self, client, engine, node):
        node.mode = "fails"
        client.get("/readyz")
        node.mode = "answers"
        threading.Event().wait(0.35)
        assert client.get("/readyz").json()["status"] == "ok"

    def test_a_failing_cache_is_worse(self, client, engine, node, monkeypatch):
        node.mode = "fails"
        monkeypatch.setattr("portal.middleware.cache.get", lambda key: None)
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["status"] == "failing"


def test_the_database_alone_is_always_ready(client, db):
    assert client.get("/readyz").json()["checks"]["search"] == "ok"


@pytest.mark.parametrize("mode", ["hangs", "fails"])
def test_the_search_page_says_nothing_to_the_reader(client, portal, node, mode):
    node.mode = "empty"
    with server([node.url], of_database(), TIMEOUT=TIMEOUT) as engine:
        engine.prompt = False
        make.service(title="Fahrradwerkstatt")
        node.mode = mode
        engine.breaker.succeeded()
        answer = client.get("/de/search/", {"q": "Fahrradwerkstatt"})
    assert answer.status_code == 200
    assert "Fahrradwerkstatt</" in answer.content.decode()


def test_an_address_without_its_index_says_what_to_do(node, fallback, caplog):
    node.mode = "empty"
    with server([node.url], fallback) as engine:
        engine.prompt = False
        assert not engine.answers()
    assert "search_index rebuild" in caplog.text
