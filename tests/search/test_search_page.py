"""The search page: whatever is typed, an answer, and nothing that is not public."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.query import find, words
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client, query: str, language: str = "de", **parameters):
    response = client.get(f"/{language}/search/", {"q": query, **parameters})
    assert response.status_code == 200
    return response.content.decode()


def test_results_in_the_readers_language_come_first_then_german_ones_marked(client, portal):
    translated = make.service(title="Mietberatung im Rathaus")
    make.translate(translated, "ar", title="Mietberatung استشارات الإيجار")
    german = make.service(title="Mietberatung am Markt")
    html = page(client, "Mietberatung", "ar")
    assert html.index("استشارات الإيجار") < html.index(german.title)
    assert translated.title not in html, "its translation stands for it"
    before = html[: html.index(german.title)]
    assert 'lang="de"' in before[before.rindex("<article") :]


def test_pages_with_all_words_come_before_pages_with_some(client, portal):
    make.service(title="Fahrradwerkstatt")
    make.service(title="Fahrradwerkstatt für Frauen")
    titles = [found.title for found in find("Fahrradwerkstatt Frauen", "de")]
    assert titles == ["Fahrradwerkstatt für Frauen", "Fahrradwerkstatt"]


def test_drafts_and_private_pages_are_not_found(client, portal):
    draft = make.service(title="Geheimnisvoll")
    make.fresh(draft).unpublish()
    private = make.topic_page(title="Geheimnisvoll privat")
    private.view_restrictions.create(restriction_type="login")
    assert find("Geheimnisvoll", "de") == []


def test_a_confidential_address_is_not_found(client, portal):
    make.service(title="Schutzwohnung", places=make.places(make.place("Geheimweg 13", confidential=True)))
    assert find("Geheimweg", "de") == []
    assert "Geheimweg" not in page(client, "Schutzwohnung")


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "x" * 10_000,
        '"',
        '""" OR *',
        "NEAR(a b)",
        "'; DROP TABLE x; --",
        "title:x^2 AND (",
        "\0",
        "\u202eabc",
        "🙂",
        "<i>kursiv</i>",
    ],
)
def test_whatever_is_typed_the_page_answers(client, portal, query):
    html = page(client, query)
    assert "<i>" not in html
    assert "\u202e" not in html


def test_the_box_keeps_what_was_typed(client, portal):
    assert 'value="Frauen &amp; Kinder"' in page(client, "Frauen & Kinder")


@pytest.mark.parametrize("number", ["0", "-1", "99999", "abc"])
def test_a_page_that_does_not_exist_is_the_nearest(client, portal, number):
    make.service(title="Beratung")
    assert "Beratung" in page(client, "Beratung", page=number)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_words_are_words(typed):
    found = words(typed)
    assert len(found) <= 12
    assert all(len(word) > 1 and not any(char.isspace() or char in "\"'\0*()" for char in word) for word in found)


@given(st.text(max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_search(portal, typed):
    find(typed, "de")
