"""What is counted of searches, what is not, and what editors make of it."""

import io
import threading
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from core.counting import log as counting_log
from search import log
from search.models import SearchCount
from tests import factories as make
from tests.search.editors import count

pytestmark = pytest.mark.django_db
OPENED = "/api/v1/search/opened/"


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    """Searches are counted, and written when a test says ``log.counts.flush()`` instead of by a thread."""
    settings.SEARCH_LOG_DAYS = 180
    monkeypatch.setattr(log.counts, "write_later", lambda: None)
    log.counts.waiting.clear()
    yield
    log.counts.waiting.clear()


def counts() -> dict:
    """Language and text → times, without result, opened."""
    log.counts.flush()
    rows = SearchCount.objects.values_list("language", "query", "times", "empty", "clicks")
    return {(language, query): tuple(numbers) for language, query, *numbers in rows}


# --- Counting -------------------------------------------------------------------------------------------------


def test_searches_of_the_page_are_counted_by_day_and_language(client, portal):
    make.service(title="Mietberatung")
    for query, language in (("Mietberatung", "de"), ("  MIETBERATUNG ", "de"), ("Mietberatung", "ar"), ("qqqq", "de")):
        client.get(f"/{language}/search/", {"q": query})
    assert counts() == {
        ("de", "mietberatung"): (2, 0, 0),
        ("ar", "mietberatung"): (1, 0, 0),
        ("de", "qqqq"): (1, 1, 0),
    }
    assert set(SearchCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize(
    ("parameters", "headers"),
    [
        ({"q": "Miete", "page": "2"}, {}),
        ({"q": "Miete", "page": "1"}, {}),
        ({"q": "Miete", "type": "service"}, {}),
        ({"q": "Miete", "open": "1"}, {}),
        ({"q": "   "}, {}),
        ({}, {}),
        ({"q": "Miete"}, {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
        ({"q": "Miete"}, {"user-agent": "some-Crawler"}),
        ({"q": "Miete"}, {"user-agent": "BaiduSpider"}),
        ({"q": "Miete"}, {"sec-purpose": "prefetch;prerender"}),
    ],
)
def test_following_pages_filters_and_robots_are_not_counted(client, portal, parameters, headers):
    assert client.get("/de/search/", parameters, headers=headers).status_code == 200
    assert counts() == {}


def test_searches_by_the_api_are_counted_once(client, portal):
    make.service(title="Mietberatung")
    for parameters in ({}, {"offset": 10}, {"type": "service"}):
        asked = {"q": "Mietberatung", "lang": "ar", **parameters}
        assert client.get("/api/v1/search/", asked).status_code == 200
    assert counts() == {("ar", "mietberatung"): (1, 0, 0)}


def test_a_look_at_the_headers_is_not_counted(client, portal):
    assert client.head("/de/search/", {"q": "Miete"}).status_code == 200
    assert counts() == {}


@pytest.mark.parametrize(
    "query",
    [
        "anna@example.org", "hilfe für anna＠example.org", "0151 234 56 78", "+49-999-555-0100", "aktenzeichen 12345",
        "geboren 01.05.1990", "٠١٢٣٤", "x" * 101, "a" * 5000, "\0", "",
    ],
)  # fmt: skip
def test_what_may_say_who_somebody_is_is_not_stored(client, portal, query):
    assert client.get("/de/search/", {"q": query}).status_code == 200
    assert counts() == {}


@pytest.mark.parametrize(
    ("typed", "language", "stored"),
    [
        ("  Wohnung\n\tsuchen ", "de", "wohnung suchen"),
        ("Straße § 1234", "de", "straße § 1234"),
        ("IŞIK İş", "tr", "ışık iş"),
        ("مـسـكـن", "ar", "مسكن"),
        ("\u202eabc\u202c", "de", "abc"),
        ("a\0b", "de", "a b"),
        ("x" * 100, "de", "x" * 100),
    ],
)
def test_texts_are_stored_in_lower_case_without_decoration(typed, language, stored):
    assert log.storable(typed, language) == stored


def test_nothing_but_day_language_text_and_numbers_is_stored():
    assert [field.name for field in SearchCount._meta.fields] == [
        "id", "day", "language", "query", "times", "empty", "clicks",
    ]  # fmt: skip


def test_with_0_days_nothing_is_counted(client, portal, settings):
    settings.SEARCH_LOG_DAYS = 0
    client.get("/de/search/", {"q": "Miete"})
    client.post(OPENED, {"q": "Miete", "lang": "de"})
    assert counts() == {}


def test_a_search_never_waits_for_the_count_and_never_fails_with_it(client, portal, django_assert_num_queries):
    broken = mock.patch.object(log.counts, "write", side_effect=OperationalError("database is locked"))
    with broken, mock.patch.object(counting_log, "exception") as told:
        assert client.get("/de/search/", {"q": "Miete"}).status_code == 200
        with django_assert_num_queries(0):
            log.opened(mock.Mock(method="POST", headers={}), "Miete", "de")
        log.counts.flush()
    told.assert_called_once_with("The counts of %s %s were not written", 1, "searches")
    assert counts() == {}
    client.get("/de/search/", {"q": "Miete"})
    assert counts() == {("de", "miete"): (1, 1, 0)}, "the next ones are counted again"


def test_a_thread_writes_what_has_gathered(monkeypatch):
    monkeypatch.undo()
    written, done = [], threading.Event()
    monkeypatch.setattr(log.counts, "delay", 0.05)
    monkeypatch.setattr(log.counts, "write_in_thread", lambda: (written.append(dict(log.counts.waiting)), done.set()))
    with mock.patch.object(log.settings, "SEARCH_LOG_DAYS", 180, create=True):
        request = mock.Mock(method="GET", headers={})
        log.note(request, "Miete", "de", 3)
        log.note(request, "Arzt", "de", 0)
    assert done.wait(5)
    assert [sorted((key[2], numbers) for key, numbers in counts.items()) for counts in written] == [
        [("arzt", [1, 1, 0]), ("miete", [1, 0, 0])]
    ]


def test_nobody_can_fill_memory_or_disk(monkeypatch):
    monkeypatch.setattr(log.counts, "most", 3)
    monkeypatch.setattr(log, "MOST_PER_DAY", 3)
    request = mock.Mock(method="GET", headers={})
    for round_ in range(2):
        for letter in "abcdef":
            log.note(request, f"{letter}{'x' * round_}", "de", 1)
        log.counts.flush()
    log.note(request, "a", "de", 1)
    assert counts() == {("de", "a"): (2, 0, 0), ("de", "b"): (1, 0, 0), ("de", "c"): (1, 0, 0)}


# --- Opened results -------------------------------------------------------------------------------------------


def test_opened_results_are_counted_without_a_cookie(client, portal):
    client.get("/ar/search/", {"q": "Miete"})
    response = client.post(OPENED, {"q": " MIETE", "lang": "ar"})
    assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert counts() == {("ar", "miete"): (1, 1, 1)}


def test_the_address_of_opened_results_is_the_one_that_the_page_gives_to_its_script(client, portal):
    make.service(title="Mietberatung")
    html = client.get("/de/search/", {"q": "Mietberatung"}).content.decode()
    assert f'data-opened="{OPENED}" data-searched="Mietberatung" data-language="de"' in html
    assert reverse("search_opened") == OPENED


@pytest.mark.parametrize(
    "data", [{}, {"q": "Miete"}, {"q": "Miete", "lang": "xx"}, {"q": "a@b.de", "lang": "de"}, {"lang": "de"}]
)
def test_nonsense_is_answered_and_not_counted(client, portal, data):
    assert client.post(OPENED, data).status_code == 204
    assert counts() == {}


def test_opened_results_are_for_post_and_for_persons(client, portal):
    assert client.get(OPENED, {"q": "Miete", "lang": "de"}).status_code == 405
    client.post(OPENED, {"q": "Miete", "lang": "de"}, headers={"user-agent": "bot"})
    assert counts() == {}


def test_too_many_from_one_address_are_refused_and_the_address_is_not_kept(client, portal, monkeypatch):
    monkeypatch.setattr("search.log_views.LIMIT.number", 3)
    answers = [client.post(OPENED, {"q": "Miete", "lang": "de"}, REMOTE_ADDR="192.0.2.7") for _number in range(5)]
    assert [answer.status_code for answer in answers] == [204, 204, 204, 429, 429]
    assert client.post(OPENED, {"q": "Miete", "lang": "de"}, REMOTE_ADDR="192.0.2.8").status_code == 204
    assert counts() == {("de", "miete"): (0, 0, 4)}
    assert not [key for key in cache._cache if "192.0.2" in key]


# --- How long -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "left"), [(180, {"today", "old"}), (90, {"today"}), (0, set())])
def test_what_is_older_than_promised_is_deleted(settings, days, left):
    settings.SEARCH_LOG_DAYS = days
    for query, age in (("today", 0), ("old", 180), ("older", 181)):
        count(query, days_ago=age)
    output = io.StringIO()
    call_command("search_log_prune", stdout=output)
    assert f"{3 - len(left)} counts of searches deleted." in output.getvalue()
    assert set(SearchCount.objects.values_list("query", flat=True)) == left
