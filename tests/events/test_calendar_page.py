"""The list and the month, as readers get them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Occurrence
from events.month import MAX_PER_DAY, Month
from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db
INDEX = "/de/termine/"


def in_days(days: int):
    return make.tomorrow() + timedelta(days=days - 1)


def titles(client, query: str = "", index: str = INDEX) -> list[str]:
    return [row.page.title for row in client.get(index + query).context["results"]]


def test_what_is_coming_soonest_first(client, portal):
    make.event(title="Später", start=in_days(9))
    make.event(title="Bald", start=in_days(2))
    make.event(title="Vorbei", start=in_days(-9))
    make.event(title="Läuft", start=timezone.localtime() - timedelta(minutes=30))
    assert titles(client) == ["Läuft", "Bald", "Später"]


def test_in_the_readers_language_german_where_it_is_missing(client, portal):
    make.translate(make.event(title="Fest", start=in_days(2)), "ar", title="عيد")
    make.event(title="Lesung", start=in_days(3))
    assert titles(client, index="/ar/termine/") == ["عيد", "Lesung"]


def test_facets_count_events_not_dates(client, portal):
    housing, work = make.term(make.Topic, "housing"), make.term(make.Topic, "work")
    arabic = make.term(make.AdviceLanguage, "ar")
    make.event(title="Café", topics=[housing], rrule="FREQ=WEEKLY;COUNT=3", start=in_days(1))
    make.event(title="Messe", topics=[work], languages=[arabic], start=in_days(2))
    context = client.get(INDEX + "?topic=housing").context
    counts = {choice.code: choice.count for choice in context["facets"][0].choices}
    assert counts == {"housing": 1, "work": 1}
    assert [row.page.title for row in context["results"]] == ["Café"] * 3
    assert context["is_filtered"]
    assert titles(client, "?language=ar") == ["Messe"]
    assert titles(client, "?topic=housing&language=ar") == []
    assert len(titles(client, "?topic=nonsense")) == 4, "an old bookmark shows more, not an error"


def test_periods_and_days(client, portal):
    for days in (0, 3, 20, 60):
        start = in_days(days) if days else timezone.localtime() - timedelta(minutes=1)
        make.event(title=f"in {days}", start=start)
    assert titles(client, "?period=today") == ["in 0"]
    assert titles(client, "?period=week") == ["in 0", "in 3"]
    assert titles(client, "?period=month") == ["in 0", "in 3", "in 20"]
    assert len(titles(client, "?period=century")) == 4
    assert titles(client, f"?day={in_days(20):%Y-%m-%d}") == ["in 20"]
    assert client.get(f"{INDEX}?day={in_days(20):%Y-%m-%d}").context["day"] == in_days(20).date()


def test_pages_of_the_list(client, portal):
    make.event(rrule="FREQ=DAILY;COUNT=45")
    assert len(titles(client)) == 20
    assert len(titles(client, "?page=3")) == 5
    assert len(titles(client, "?page=nonsense")) == 20


@pytest.mark.parametrize(
    "query",
    [
        "?month=2026-13", "?month=x", "?month=", "?month=0000-01", "?month=9999-12", "?month=1999-01", "?month=2026-1",
        "?month=%00", "?month=٢٠٢٦-١٢", "?month=2026-12-01",
    ],
)  # fmt: skip
def test_a_bad_month_is_the_current_one(client, portal, query):
    month = client.get(INDEX + query).context["month"]
    assert month.code == f"{timezone.localdate():%Y-%m}"


@pytest.mark.parametrize(
    "query", ["?day=x", "?day=0001-01-01", "?day=9999-12-31", "?day=%00", "?period=%00", "?page=-1"]
)
def test_bad_parameters_are_no_error(client, portal, query):
    assert client.get(INDEX + query).status_code == 200


def test_the_month_is_a_grid_of_weeks_monday_first(client, portal):
    start = in_days(40)
    make.event(title="Fest", start=start)
    make.event(title="Reise", start=start, hours=50)
    month = client.get(f"{INDEX}?month={start:%Y-%m}").context["month"]
    assert [day.weekday() for day in month.weekdays] == list(range(7))
    assert all(len(week) == 7 for week in month.weeks)
    found = {day.date: [row.page.title for row in day.occurrences] for day in month.days_with_events}
    assert found[start.date()] == ["Fest", "Reise"]
    following = start.date() + timedelta(days=1)
    assert found.get(following, ["Reise"]) == ["Reise"]
    assert following in found or following.month != start.month
    html = client.get(f"{INDEX}?month={start:%Y-%m}").content.decode()
    assert html.count('<th scope="col">') == 7
    assert "<caption" in html


def test_leafing_ends_where_no_dates_are_kept(portal):
    month, steps = Month.parse(""), 0
    while month.next:
        month, steps = Month.parse(month.next), steps + 1
    assert steps == 24
    month, steps = Month.parse(""), 0
    while month.previous:
        month, steps = Month.parse(month.previous), steps + 1
    assert steps == 12


def test_a_full_day_leads_to_its_own_list(client, portal):
    for number in range(MAX_PER_DAY + 3):
        make.event(title=f"Termin {number}", start=in_days(2))
    day = next(
        day
        for day in client.get(f"{INDEX}?month={in_days(2):%Y-%m}").context["month"].days_with_events
        if day.date == in_days(2).date()
    )
    assert (len(day.occurrences), day.more) == (MAX_PER_DAY, 3)
    assert len(titles(client, f"?day={day.date}")) == MAX_PER_DAY + 3


def test_an_occurrence_that_ends_at_midnight_is_not_on_the_next_day(portal):
    evening = in_days(3).replace(hour=20)
    make.event(start=evening, hours=4)
    midnight = evening.replace(hour=0) + timedelta(days=1)
    assert not Occurrence.objects.between(midnight, midnight + timedelta(days=1)).exists()
    make.event(start=midnight, hours=0)
    assert Occurrence.objects.between(midnight, midnight + timedelta(days=1)).count() == 1


@pytest.mark.parametrize("query", ["", "?month=", "?topic=housing"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_queries_do_not_grow(client, portal, query, language):
    topic = make.term(make.Topic, "housing")
    path = f"/{language}/termine/{query}"

    def more(number: int) -> None:
        for _ in range(number):
            event = make.event(make.organisation(), topics=[topic], rrule="FREQ=DAILY;COUNT=3")
            make.translate(event, "ar")

    more(1)
    before = queries(client, path)
    more(6)
    assert queries(client, path) == before
    assert queries(client, path, warm=True) <= 14


def test_the_page_of_an_event(client, portal):
    verein = make.organisation(title="Verein")
    make.translate(verein, "ar", title="جمعية")
    event = make.event(verein, title="Café", rrule="FREQ=DAILY;COUNT=12")
    make.translate(event, "ar", title="مقهى")
    context = client.get(event.url_in("ar")).context
    assert len(context["occurrences"]) == 10
    assert context["has_more_dates"]
    assert context["organiser"].title == "جمعية"
    assert context["calendar_url"] == f"/ar/calendar/event/{event.translation_key}.ics"
    assert not context["page"].is_past


def test_an_event_that_is_over_says_so(client, portal):
    event = make.event(start=in_days(-10))
    page = client.get(event.href).context["page"]
    assert page.is_past
    assert page.last_occurrence.start == in_days(-10)
    assert page.structured_data()["startDate"] == in_days(-10).isoformat()


def test_an_event_without_a_date_is_not_over(client, portal):
    event = make.event(dates="[]")
    response = client.get(event.href)
    assert response.status_code == 200
    assert not response.context["page"].is_past
    assert response.context["page"].structured_data() is None


def test_an_organiser_who_is_not_public_is_not_named(client, portal):
    verein = make.organisation(title="Geheimbund")
    event = make.event(organisation=verein)
    make.fresh(verein).unpublish()
    response = client.get(event.href)
    assert response.context["organiser"] is None
    assert b"Geheimbund" not in response.content


PLACE = '[{"type": "address", "value": {"name": "Saal", "street": "Weg 1", "postcode": "00100", "city": "Ort"}}]'


@pytest.mark.parametrize(
    ("values", "mode", "kind"),
    [
        ({"place": PLACE}, "Offline", "Place"),
        ({"online_url": "https://meet.example.org/x"}, "Online", "VirtualLocation"),
        ({"place": PLACE, "online_url": "https://meet.example.org/x"}, "Mixed", None),
        ({}, "Offline", None),
    ],
)
def test_structured_data(portal, values, mode, kind):
    verein = make.organisation(title="Verein")
    event = make.event(verein, title="Fest", cancelled=True, sign_up_url="https://example.org/", **values)
    data = event.structured_data()
    assert data["@type"] == "Event"
    assert data["startDate"] == make.tomorrow().isoformat()
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert data["organizer"]["name"] == "Verein"
    assert data["offers"]["price"] == 0
    assert data["offers"]["url"] == "https://example.org/"
    if kind:
        assert data["location"]["@type"] == kind
