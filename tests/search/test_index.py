"""The index follows the content, whatever editors do to their pages."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsPage
from search.models import Entry
from tests import factories as make
from tests.search.held import compare, contents, counts, publish, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def compared(portal):
    """After every test the index is what a rebuild would make."""
    yield
    compare()


# --- Texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["service", "organisation", "news", "event", "topic_page"])
def test_what_is_published_is_found_and_what_is_withdrawn_is_not(client, kind):
    made = getattr(make, kind)(title="Schwimmen")
    assert shown(client, "Schwimmen") == ["Schwimmen"]
    make.fresh(made).unpublish()
    assert shown(client, "Schwimmen") == []
    publish(made)
    assert shown(client, "Schwimmen") == ["Schwimmen"]


def test_an_edit_is_found_once_it_is_published(client):
    service = make.service(title="Schwimmen")
    draft = make.fresh(service)
    draft.title = "Tauchgang"
    revision = draft.save_revision()
    assert shown(client, "Tauchgang") == []
    assert shown(client, "Schwimmen") == ["Schwimmen"]
    revision.publish()
    assert shown(client, "Tauchgang") == ["Tauchgang"]
    assert shown(client, "Schwimmen") == []


def test_a_page_that_was_never_published_is_not_in_the_index(client):
    parent = make.index_of(make.TopicIndexPage)
    parent.add_child(instance=make.TopicPage(title="Schwimmen", slug="s", locale=parent.locale, live=False))
    assert not Entry.objects.exists()


def test_news_come_on_their_day_and_go_when_they_expire(client):
    today = timezone.localdate()
    news = make.news(title="Schwimmen", expires_on=today)
    make.translate(news, "ar", title="سباحة")
    coming = make.news(title="Turnen", date=today + timedelta(days=1))
    assert (shown(client, "Schwimmen"), shown(client, "سباحة", "ar")) == (["Schwimmen"], ["سباحة"])
    assert shown(client, "Turnen") == []
    NewsPage.objects.filter(translation_key=news.translation_key).update(expires_on=today - timedelta(days=1))
    NewsPage.objects.filter(pk=coming.pk).update(date=today)
    call_command("search_index", "update", stdout=io.StringIO())
    assert shown(client, "Schwimmen") == shown(client, "سباحة", "ar") == []
    assert shown(client, "Turnen") == ["Turnen"]
    call_command("search_index", "check", stdout=io.StringIO())


def test_events_go_when_they_are_over_and_come_back_with_a_new_date(client):
    event = make.event(title="Schwimmen")
    make.translate(event, "ar", title="سباحة")
    series = make.event(title="Turnen", start=timezone.now() - timedelta(days=10), rrule="FREQ=WEEKLY")
    undated = make.event(title="Kraulen", dates=[])
    ended = timezone.now() - timedelta(days=400)
    event.occurrences.update(start=ended, end=ended)
    call_command("search_index", "update", stdout=io.StringIO())
    assert shown(client, "Schwimmen") == shown(client, "سباحة", "ar") == []
    assert shown(client, "Turnen") == [series.title]
    assert shown(client, "Kraulen") == [undated.title]
    publish(event, dates=make.dates(make.event_date(timezone.now() + timedelta(days=3))))
    assert shown(client, "Schwimmen") == ["Schwimmen"], "its dates are known before its text is"
    assert shown(client, "سباحة", "ar") == ["سباحة"]
    publish(event, dates=make.dates(make.event_date(timezone.now() - timedelta(days=3))))
    assert shown(client, "Schwimmen") == []


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_that_is_no_more_is_not_found(client, status):
    service = make.service(title="Schwimmen")
    publish(service, status=status)
    assert shown(client, "Schwimmen") == []
    publish(service, status="temporarily closed")
    assert shown(client, "Schwimmen") == ["Schwimmen"]


def test_translations_come_change_and_go(client):
    topic = make.term(make.Topic, "sport", names={"de": "Sport", "ar": "رياضة"})
    service = make.service(title="Schwimmen", topics=[topic])
    assert shown(client, "رياضة", "ar") == ["Schwimmen"], "found by the topic's name, the text is German"
    arabic = make.translate(service, "ar", title="زيتون")
    assert shown(client, "زيتون", "ar") == ["زيتون"]
    assert shown(client, "رياضة", "ar") == ["زيتون"]
    arabic = publish(arabic, title="ياسمين")
    assert shown(client, "زيتون", "ar") == []
    assert shown(client, "ياسمين", "ar") == ["ياسمين"]
    arabic.unpublish()
    assert shown(client, "رياضة", "ar") == ["Schwimmen"]
    publish(arabic)
    make.fresh(arabic).delete()
    assert shown(client, "ياسمين", "ar") == []
    assert shown(client, "رياضة", "ar") == ["Schwimmen"]


@pytest.mark.parametrize("way", ["unpublish", "delete"])
def test_an_original_takes_its_translations_along(client, way):
    service = make.service(title="Schwimmen")
    make.translate(service, "ar", title="سباحة")
    getattr(make.fresh(service), way)()
    assert shown(client, "سباحة", "ar") == shown(client, "Schwimmen") == []
    assert counts() == {}


def test_a_branch_is_deleted_with_everything_below(client):
    provider = make.organisation(title="Sportverein")
    make.service(provider, title="Schwimmen", provider=provider)
    other = make.service(title="Turnen", provider=provider)
    make.fresh(provider).delete()
    assert shown(client, "Schwimmen") == []
    assert shown(client, "Sportverein") == []
    assert shown(client, "Turnen") == [other.title]


# --- Facts and terms ------------------------------------------------------------------------------------------


def test_a_fact_of_the_original_reaches_every_language(client):
    service = make.service(title="Schwimmen")
    make.translate(service, "ar", title="سباحة")
    topic = make.term(make.Topic, "sport", names={"de": "Sport", "ar": "رياضة"})
    language = make.term(make.AdviceLanguage, "tr", names={"de": "Türkisch", "ar": "التركية"})
    place = make.term(make.Place, "ahlheim", names={"de": "Ahlheim", "ar": "آلهايم"})
    edited = make.fresh(service)
    edited.topics.set([topic])
    edited.areas.set([place])
    edited.languages.create(language=language)
    revision = edited.save_revision()
    assert not Entry.objects.filter(scope__contains="sport").exists(), "a draft changes nothing"
    revision.publish()
    for query in ("رياضة", "التركية", "آلهايم"):
        assert shown(client, query, "ar") == ["سباحة"]
    for filters in ({"topic": "sport"}, {"language": "tr"}, {"place": "ahlheim"}):
        assert shown(client, "Schwimmen", **filters) == ["Schwimmen"]
        assert shown(client, "سباحة", "ar", **filters) == ["سباحة"]
    publish(service, topics=[])
    assert shown(client, "رياضة", "ar") == []
    assert shown(client, "Schwimmen", topic="sport") == []
    assert not Entry.objects.filter(scope__contains="sport").exists()


def test_a_renamed_term_is_found_by_its_new_name(client):
    parent = make.term(make.Topic, "leisure", names={"de": "Freizeit"})
    topic = make.term(make.Topic, "sport", names={"de": "Sport", "ar": "رياضة"}, parent=parent)
    make.service(title="Schwimmen", topics=[topic])
    topic.names = {"de": "Bewegung", "ar": "حركة"}
    topic.save()
    parent.names = {"de": "Vergnügen"}
    parent.save()
    assert shown(client, "حركة", "ar") == shown(client, "Bewegung") == shown(client, "Vergnügen") == ["Schwimmen"]
    assert shown(client, "رياضة", "ar") == shown(client, "Freizeit") == []
    parent.delete()
    assert shown(client, "حركة", "ar") == []


def test_a_provider_lends_its_name_while_it_is_public(client):
    provider = make.organisation(title="Sportverein")
    make.service(title="Schwimmen", provider=provider)
    assert set(shown(client, "Sportverein")) == {"Sportverein", "Schwimmen"}
    provider = publish(provider, title="Turnerbund")
    assert set(shown(client, "Turnerbund")) == {"Turnerbund", "Schwimmen"}
    assert shown(client, "Sportverein") == []
    provider.unpublish()
    assert shown(client, "Turnerbund") == []


def test_confidential_addresses_and_internal_notes_are_nowhere(client):
    hidden = make.place("Geheimweg 13", confidential=True, city="Fernhausen", name="Schutzhaus")
    service = make.service(title="Schwimmen", places=make.places(hidden), confirmed_by="pruefer@example.org")
    make.translate(service, "ar", title="سباحة")
    everything = repr(contents()) + repr(counts())
    for secret in ("geheimweg", "fernhaus", "schutzhaus", "pruefer"):
        assert secret not in everything.lower()
    publish(service, places=make.places({**hidden, "confidential": False}))
    assert "geheimweg" in repr(counts()), "what is public is in the index"


# --- The tree -------------------------------------------------------------------------------------------------


def parents() -> dict[str, str]:
    return dict(Entry.objects.exclude(parent_terms="").values_list("title", "parent_terms"))


def test_titles_above_follow_moves_and_new_titles():
    first, second = make.topic_page(title="Alltag"), make.topic_page(title="Freizeit")
    child = make.topic_page(first, title="Schwimmen")
    grandchild = make.topic_page(child, title="Kraulen")
    assert parents() == {child.title: "alltag", grandchild.title: "alltag schwimm"}
    make.fresh(child).move(make.fresh(second), pos="last-child")
    assert parents() == {child.title: "freizeit", grandchild.title: "freizeit schwimm"}
    publish(second, title="Urlaub")
    assert parents() == {child.title: "urlaub", grandchild.title: "urlaub schwimm"}
    make.fresh(second).unpublish()
    assert parents() == {grandchild.title: "schwimm"}, "a title that is not public"


def test_what_is_restricted_is_not_found_nor_what_is_below(client):
    above = make.topic_page(title="Mitglieder")
    below = make.topic_page(above, title="Schwimmen")
    make.translate(below, "ar", title="سباحة")
    restriction = PageViewRestriction.objects.create(page=above, restriction_type="login")
    assert shown(client, "Mitglieder") == shown(client, "Schwimmen") == shown(client, "سباحة", "ar") == []
    restriction.delete()
    assert shown(client, "Mitglieder") == ["Mitglieder"]
    assert shown(client, "سباحة", "ar") == ["سباحة"]
    private = PageViewRestriction.objects.create(page=make.index_of(make.TopicIndexPage), restriction_type="login")
    assert not Entry.objects.exists()
    private.delete()
    assert shown(client, "Schwimmen") == ["Schwimmen"]


def test_a_page_that_is_moved_below_a_restricted_one_is_gone(client):
    above, moved = make.topic_page(title="Mitglieder"), make.topic_page(title="Schwimmen")
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    make.fresh(moved).move(make.fresh(above), pos="last-child")
    assert shown(client, "Schwimmen") == []
