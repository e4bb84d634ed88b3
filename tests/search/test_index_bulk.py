"""The index in bulk: imports, growth, transactions; and that counts of words are right whatever is written."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.importing import Report
from search import index, signals
from search.documents import Document, Text
from search.models import Entry, Word
from services.hsds_import import import_services
from tests import factories as make
from tests.search.held import compare, contents, counts, publish, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def compared(portal):
    """After every test the index is what a rebuild would make."""
    yield
    compare()


def imported(number: int) -> dict:
    services = [
        {
            "id": f"s{one}",
            "organization": {"id": "o", "name": "Sportverein"},
            "name": f"Schwimmen {one}",
            "attributes": [{"taxonomy_term_id": "topic:sport"}],
            "translations": {"en": {"name": f"Swimming {one}"}},
        }
        for one in range(number)
    ]
    return {"taxonomy_terms": [{"id": "topic:sport", "code": "sport", "name": "Sport"}], "services": services}


@pytest.mark.parametrize("number", [3, 12])
def test_an_import_writes_the_index_once(client, monkeypatch, number):
    calls, refresh = [], index.refresh

    def note(keys):
        calls.append(set(keys))
        return refresh(keys)

    monkeypatch.setattr(signals.index, "refresh", note)
    report = Report()
    import_services(imported(number), report)
    assert report.refusals == []
    assert [len(keys) for keys in calls] == [number + 1], "the organisation, too"
    assert len(shown(client, "Schwimmen")) == len(shown(client, "swimming", "en")) == number
    calls.clear()
    import_services(imported(number), Report())
    assert not any(calls), "nothing has changed"


def test_queries_of_a_batch_do_not_grow_with_the_pages():
    def made(number: int) -> list:
        return [make.translate(make.service(title="Schwimmen", topics=[topic]), "ar") for _ in range(number)]

    def asked(pages: list) -> int:
        with CaptureQueriesContext(connection) as captured:
            index.refresh([one.translation_key for one in pages])
        return len(captured)

    topic = make.term(make.Topic, "sport")
    pages = made(2)
    few = asked(pages)
    pages += made(10)
    assert asked(pages) <= few
    assert asked(pages[:1]) <= few, "nor does a single one with the index"


def test_what_is_rolled_back_leaves_no_trace(client):
    make.service(title="Schwimmen")
    before = contents(), counts()
    with transaction.atomic():
        publish(make.service(title="Tauchgang"), title="Tauchkurs")
        assert (contents(), counts()) != before
        transaction.set_rollback(True)
    assert (contents(), counts()) == before
    assert shown(client, "Tauchkurs") == []


def test_an_error_of_the_search_does_not_lose_the_text(client, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(signals.index, "refresh", lambda keys: 1 / 0)
        service = make.topic_page(title="Schwimmen")
    assert make.fresh(service).live
    assert "The search index was not updated" in caplog.text
    assert shown(client, "Schwimmen") == []
    publish(service)
    assert shown(client, "Schwimmen") == ["Schwimmen"]


TEXT = st.text(st.sampled_from("abcÄßшي \n'"), max_size=30)
DOCUMENT = st.builds(
    Document,
    key=st.sampled_from("abcd"),
    kind=st.just("service"),
    original=st.just("de"),
    texts=st.fixed_dictionaries({"de": st.builds(Text, TEXT, TEXT)}, optional={"ar": st.builds(Text, TEXT, TEXT)}),
    labels=st.dictionaries(st.sampled_from(["de", "ar", "uk"]), st.lists(TEXT, max_size=2)),
    names=st.lists(TEXT, max_size=2),
)
CHANGES = st.lists(st.lists(DOCUMENT, max_size=4, unique_by=lambda document: document.key), min_size=1, max_size=4)


@given(CHANGES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_are_those_of_the_entries_and_go_with_them(changes):
    """Each change replaces the documents a to d; the last one takes all away."""

    def counted() -> dict:
        rows = Word.objects.filter(collection="test", count__gt=0)
        return {(language, word): count for language, word, count in rows.values_list("language", "word", "count")}

    for documents in [*changes, []]:
        index.write(documents, list("abcd"), "test")
        expected: dict = {}
        for entry in Entry.objects.filter(collection="test"):
            for language, found in entry.words.items():
                for word in found.split():
                    expected[language, word] = expected.get((language, word), 0) + 1
        assert counted() == expected
    assert counted() == {}
    assert not Entry.objects.filter(collection="test").exists()
