"""The index on a real Elasticsearch: made anew without a gap, gone on with, kept current, repaired."""

import io
import threading

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from search.engines import Plan, Unavailable, bulk, reindex
from search.engines.cluster import FORMAT
from search.models import Entry, Outbox
from tests import factories as make
from tests.search import servers
from tests.search.engines.entries import SCOPE, add, change, find, remove
from tests.search.servers import ADDRESSES, NEEDS_SERVER, Forbidden, Remembered, closed_port, quiet

pytestmark = [pytest.mark.django_db, NEEDS_SERVER]


@pytest.fixture
def engine(elasticsearch):
    return elasticsearch


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(reindex, "BATCH", 5)


def holders(engine, alias: str) -> list[str]:
    return engine.cluster.indices_of(alias)


def indices(engine) -> set[str]:
    return set(engine.cluster.patient.indices.get(index=f"{engine.cluster.prefix}-*"))


def test_a_rebuild_swaps_and_leaves_one_index(engine):
    entry = add("wort")
    (before,) = holders(engine, engine.cluster.live)
    engine.complete(rebuild=True, console=quiet())
    (after,) = holders(engine, engine.cluster.live)
    assert after != before
    assert indices(engine) == {after}
    assert holders(engine, engine.cluster.next) == []
    assert find("wort") == [entry.pk]
    settings = engine.cluster.patient.indices.get_settings(index=after)[after]["settings"]["index"]
    assert settings["refresh_interval"] == "1s", "new documents are found without being told"


def test_searches_go_on_during_a_rebuild(engine, small_steps):
    expected = [add("wort").pk for _ in range(40)]
    engine.settle()
    over, found, errors = threading.Event(), [], []

    def search():
        plan = Plan({"wort": 1}, {}, SCOPE)
        while not over.is_set():
            try:
                found.append(engine.cluster.candidates(plan))
            except Exception as error:
                errors.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    try:
        for _ in range(3):
            engine.complete(rebuild=True, console=quiet())
    finally:
        over.set()
        thread.join()
    assert errors == []
    assert found
    assert all(one == expected for one in found), "never fewer, never twice"


def test_what_is_written_during_a_rebuild_is_not_lost(engine, small_steps, monkeypatch):
    entries = [add(f"alt{number}") for number in range(12)]
    load, steps = reindex.load, []

    def load_and_write(cluster, ids):
        load(cluster, ids)
        steps.append(ids)
        if len(steps) == 2:
            change(entries[0], title_terms="neu")
            change(entries[11], title_terms="spaeter")
            remove(entries[1], entries[10])
            steps.append(add("dazu"))
            engine.catch_up()

    monkeypatch.setattr(reindex, "load", load_and_write)
    engine.complete(rebuild=True, console=quiet())
    assert find("neu") == [entries[0].pk]
    assert find("spaeter") == [entries[11].pk]
    assert len(find("dazu")) == 1
    assert find("alt0 alt1 alt10 alt11") == []
    assert engine.state()["ok"]


def test_a_stale_read_does_not_replace_what_is_newer(engine, monkeypatch):
    """Two processes send one entry, and the one that has read it first arrives last."""
    entry = add("alt")
    engine.settle()
    stale = list(bulk._actions([engine.cluster.live], [entry.pk]))
    change(entry, title_terms="neu")
    engine.settle()
    monkeypatch.setattr(bulk, "_actions", lambda aliases, ids: iter(stale))
    assert bulk.push(engine.cluster.client, [engine.cluster.live], [entry.pk]) == {entry.pk}, "to be looked at again"
    monkeypatch.undo()
    assert find("neu") == [entry.pk]
    assert find("alt") == []


def test_an_interrupted_rebuild_goes_on_where_it_was(engine, small_steps, monkeypatch):
    entries = [add(f"wort{number}") for number in range(30)]
    (before,) = holders(engine, engine.cluster.live)
    load, loaded = reindex.load, []

    def until_power_fails(cluster, ids):
        if len(loaded) == 3:
            raise KeyboardInterrupt
        loaded.append(ids)
        load(cluster, ids)

    monkeypatch.setattr(reindex, "load", until_power_fails)
    with pytest.raises(KeyboardInterrupt):
        engine.complete(rebuild=True, console=quiet())
    assert holders(engine, engine.cluster.live) == [before], "searches go on with the old one"
    (unfinished,) = holders(engine, engine.cluster.next)
    first, last = loaded[0], loaded[-1]
    change(Entry.objects.get(pk=first[0]), title_terms="inzwischen")
    remove(entries[-1])
    engine.catch_up()

    loaded.clear()
    monkeypatch.setattr(reindex, "load", lambda cluster, ids: (loaded.append(ids), load(cluster, ids)))
    said = quiet()
    engine.complete(rebuild=True, console=said)
    assert loaded[0][0] > last[-1]
    assert f"after entry {last[-1]}" in said.file.getvalue().replace("\n", " ")
    assert indices(engine) == {unfinished}
    assert len(find("inzwischen")) == 1
    assert find("wort29") == []
    assert engine.state()["ok"]


def test_an_unfinished_index_of_another_format_is_not_gone_on_with(engine, monkeypatch):
    add("wort")
    engine.cluster.create(f"{engine.cluster.prefix}-20000101000000000000", engine.cluster.next)
    monkeypatch.setattr(reindex, "FORMAT", FORMAT + 1)
    said = quiet()
    engine.complete(rebuild=True, console=said)
    assert "Going on" not in said.file.getvalue()
    assert len(indices(engine)) == 1


def test_an_index_of_another_format_is_made_anew_by_update(engine, monkeypatch):
    entry = add("wort")
    engine.settle()
    (before,) = holders(engine, engine.cluster.live)
    monkeypatch.setattr(reindex, "FORMAT", FORMAT + 1)
    monkeypatch.setattr("search.engines.cluster.FORMAT", FORMAT + 1)
    assert not engine.state()["ok"]
    engine.complete(rebuild=False, console=quiet())
    assert holders(engine, engine.cluster.live) != [before]
    assert find("wort") == [entry.pk]


def test_what_an_interruption_after_the_swap_has_left_goes_with_the_next(engine):
    prefix, client = engine.cluster.prefix, engine.cluster.patient
    for name in (f"{prefix}-20000101000000000000", f"{prefix}-of-others"):
        client.indices.create(index=name)
    engine.complete(rebuild=True, console=quiet())
    assert indices(engine) == {f"{prefix}-of-others", *holders(engine, engine.cluster.live)}


def test_an_alias_of_somebody_else_is_left_alone(engine):
    client, theirs = engine.cluster.patient, f"{engine.cluster.prefix}-of-others"
    client.indices.create(index=theirs, aliases={engine.cluster.live: {}})
    with pytest.raises(Unavailable, match="did not make"):
        engine.complete(rebuild=True, console=quiet())
    assert client.indices.exists(index=theirs)


def test_update_adds_what_is_missing_and_removes_what_is_gone(engine):
    missing, gone = add("fehlt"), add("weg")
    engine.settle()
    engine.cluster.patient.delete(index=engine.cluster.live, id=str(missing.pk))
    Entry.objects.filter(pk=gone.pk).delete()
    Outbox.objects.all().delete()
    assert engine.state()["detail"].startswith("1 missing, 0 outdated, 1 too many")
    with pytest.raises(CommandError):
        call_command("search_index", "check", stdout=io.StringIO())
    engine.complete(rebuild=False, console=quiet())
    assert engine.state()["ok"], engine.state()
    assert find("fehlt") == [missing.pk]
    assert find("weg") == []


def test_update_renews_what_the_server_holds_otherwise(engine):
    changed, same = add("alt"), add("gleich")
    engine.settle()
    Entry.objects.filter(pk=changed.pk).update(title_terms="neu")
    assert engine.state()["detail"].startswith("0 missing, 1 outdated, 0 too many")
    assert not engine.state()["ok"]
    said = quiet()
    engine.complete(rebuild=False, console=said)
    assert "0 added, 1 renewed, 0 removed" in said.file.getvalue()
    assert engine.state()["ok"]
    assert find("neu") == [changed.pk]
    assert find("alt") == []
    assert find("gleich") == [same.pk]


def test_digests_are_read_page_by_page(engine):
    entries = [add(f"wort{number}") for number in range(7)]
    engine.settle()
    digests = engine.cluster.digests(engine.cluster.live, page=3)
    assert list(digests) == [entry.pk for entry in entries]
    assert len(set(digests.values())) > 1


def test_a_question_that_the_server_refuses_is_answered_by_the_database_alone(engine, caplog):
    entry = add("wort")
    engine.settle()
    engine.fallback, engine.prompt = Remembered([7]), False
    plan = Plan({"wort": 1.0}, limit=20_000)
    assert engine.candidates(plan) == [7], "more than an index gives at once"
    assert not engine.breaker.is_open
    assert "wort" not in caplog.text
    engine.fallback = Forbidden()
    assert find("wort") == [entry.pk]


def test_the_command(engine, portal):
    make.service(title="Fahrradwerkstatt")
    for action in ("rebuild", "check", "update", "check"):
        output = io.StringIO()
        call_command("search_index", action, stdout=output)
    assert "elasticsearch: 0 missing, 0 outdated, 0 too many, 0 changes wait" in output.getvalue()
    with servers.server([closed_port()]), pytest.raises(CommandError, match="search server"):
        call_command("search_index", "update", stdout=io.StringIO())


def test_entries_go_with_their_page(engine, portal):
    service = make.service(title="Fahrradwerkstatt")
    (pk,) = Entry.objects.filter(page_id=service.pk).values_list("pk", flat=True)
    Page.objects.filter(pk=service.pk).delete()
    engine.settle()
    assert pk not in engine.cluster.digests(engine.cluster.live)
    assert engine.state()["ok"]


def test_a_missing_index_is_answered_by_the_database_and_made_by_update(engine):
    entry = add("wort")
    engine.settle()
    servers.drop(engine)
    engine.fallback, engine.prompt = Remembered([entry.pk]), False
    assert find("wort") == [entry.pk]
    assert engine.breaker.is_open
    assert not engine.answers()
    assert engine.state()["ok"] is False
    engine.complete(rebuild=False, console=quiet())
    engine.fallback = Forbidden()
    assert find("wort") == [entry.pk]
    assert engine.answers()


def test_shards_agree_on_the_order(db):
    with servers.filled(SHARDS=3):
        for number in range(40):
            add(f"rat{number}", "rat " + "wort " * number)
        best = add("rat", "rat")
        assert find("rat")[0] == best.pk
        lengths = [len(Entry.objects.get(pk=pk).body_terms) for pk in find("rat")]
        assert lengths == sorted(lengths)


def test_one_address_of_two_is_dead(db):
    with servers.filled([closed_port(), *ADDRESSES]):
        entry = add("wort")
        for _ in range(6):
            assert find("wort") == [entry.pk]


def test_more_copies_than_nodes_are_said_and_searched(db, monkeypatch):
    """One node cannot hold twenty copies, nor can three."""
    monkeypatch.setattr(reindex, "COPIES", "100ms")
    with servers.server(REPLICAS=20) as engine:
        try:
            said = quiet()
            engine.complete(rebuild=True, console=said)
            assert "does not have all its copies" in said.file.getvalue().replace("\n", " ")
            assert find("wort") == []
        finally:
            servers.drop(engine)
