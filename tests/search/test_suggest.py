"""Suggestions while typing."""

from datetime import timedelta

import pytest
from django.utils import timezone

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


def test_german_titles_are_marked_and_come_after_searches(portal):
    make.service(title="Jobcenter Lindenfurt")
    make.translate(make.topic_page(title="Arbeit"), "en", title="Jobs")
    SearchCount.objects.create(language="en", query="jobcenter", times=5)
    found = suggestions("job", "en")
    assert [(one.text, one.kind, one.language) for one in found] == [
        ("Jobs", "topic", "en"),
        ("jobcenter", "search", "en"),
        ("Jobcenter Lindenfurt", "service", "de"),
    ]


@pytest.mark.parametrize("typed", ["beratung", "Asylver", "asyl b", "berat asyl", "Asylverfahrensberatugn", "aslyv"])
def test_words_and_their_parts_lead_there_in_any_order(portal, typed):
    make.service(title="Asylverfahrensberatung und Beratung zum Asyl")
    make.service(title="Tafel")
    assert texts(typed) == ["Asylverfahrensberatung und Beratung zum Asyl"]


@pytest.mark.parametrize("typed", ["مدرسة", "المدر", "مدرسه", "مدر", "madra", "lsvsm"])
def test_arabic_with_and_without_its_article_and_on_other_keyboards(portal, typed):
    make.translate(make.topic_page(title="Schulanmeldung"), "ar", title="المدرسة للأطفال")
    make.translate(make.topic_page(title="Kindergeld"), "ar", title="إعانة الطفل")
    if typed == "lsvsm":
        typed = "hgl]v"  # المدر on a Latin keyboard
    assert texts(typed, "ar") == ["المدرسة للأطفال"]


def test_latin_letters_that_are_no_arabic_word_suggest_nothing_arabic(portal):
    make.translate(make.topic_page(title="Kindergeld"), "ar", title="نفقة الطفل")
    assert texts("wohn", "ar") == []


@pytest.mark.parametrize(("typed", "language"), [("turkce", "tr"), ("TÜRKÇE", "tr"), ("ırkçı", "tr"), ("irkci", "tr")])
def test_turkish_with_and_without_its_letters(portal, typed, language):
    make.translate(make.topic_page(title="Sprachkurs"), "tr", title="Türkçe kursu ve ırkçılık")
    assert len(texts(typed, language)) == 1


def test_drafts_private_and_other_kinds_are_not_suggested(portal):
    make.fresh(make.topic_page(title="Geheimnis alt")).unpublish()
    private = make.topic_page(title="Geheimnis privat")
    make.topic_page(parent=private, title="Geheimnis darunter")
    make.news(title="Geheimnis gelüftet")
    assert texts("Geheim") == ["Geheimnis privat", "Geheimnis darunter"]
    private.view_restrictions.create(restriction_type="login")
    assert texts("Geheim") == []


def test_topics_lead_to_their_page_or_to_what_is_tagged_with_them(client, portal):
    money = make.term(code="money", names={"de": "Geld und Schulden", "ar": "المال والديون"})
    housing = make.term(code="housing", names={"de": "Wohnen", "ar": "السكن"})
    make.term(code="unused", names={"de": "Geldwäsche"})
    make.service(title="Schuldnerberatung", topics=[money])
    guide = make.topic_page(title="Alles über das Mieten", topic=housing)
    (found,) = suggestions("Geld", "de")
    assert (found.text, found.kind, found.language) == ("Geld und Schulden", "topic", "de")
    assert "Schuldnerberatung" in client.get(found.url).content.decode()
    (found,) = suggestions("المال", "ar")
    assert found.url.startswith("/ar/search/?")
    assert found.url.endswith("topic=money")
    assert [one.url for one in suggestions("Wohn", "de")] == [guide.url_in("de")]
    make.topic_page(title="Wohnen", topic=housing)
    assert texts("Wohn") == ["Wohnen"], "once, although topic and page are called so"


def test_searches_that_worked_are_suggested(portal):
    make.news(title="Wohnung: mieten, kaufen, tauschen, teilen, möbliert")
    long_ago, lately = timezone.localdate() - timedelta(days=100), timezone.localdate() - timedelta(days=2)
    for language, query, values in [
        ("de", "wohnung mieten", {"times": 4}),
        ("de", "möbliert mieten", {"times": 4}),
        ("de", "wohnung kaufen", {"times": 9, "empty": 9}),
        ("de", "wohnung tauschen", {"times": 2}),
        ("de", "wohnung teilen", {"times": 9, "day": long_ago}),
        ("en", "wohnung mieten now", {"times": 9}),
    ]:
        SearchCount.objects.create(language=language, query=query, **values)
    SearchCount.objects.create(language="de", query="wohnung möbliert", times=3, empty=3, day=lately)
    SearchCount.objects.create(language="de", query="wohnung möbliert", times=3)
    assert texts("Wohn") == ["wohnung möbliert", "wohnung mieten"], "what was mended counts, what is old does not"
    assert texts("mobli") == ["möbliert mieten"]


@pytest.mark.parametrize("query", ["wohnung erika musterfrau", "wohnung xyzzy", "wohnung idioten"])
def test_what_is_not_the_portals_word_is_not_shown_to_others(portal, query):
    make.news(title="Wohnung")
    SearchCount.objects.create(language="de", query=query, times=9)
    assert texts("Wohn") == []


def test_a_new_title_is_suggested_at_once_and_a_deleted_one_no_more(portal):
    page = make.topic_page(title="Wohnung suchen")
    assert texts("wohn") == ["Wohnung suchen"]
    make.service(title="Wohnberatung")
    assert texts("wohn") == ["Wohnung suchen", "Wohnberatung"]
    make.fresh(page).delete()
    assert texts("wohn") == ["Wohnberatung"]


def test_number_is_limited_and_queries_do_not_grow(portal, django_assert_max_num_queries):
    for number in range(12):
        make.service(title=f"Wohnungsberatung {number}")
        SearchCount.objects.create(language="de", query=f"wohnungsberatung {number} {number}", times=3)
    texts("wohn")
    with django_assert_max_num_queries(2):
        found = suggestions("wohn", "de")
    assert [one.kind for one in found] == ["service"] * 5 + ["search"] * 3
    assert [one.kind for one in suggestions("wohn", "de", 1)] == ["service"]


@pytest.mark.parametrize("typed", ["", " ", "w", "\0", "()", "''\"", "x" * 5000, "\ud800", "\u202e", "und", "und und"])
def test_odd_input_suggests_nothing(portal, typed):
    make.topic_page(title="Wohnung suchen")
    assert texts(typed) == []
