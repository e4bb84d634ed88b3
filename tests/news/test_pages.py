"""The list of news and its pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db


def test_the_list_is_in_the_readers_language_newest_first(client, portal):
    today = timezone.localdate()
    make.news(title="Alt", date=today - timedelta(days=3))
    make.translate(make.news(title="Neu", date=today), "uk", title="Нове")
    assert [page.title for page in client.get("/uk/aktuelles/").context["results"]] == ["Нове", "Alt"]


def test_the_list_offers_its_feeds(client, portal):
    make.news(topics=[make.term(make.Topic, "housing")])
    response = client.get("/ar/aktuelles/?topic=housing")
    assert [feed["url"] for feed in response.context["feeds"]] == [
        "/ar/feeds/news.rss?topic=housing",
        "/ar/feeds/news.atom?topic=housing",
    ]
    html = response.content.decode()
    for kind in ("rss", "atom"):
        assert f'<link rel="alternate" type="application/{kind}+xml"' in html
        assert f'href="/ar/feeds/news.{kind}?topic=housing"' in html


def test_news_name_the_organisation_in_the_readers_language(client, portal):
    verein = make.organisation(title="Verein")
    make.translate(verein, "ar", title="جمعية")
    page = make.news(verein, title="Neues")
    response = client.get(page.url_in("ar"))
    assert response.context["organisation"].title == "جمعية"
    assert "جمعية" in response.content.decode()
    assert response.context["page"].structured_data()["author"]["url"].endswith(f"/ar/vereine/{verein.slug}/")
    make.fresh(verein).unpublish()
    assert client.get(page.url_in("de")).context["organisation"] is None


def test_news_below_an_organisation_are_the_organisations(portal):
    verein = make.organisation()
    assert make.news(verein).organisation_id == verein.pk


@pytest.mark.parametrize("language", ["de", "ar"])
def test_queries_do_not_grow(client, portal, language):
    topic = make.term(make.Topic, "housing")
    path = f"/{language}/aktuelles/?topic=housing"

    def more(number: int) -> None:
        for _ in range(number):
            make.translate(make.news(make.organisation(), topics=[topic]), "ar")

    more(1)
    before = queries(client, path)
    more(5)
    assert queries(client, path) == before
    assert queries(client, path, warm=True) <= 14
