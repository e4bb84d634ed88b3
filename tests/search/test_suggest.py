"""Suggestions while typing."""

import pytest

from search.models import SearchCount
from search.suggest import suggestions
from tests import factories as make

pytestmark = pytest.mark.django_db


def texts(typed: str, language: str = "de") -> list[str]:
    return [one.text for one in suggestions(typed, language)]


@pytest.mark.parametrize("typed", ["wo", "Wohn", "WOHNUNG", "Wohnung su", "Wohung"])
def test_beginnings_and_slips_lead_to_the_title(portal, typed):
    make.topic_page(title="Wohnung suchen")
    make.topic_page(title="Kindergeld")
    assert texts(typed) == ["Wohnung suchen"]


def test_other_spellings_and_scripts_lead_there_too(portal):
    make.service(title="Bürgerbüro Münster")
    assert texts("buergerb") == ["Bürgerbüro Münster"]
    make.translate(make.topic_page(title="Schule"), "ru", title="Школа")
    assert texts("школ", "ru") == ["Школа"]
    assert texts("shkol", "ru") == ["Школа"]


def test_the_readers_language_goes_first_and_german_titles_say_so(portal):
    make.translate(make.topic_page(title="Jobcenter"), "en", title="Jobcenter and benefits")
    make.service(title="Jobcenter Lindenfurt")
    found = suggestions("jobc", "en")
    assert [(one.text, one.language) for one in found] == [
        ("Jobcenter and benefits", "en"),
        ("Jobcenter Lindenfurt", "de"),
    ]
    assert all(one.url.startswith("/en/") for one in found)


def test_searches_that_worked_are_suggested(portal):
    SearchCount.objects.create(language="de", query="wohnung mieten", times=4)
    SearchCount.objects.create(language="de", query="wohnung kaufen", times=9, empty=9)
    SearchCount.objects.create(language="de", query="wohnung tauschen", times=1)
    SearchCount.objects.create(language="en", query="wohnung sharing", times=9)
    assert texts("Wohn") == ["wohnung mieten"]


def test_number_is_limited_and_queries_do_not_grow(portal, django_assert_max_num_queries):
    for number in range(12):
        make.service(title=f"Wohnungsberatung {number}")
    suggestions("wohn", "de")
    with django_assert_max_num_queries(6):
        assert len(suggestions("wohn", "de")) == 8


@pytest.mark.parametrize("typed", ["", " ", "w", "\0", "()", "''\"", "x" * 5000])
def test_odd_input_suggests_nothing(portal, typed):
    make.topic_page(title="Wohnung suchen")
    assert texts(typed) == []
