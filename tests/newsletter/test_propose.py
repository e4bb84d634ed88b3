"""What an issue is proposed from, and what of it reaches whom."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from news.models import NewsPage
from newsletter.admin.report import table
from newsletter.compose import compose, entries_of
from newsletter.models import Issue, Mailing
from newsletter.propose import propose
from newsletter.sending import NotSendableError, start
from organisations.models import OrganisationIndexPage, OrganisationPage
from tests import factories as make
from tests.newsletter.mailings import issue, send, text

pytestmark = pytest.mark.django_db


def proposed_titles() -> set[str]:
    """Of news and services."""
    return {page.title for child in propose(Issue()).body if "pages" in child.value for page in child.value["pages"]}


@pytest.fixture
def last_issue(newsletter):
    """Written three days ago, sent two days ago, with a piece of news that came in between."""
    make.subscriber()
    sent = issue(("news", {"pages": [make.news(title="Schon gelesen", date=days_ago(2))]}))
    send(sent)
    Mailing.objects.update(created_at=moment(3), started_at=moment(2))
    NewsPage.objects.update(first_published_at=moment(2.5))
    return sent


def days_ago(number: int):
    return timezone.localdate() - timedelta(days=number)


def moment(days: float):
    return timezone.now() - timedelta(days=days)


def published(page, days: float):
    """The page with another moment of its first publication."""
    type(page).objects.filter(pk=page.pk).update(first_published_at=moment(days))
    return page


def test_news_that_came_late_are_proposed_and_none_twice(last_issue):
    make.news(title="Nach der Prüfung", date=days_ago(6))
    published(make.news(title="Während des Schreibens", date=days_ago(2)), 2.2)
    published(make.news(title="Heute ist der Tag", date=days_ago(0)), 20)
    published(make.news(title="Damals nicht gewählt", date=days_ago(4)), 4)
    make.news(title="Aus dem Archiv", date=days_ago(400))
    make.news(title="Morgen", date=days_ago(-1))
    make.news(title="Abgelaufen", expires_on=days_ago(1))
    make.service(title="Neu")
    make.service(title="Gibt es nicht mehr", status="defunct")
    published(make.service(title="Längst da"), 20)
    assert proposed_titles() == {"Nach der Prüfung", "Während des Schreibens", "Heute ist der Tag", "Neu"}


def test_what_stood_in_a_stopped_issue_is_proposed_again(last_issue):
    Mailing.objects.update(state=Mailing.State.STOPPED)
    assert proposed_titles() == {"Schon gelesen"}


def test_an_issue_shows_what_lists_show_when_it_goes_out(newsletter):
    old = make.news(title="Abgelaufen", expires_on=days_ago(1))
    new = make.news(title="Gilt noch", expires_on=days_ago(0))
    closed, open_ = make.service(title="Zu", status="inactive"), make.service(title="Offen")
    content = compose(issue(("news", {"pages": [old, new]}), ("services", {"pages": [closed, open_]})), "de")
    assert [entry["title"] for part in content["parts"] for entry in part["entries"]] == ["Gilt noch", "Offen"]
    make.subscriber()
    draft = issue(("news", {"pages": [old]}))
    with pytest.raises(NotSendableError):
        start(draft)
    assert not draft.deliveries.exists()


def test_names_and_places_are_in_the_language_of_who_wrote_them(newsletter):
    arabic = make.index_of(OrganisationIndexPage, "ar")
    verein = make.publish_new(OrganisationPage(title="جمعية", slug="jamia", locale=arabic.locale), arabic)
    place = json.dumps([{"type": "address", "value": make.place(name="بيت")["address"]}])
    make.event(verein, place=place)
    pages = [make.news(verein), make.news(make.organisation(title="Nil"))]
    services = [make.service(provider=verein)]
    events = ("events", {"weeks": 4, "most": 10})
    draft = issue(("news", {"pages": pages}), events, ("services", {"pages": services}))

    def facts(kind: str) -> list[list[dict]]:
        (part,) = [part for part in compose(draft, "de")["parts"] if part["kind"] == kind]
        return [entry["facts"] for entry in part["entries"]]

    name = {"text": "جمعية", "language": "ar"}
    assert [entry[-1] for entry in facts("news")] == [name, {"text": "Nil", "language": "de"}]
    assert facts("services") == [[name]]
    ((_when, where, who),) = facts("events")
    assert (where["language"], who) == ("ar", name)
    make.fresh(verein).unpublish()
    assert "جمعية" not in str(facts("news") + facts("services"))


def test_whose_language_a_name_is_in_costs_no_query_for_each(newsletter):
    pages, services = [], []
    for _n in range(3):
        pages.append(make.news(make.organisation()))
        services.append(make.service(provider=make.organisation()))
        make.event(make.organisation())
    events = ("events", {"weeks": 4, "most": 10})
    draft = Issue.objects.get(pk=issue(("news", {"pages": pages}), events, ("services", {"pages": services})).pk)
    with CaptureQueriesContext(connection) as captured:
        content = compose(draft, "ar")
    assert len(entries_of(content)) == 9
    assert not [query for query in captured if 'FROM "wagtailcore_locale"' in query["sql"]]


def test_nobody_gets_an_issue_with_nothing_in_it(newsletter):
    housing, work = make.term(code="housing"), make.term(code="work")
    flats = make.term(code="flats", parent=housing)
    make.subscriber("all@example.org")
    make.subscriber("housing@example.org", topics=[housing], language="ar")
    make.subscriber("work@example.org", topics=[work])
    sent = issue(text(de="<p>Das ist neu:</p>"), ("news", {"pages": [make.news(topics=[flats])]}))
    send(sent)
    assert {message.to[0] for message in mail.outbox} == {"all@example.org", "housing@example.org"}
    assert sent.state == Mailing.State.SENT
    assert sent.figures()["states"] == {"sent": 2, "nothing": 1}
    assert [gettext("nothing for their topics"), "1"] in table(sent)
    assert "</th><td>1</td>" in render_to_string("newsletter/admin/progress.html", {"figures": sent.figures()})
    mail.outbox.clear()
    send(issue(text(de="<p>An alle</p>")))
    assert len(mail.outbox) == 3, "an issue of texts alone is for everybody"
