"""Searches in a portal that has more to say than the engine names at once."""

import re

import pytest

from search import find as finding
from search.find import find
from tests import factories as make
from tests.search.reading import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """The engine names six."""
    monkeypatch.setattr(finding, "CANDIDATES", 6)


@pytest.fixture
def towns(portal):
    return {code: make.term(make.Place, code, names={"de": code.title()}) for code in ("ahlheim", "birkau")}


def services(number: int, title: str, *areas, **facts) -> list:
    return [make.service(title=title, areas=list(areas), **facts) for _ in range(number)]


def found(query: str, language: str = "de", **filters) -> list[int]:
    return [one.entry.page_id for one in find(query, language, filters).results]


def test_filters_find_what_stands_behind_the_first_candidates(few, towns):
    services(12, "Schwimmen", towns["birkau"])
    wanted = services(5, "Schwimmen im großen Becken des alten Bades", towns["ahlheim"])
    assert sorted(found("Schwimmen", place=["ahlheim"])) == sorted(service.pk for service in wanted)
    result = find("Schwimmen", "de", {"place": ["ahlheim"]})
    assert result.complete
    assert result.facets["place"]["ahlheim"] == 5
    assert not find("Schwimmen", "de", {"place": ["birkau"]}).complete


def test_choices_of_a_facet_are_counted_among_what_meets_the_other_filters(few, towns):
    sport = make.term(make.Topic, "sport")
    services(12, "Schwimmen")
    services(2, "Schwimmen im großen Becken des alten Bades", towns["ahlheim"], topics=[sport])
    services(4, "Schwimmen im großen Becken des alten Bades", towns["birkau"], topics=[sport])
    result = find("Schwimmen", "de", {"place": ["ahlheim"], "topic": ["sport"]})
    assert result.total == 2
    assert result.facets["place"] == {"ahlheim": 2, "birkau": 4}


def test_nothing_is_listed_twice(few, towns):
    """Texts in several languages, of which the first and the second question find different ones."""
    for service in services(8, "Schwimmen", towns["ahlheim"]):
        make.translate(service, "ar", title="Schwimmen سباحة")
    keys = [one.entry.key for one in find("Schwimmen", "ar", {"place": ["ahlheim"]}).results]
    assert len(keys) == len(set(keys)) >= 6


def test_whether_that_is_all_does_not_depend_on_languages_that_are_shown_once(few, portal):
    for service in services(5, "Schwimmen"):
        make.translate(service, "ar", title="Schwimmen سباحة")
    assert not find("Schwimmen", "ar").complete
    assert find("Schwimmen", "ar", {"type": ["news"]}).complete
    assert find("Schwimmen", "de").complete


def test_the_heading_says_more_than_only_of_what_is_more(monkeypatch, client, portal):
    monkeypatch.setattr(finding, "CANDIDATES", 12)
    services(12, "Schwimmen")
    assert "Mehr als 10 Ergebnisse für „Schwimmen“" in page(client, "Schwimmen")
    monkeypatch.setattr(finding, "CANDIDATES", 13)
    assert "12 Ergebnisse für „Schwimmen“" in page(client, "Schwimmen")


def test_filters_that_leave_nothing_say_what_there_is_without_them(few, client, towns):
    """Also of what stands behind the first candidates."""
    services(12, "Schwimmen", towns["birkau"])
    services(3, "Schwimmen im großen Becken des alten Bades", towns["ahlheim"])
    html = page(client, "Schwimmen", place="ahlheim", type="news")
    ways = dict(re.findall(r"</span>([^<]*) <span class=\"count\">\((\d+)\)", html[html.index('id="nothing"') :]))
    assert ways["Aktuelles"] == "3", ways


def test_readers_get_their_own_text_where_only_the_german_one_was_named(few, portal):
    texts = [make.translate(service, "en", title="Tauchgang") for service in services(7, "Schwimmen")]
    results = find("Schwimmen", "en").results
    assert {one.entry.page_id for one in results} <= {text.pk for text in texts}
    assert {one.entry.title for one in results} == {"Tauchgang"}
