"""RSS and Atom, as a feed reader gets them."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def channel(client, path: str = "/de/feeds/news.rss") -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ET.fromstring(response.content).find("channel")  # noqa: S314 - our own output


def titles(client, path: str = "/de/feeds/news.rss") -> list[str]:
    return [item.findtext("title") for item in channel(client, path).findall("item")]


def atom(client, path: str = "/de/feeds/news.atom") -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def test_rss_in_the_language_of_the_address(client, portal):
    page = make.news(title="Neues & <Wichtiges>", summary="Kurz.")
    make.translate(page, "ar", title="أخبار", summary="قصير")
    feed = channel(client, "/ar/feeds/news.rss")
    assert feed.findtext("language") == "ar"
    assert feed.findtext("link") == "http://127.0.0.1:8000/ar/aktuelles/"
    assert feed.find(f"{ATOM}link").get("href") == "http://127.0.0.1:8000/ar/feeds/news.rss"
    item = feed.find("item")
    assert item.findtext("title") == "أخبار"
    assert item.findtext("description") == "قصير"
    assert item.findtext("link") == f"http://127.0.0.1:8000{page.url_in('ar')}"
    assert item.find("guid").get("isPermaLink") == "false"
    assert titles(client) == ["Neues & <Wichtiges>"]


def test_a_missing_translation_is_named_in_the_title(client, portal):
    page = make.news(title="Neues")
    assert titles(client, "/ar/feeds/news.rss") == ["[Deutsch] Neues"]
    before = channel(client, "/ar/feeds/news.rss").find("item").findtext("guid")
    make.translate(page, "ar", title="أخبار")
    after = channel(client, "/ar/feeds/news.rss").find("item").findtext("guid")
    assert before == after, "the translation is no new entry"
    assert after != channel(client).find("item").findtext("guid")


def test_atom(client, portal):
    verein = make.organisation(title="Verein")
    make.news(verein, title="Neues", topics=[make.term(make.Topic, "housing", names={"de": "Wohnen"})])
    feed = atom(client)
    assert feed.get(LANG) == "de"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://127.0.0.1:8000/de/feeds/news.atom"
    assert links["alternate"] == "http://127.0.0.1:8000/de/aktuelles/"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Verein"
    assert entry.find(f"{ATOM}category").get("term") == "Wohnen"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}"), "required by RFC 4287, 4.1.1"
        assert entry.findtext(f"{ATOM}{name}"), "required by RFC 4287, 4.1.2"


def test_topics_and_organisations(client, portal):
    housing = make.term(make.Topic, "housing", names={"de": "Wohnen"})
    renting = make.term(make.Topic, "renting", parent=housing)
    verein = make.organisation(title="Verein")
    make.news(title="Miete", topics=[renting])
    make.news(verein, title="Arbeit", topics=[make.term(make.Topic, "work")])
    make.news(title="Ohne")
    assert titles(client, "/de/feeds/news.rss?topic=housing") == ["Miete"]
    assert sorted(titles(client, "/de/feeds/news.rss?topic=housing&topic=work")) == ["Arbeit", "Miete"]
    assert titles(client, f"/de/feeds/news.rss?organisation={verein.translation_key}") == ["Arbeit"]
    feed = channel(client, "/de/feeds/news.rss?topic=housing")
    assert "Wohnen" in feed.findtext("title")
    assert feed.find(f"{ATOM}link").get("href").endswith("/de/feeds/news.rss?topic=housing")
    assert "Verein" in channel(client, f"/de/feeds/news.rss?organisation={verein.translation_key}").findtext("title")


@pytest.mark.parametrize(
    "query", ["?topic=nonsense", "?topic=%00", "?topic=%22%3E", "?organisation=x", "?organisation=%00"]
)
def test_what_does_not_exist_is_an_empty_feed(client, portal, query):
    make.news()
    assert titles(client, f"/de/feeds/news.rss{query}") == []
    assert not atom(client, f"/de/feeds/news.atom{query}").findall(f"{ATOM}entry")


def test_only_what_is_public_and_current(client, portal):
    today = timezone.localdate()
    make.news(title="Heute")
    make.news(title="Morgen", date=today + timedelta(days=1))
    make.news(title="Abgelaufen", expires_on=today - timedelta(days=1))
    make.news(title="Zurückgezogen").unpublish()
    closed = make.organisation()
    make.news(closed, title="Geheim")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=closed.pk), restriction_type="login")
    draft = make.news(title="Alt")
    draft.title = "Entwurf"
    draft.save_revision()
    assert sorted(titles(client)) == ["Alt", "Heute"]


def test_a_character_that_xml_cannot_have_does_not_break_the_feed(client, portal):
    make.news(title="Vor\x0bher", summary="a\x08b")
    assert titles(client) == ["Vorher"]


def test_readers_who_ask_again_get_not_modified(client, portal):
    make.news()
    first = client.get("/de/feeds/news.rss")
    assert "max-age=900" in first["Cache-Control"]
    assert client.get("/de/feeds/news.rss", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.post("/de/feeds/news.rss").status_code == 405


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_queries_do_not_grow(client, portal, kind, language):
    path = f"/{language}/feeds/news.{kind}"

    def more(number: int) -> None:
        for _ in range(number):
            make.translate(make.news(make.organisation(), topics=[make.term(make.Topic)]), "ar")

    more(1)
    before = queries(client, path)
    more(5)
    assert queries(client, path) == before
