"""What is written while the search server is away waits in the outbox, and is sent as soon as somebody can."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search.engines import Unavailable, outbox
from search.models import Outbox
from tests.search import servers
from tests.search.engines.entries import add, change, find, remove
from tests.search.servers import NEEDS_SERVER, Remembered, closed_port

pytestmark = [pytest.mark.django_db, NEEDS_SERVER]


@pytest.fixture
def engine(elasticsearch):
    return elasticsearch


def break_down(engine, monkeypatch) -> None:
    """As if the cluster were gone, without time passing."""

    def fail(*args, **kwargs):
        raise Unavailable("gone")

    monkeypatch.setattr("search.engines.elasticsearch.push", fail)


def test_an_outage_is_caught_up_by_the_next_change(engine, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        kept, lost = add("vorher"), add("weg")
    assert Outbox.objects.count() == 0
    with monkeypatch.context() as patch:
        break_down(engine, patch)
        with django_capture_on_commit_callbacks(execute=True):
            change(kept, title_terms="nachher")
            remove(lost)
            during = add("waehrend")
        assert Outbox.objects.count() == 3
        assert engine.breaker.is_open
    engine.breaker.pause = engine.breaker._next_try = 0
    engine.prompt = False
    with django_capture_on_commit_callbacks(execute=True):
        add("danach")
    assert Outbox.objects.count() == 0
    engine.cluster.client.indices.refresh(index=engine.cluster.live)
    assert find("nachher") == [kept.pk]
    assert find("waehrend") == [during.pk]
    assert find("vorher weg") == []
    assert engine.state()["ok"]


def test_nobody_who_saves_waits_for_a_dead_server(engine, monkeypatch, django_capture_on_commit_callbacks):
    with servers.server([closed_port()], Remembered([])) as dead:
        dead.prompt = False
        with django_capture_on_commit_callbacks(execute=True):
            add("wort")
        assert Outbox.objects.count() == 1
        assert dead.breaker.is_open
        before = dead.breaker._next_try
        with django_capture_on_commit_callbacks(execute=True):
            add("wort")
        assert dead.breaker._next_try == before, "nobody has tried"
        assert Outbox.objects.count() == 2


def test_the_background_worker_catches_up(engine, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    entry = add("wort")
    with servers.server([closed_port()], Remembered([])) as dead:
        assert dead.catch_up() == 1
        assert dead.catch_up() == 1
    (planned,) = DBTaskResult.objects.filter(task_path="search.engines.outbox.catch_up")
    wait = planned.run_after - timezone.now()
    assert datetime.timedelta(seconds=outbox.PERIOD - 20) < wait <= datetime.timedelta(seconds=outbox.PERIOD)
    assert outbox.catch_up.func() == 0
    assert DBTaskResult.objects.count() == 1, "nothing is planned once nothing waits"
    assert find("wort") == [entry.pk]


def test_what_is_rolled_back_is_not_sent(engine, django_capture_on_commit_callbacks):
    def fail():
        with transaction.atomic():
            add("wort")
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ZeroDivisionError):
        fail()
    assert callbacks == []
    assert Outbox.objects.count() == 0
