"""What the features answer when a topic page or an organisation asks."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, PageViewRestriction

from organisations.related import MAX_PUBLISHED, collect_output
from tests import factories as make
from tests.counting import queries
from topics.related import MAX_RELATED, related_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(portal):
    return make.term(make.Topic, "housing")


@pytest.fixture
def subtopic(topic):
    return make.term(make.Topic, "renting", parent=topic)


def titles(topic, language: str = "de") -> dict[str, list[str]]:
    with translation.override(language):
        return {str(list_.heading): [page.title for page in list_.pages] for list_ in related_content(topic, language)}


def test_lists_of_all_features_in_their_order_with_subtopics(topic, subtopic):
    make.news(title="Neues", topics=[subtopic])
    make.event(title="Fest", topics=[topic])
    make.organisation(title="Verein", topics=[topic])
    make.organisation(title="Amt", topics=[topic], kind="authority")
    make.service(title="Beratung", topics=[subtopic])
    make.service(title="Anderes", topics=[make.term(make.Topic, "work")])
    assert list(titles(topic).values()) == [["Beratung"], ["Verein"], ["Fest"], ["Neues"]]
    assert list(titles(subtopic).values()) == [["Beratung"], ["Neues"]]


def test_lists_are_in_the_readers_language_and_lead_to_all(topic):
    make.translate(make.service(title="Beratung", topics=[topic]), "ar", title="استشارة")
    make.translate(make.event(title="Fest", topics=[topic]), "ar", title="عيد")
    make.news(title="Neues", topics=[topic])
    with translation.override("ar"):
        lists = related_content(topic, "ar")
        assert [[page.title for page in list_.pages] for list_ in lists] == [["استشارة"], ["عيد"], ["Neues"]]
        assert str(lists[0].heading) == gettext("Advice and help")
    assert [list_.more_url for list_ in lists] == [
        "/ar/beratung/?topic=housing",
        "/ar/termine/?topic=housing",
        "/ar/aktuelles/?topic=housing",
    ]


def test_no_more_than_six_and_what_is_gone_or_over_is_not_there(topic):
    for _ in range(MAX_RELATED + 2):
        make.service(topics=[topic])
    make.service(title="Aus", topics=[topic], status="defunct")
    make.event(topics=[topic]).unpublish()
    past = make.event(topics=[topic], start=make.tomorrow().replace(year=2024, month=3, day=1))
    assert past.is_past
    make.news(topics=[topic], expires_on="2024-01-01")
    assert [len(list_.pages) for list_ in related_content(topic, "de")] == [MAX_RELATED]
    assert "Aus" not in titles(topic).get("Advice and help", [])


def test_services_in_the_readers_language_come_first(topic):
    make.service(title="A", topics=[topic])
    make.service(title="B", topics=[topic], languages=[make.term(make.AdviceLanguage, "ar")])
    assert next(iter(titles(topic, "ar").values())) == ["B", "A"]
    assert next(iter(titles(topic, "uk").values())) == ["A", "B"]


def test_a_series_is_listed_once_with_its_next_date(topic):
    make.event(title="Café", topics=[topic], rrule="FREQ=WEEKLY;COUNT=5")
    (list_,) = related_content(topic, "de")
    assert [page.next_occurrence.start for page in list_.pages] == [make.tomorrow()]


def test_a_change_shows_at_once(topic):
    service = make.service(title="Alt", topics=[topic])
    assert list(titles(topic).values()) == [["Alt"]]
    service.title = "Neu"
    service.save()
    assert list(titles(topic).values()) == [["Neu"]]
    make.fresh(service).delete()
    assert titles(topic) == {}


def test_an_organisation_has_what_it_is_named_in_and_what_stands_below_it(portal):
    verein, other = make.organisation(title="Verein"), make.organisation()
    make.service(title="Als Träger", provider=verein)
    make.service(verein, title="Eigene Seite")
    make.event(verein, title="Fest")
    make.event(title="Mit uns", organisation=verein)
    make.news(verein, title="Neues")
    make.news(other, title="Fremd")
    lists = collect_output(verein)
    assert [sorted(page.title for page in list_.pages) for list_ in lists] == [
        ["Als Träger", "Eigene Seite"],
        ["Fest", "Mit uns"],
        ["Neues"],
    ]
    assert all(list_.more_url == "" for list_ in lists)


def test_an_organisation_with_much_news_has_a_list_of_its_own(client, portal):
    verein = make.organisation(title="Verein")
    for number in range(MAX_PUBLISHED + 1):
        make.news(verein, title=f"Neues {number}")
        make.event(verein)
    make.news(title="Fremd")
    events, news = collect_output(verein)
    assert len(news.pages) == len(events.pages) == MAX_PUBLISHED
    context = client.get(news.more_url).context
    assert context["organisation"].pk == verein.pk
    assert {page.original.organisation_id for page in context["results"]} == {verein.pk}
    assert len(client.get(events.more_url).context["results"]) == MAX_PUBLISHED + 1
    for path in ("/de/aktuelles/?organisation=x", "/de/termine/?organisation=x"):
        assert client.get(path).context["organisation"] is None


def test_pages_behind_a_password_are_in_no_list_of_dates(client, portal, topic):
    closed = make.organisation(topics=[topic])
    make.event(closed, title="Geheim", topics=[topic])
    PageViewRestriction.objects.create(page=Page.objects.get(pk=closed.pk), restriction_type="login")
    assert "Events" not in [str(list_.heading) for list_ in related_content(topic, "de")]
    assert client.get("/de/termine/").context["results"] == []
    assert b"Geheim" not in client.get("/de/calendar/all.ics").content


@pytest.mark.parametrize("language", ["de", "ar"])
def test_queries_do_not_grow_and_a_warm_cache_spares_them(client, topic, language):
    page, verein = make.topic_page(topic=topic), make.organisation(topics=[topic])

    def more(number: int) -> None:
        spoken = make.term(make.AdviceLanguage)
        for _ in range(number):
            for thing in (
                make.service(topics=[topic], provider=verein, languages=[spoken]),
                make.organisation(topics=[topic], towns=[make.term(make.Place)]),
                make.event(verein, topics=[topic]),
                make.news(verein, topics=[topic]),
            ):
                make.translate(thing, "ar")

    more(1)
    paths = [page.url_in(language), verein.url_in(language)]
    before = [queries(client, path) for path in paths]
    more(4)
    assert [queries(client, path) for path in paths] == before
    assert max(queries(client, path, warm=True) for path in paths) <= 14
