"""Pages that editors put first for some words in one language."""

import re
from html import unescape

import pytest
from django.urls import reverse

from search.find import find
from search.models import Concept, PromotedResult
from tests import factories as make
from tests.search.editors import browser, text

pytestmark = pytest.mark.django_db
LIST, ADD = "wagtailsnippets_search_promotedresult:list", "wagtailsnippets_search_promotedresult:add"


@pytest.fixture
def editor(portal):
    return browser("editor")


def promote(page, query: str, language: str = "de", sort_order: int = 0) -> PromotedResult:
    return PromotedResult.objects.create(page=page, query=query, language=language, sort_order=sort_order)


def found(query: str, language: str = "de") -> list[int]:
    return find(query, language).promoted


def shown(client, query: str, language: str = "de") -> list[str]:
    """Titles on the search page, in order."""
    html = client.get(f"/{language}/search/", {"q": query}).content.decode()
    links = re.findall(r'<h3 class="teaser__title"><a[^>]*>(.*?)</a></h3>', html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", link)) for link in links]


def test_an_editor_puts_a_page_first(editor, client):
    for number in range(3):
        make.service(title=f"Mietberatung {number}")
    page = make.topic_page(title="Kündigung der Wohnung")
    assert "Kündigung der Wohnung" not in shown(client, "Mietberatung")
    response = editor.post(
        reverse(ADD), {"language": "de", "query": "Mietberatung", "page": page.pk, "sort_order": "0"}
    )
    assert response.status_code == 302
    assert shown(client, "Mietberatung")[0] == "Kündigung der Wohnung"
    assert len(shown(client, "Mietberatung")) == 4
    assert "Kündigung der Wohnung" in text(editor.get(reverse(LIST)))
    promoted = PromotedResult.objects.get()
    editor.post(reverse("wagtailsnippets_search_promotedresult:delete", args=[promoted.pk]))
    assert "Kündigung der Wohnung" not in shown(client, "Mietberatung")


def test_it_stands_first_also_where_nothing_else_is_found(portal, client):
    page = make.topic_page(title="Kündigung der Wohnung")
    assert shown(client, "mietzins") == []
    promote(page, "mietzins")
    assert shown(client, "mietzins") == ["Kündigung der Wohnung"]


def test_all_words_are_needed_in_the_language_and_in_any_form(portal):
    page = make.topic_page(title="Kündigung")
    promote(page, "Kündigung der Wohnung")
    assert found("wohnungen kündigung") == [page.pk]
    assert found("Kündigung für meine Wohnung jetzt") == [page.pk]
    assert found("Wohnung") == []
    assert found("Kündigung Wohnung", "ar") == []


@pytest.mark.parametrize("query", ["Mietberatung", "Kaution", "Wohnungsmiete", "Vermieter"])
def test_words_that_only_have_to_do_with_it_are_not_enough(portal, query):
    """Parts of compounds, other words of the concept, words that look alike."""
    make.service(title="Miete, Mietberatung, Wohnungsmiete, Kaution, Vermieter")
    Concept.objects.create(code="rent", names={"de": "Miete"}, words={"de": "Miete, Kaution"})
    page = make.topic_page(title="Kündigung")
    promote(page, "Miete")
    assert found(query) == []
    assert found("Mieten") == found("mite") == found("meine Miete") == [page.pk]


def test_several_stand_in_their_order(portal):
    second, first = make.topic_page(), make.topic_page()
    promote(second, "Miete", sort_order=2)
    promote(first, "Miete", sort_order=1)
    assert found("Miete") == [first.pk, second.pk]


def test_readers_get_the_page_in_their_language(portal, client):
    page = make.topic_page(title="Kündigung")
    make.translate(page, "en", title="Notice to quit")
    promote(page, "eviction", "en")
    promote(page, "إخلاء", "ar")
    assert shown(client, "eviction", "en") == ["Notice to quit"]
    assert shown(client, "إخلاء", "ar") == ["Kündigung"]


def test_only_published_pages_count_also_when_they_are_published_later(portal, client):
    page = make.topic_page(title="Kündigung")
    page.unpublish()
    promote(page, "mietzins")
    assert found("mietzins") == []
    make.fresh(page).save_revision().publish()
    assert found("mietzins") == [page.pk]
    make.fresh(page).unpublish()
    assert found("mietzins") == []
    assert shown(client, "mietzins") == []


def test_a_deleted_page_takes_it_along(portal):
    page = make.topic_page()
    promote(page, "mietzins")
    make.fresh(page).delete()
    assert found("mietzins") == []


@pytest.mark.parametrize("query", ["und", "!!", "für mein"])
def test_words_that_would_fit_everything_are_refused(editor, query):
    page = make.topic_page()
    response = editor.post(reverse(ADD), {"language": "de", "query": query, "page": page.pk, "sort_order": "0"})
    assert "Enter a word that says what is searched." in text(response)
    assert not PromotedResult.objects.exists()


@pytest.mark.parametrize("query", ["und", "!!"])
def test_words_that_fit_everything_promote_nothing(portal, query):
    promote(make.topic_page(), query)
    assert found("Miete") == []
    assert found(query) == []


def test_languages_are_those_of_the_portal(editor):
    form = editor.get(reverse(ADD)).content.decode()
    choices = re.findall(r'<option value="([\w-]+)"', form.partition('name="language"')[2].partition("</select>")[0])
    assert choices == make.LANGUAGES
    response = editor.post(reverse(ADD), {"language": "xx", "query": "x", "page": "", "sort_order": "0"})
    assert response.status_code == 200


def test_the_list_can_be_narrowed_and_searched(editor):
    page = make.topic_page(title="Seite")
    promote(page, "miete")
    promote(page, "إيجار", "ar")
    assert "miete" not in text(editor.get(reverse(LIST), {"language": "ar"}))
    assert "إيجار" in text(editor.get(reverse(LIST), {"language": "ar"}))
    assert "miete" in text(editor.get(reverse(LIST), {"q": "miet"}))
    for typed in ('"', "mie\"te'", "%", "\\"):
        assert editor.get(reverse(LIST), {"q": typed}).status_code == 200
