"""An organisation's page leads to its calendar and its feeds, as soon as there is something in them."""

import pytest

from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db


def html_of(client, page, language: str = "de") -> str:
    return client.get(page.url_in(language)).content.decode()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_calendar_and_feeds(client, portal, language):
    verein = make.organisation(title="Verein")
    assert 'class="subscribe"' not in html_of(client, verein, language)
    key = verein.translation_key

    make.event(verein)
    calendar = f"/{language}/calendar/organisation/{key}.ics"
    html = html_of(client, verein, language)
    assert f'<link rel="alternate" type="text/calendar" title="iCal: Verein" href="{calendar}">' in html
    assert f'<a href="{calendar}" type="text/calendar">' in html
    assert "/feeds/" not in html

    make.news(verein)
    html = html_of(client, verein, language)
    for kind, name in (("rss", "RSS"), ("atom", "Atom")):
        feed = f"/{language}/feeds/news.{kind}?organisation={key}"
        assert f'<link rel="alternate" type="application/{kind}+xml" title="{name}: Verein" href="{feed}">' in html
        assert f'<a href="{feed}" type="application/{kind}+xml">{name}</a>' in html
        assert client.get(feed).status_code == 200
    assert client.get(calendar).status_code == 200


def test_topics_have_no_calendar_of_one_organisation(client, portal):
    topic = make.term(make.Topic, "housing")
    make.event(make.organisation(), topics=[topic])
    assert "/calendar/" not in html_of(client, make.topic_page(topic=topic))


def test_they_cost_no_query(client, portal):
    verein = make.organisation()
    before = queries(client, verein.url_in("de"), warm=True)
    make.event(verein)
    make.news(verein)
    assert queries(client, verein.url_in("de"), warm=True) == before
