"""The calendars that people subscribe to (RFC 5545)."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
ALL = "/de/calendar/all.ics"


def calendar(client, path: str) -> Calendar:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "folded (RFC 5545, 3.1)"
    return Calendar.from_ical(response.content)


def one(client, path: str):
    (event,) = calendar(client, path).walk("VEVENT")
    return event


def test_an_event_in_the_language_of_the_address(client, portal):
    make.term(make.Topic, "housing")
    event = make.event(title="Fest; mit, Komma", start=datetime(2026, 12, 5, 18, tzinfo=BERLIN))
    make.translate(event, "ar", title="عيد", summary="نص")
    german, arabic, turkish = (
        one(client, f"/{code}/calendar/event/{event.translation_key}.ics") for code in ("de", "ar", "tr")
    )
    assert german["SUMMARY"] == "Fest; mit, Komma"
    assert (arabic["SUMMARY"], arabic["SUMMARY"].params["LANGUAGE"]) == ("عيد", "ar")
    assert arabic["URL"] == f"http://127.0.0.1:8000{event.url_in('ar')}"
    assert (turkish["SUMMARY"], turkish["SUMMARY"].params["LANGUAGE"]) == ("Fest; mit, Komma", "de")
    assert turkish["URL"] == f"http://127.0.0.1:8000{event.url_in('tr')}"
    assert german["UID"] == arabic["UID"] == turkish["UID"]
    assert german["DTSTART"].dt == datetime(2026, 12, 5, 18, tzinfo=BERLIN)
    assert german["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert german["DTEND"].dt == datetime(2026, 12, 5, 20, tzinfo=BERLIN)
    assert german["STATUS"] == "CONFIRMED"


def test_the_uid_survives_a_change(client, portal):
    event = make.event(start=make.tomorrow(), last_published_at=datetime(2026, 1, 1, tzinfo=UTC))
    before = one(client, event.calendar_url)
    event.title, event.cancelled = "Neu", True
    event.save_revision().publish()
    after = one(client, event.calendar_url)
    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_a_series_keeps_its_rule_and_exceptions(client, portal):
    start = datetime(2026, 10, 20, 18, tzinfo=BERLIN)
    event = make.event(start=start, rrule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20261110", exceptions=["2026-11-03"])
    found = one(client, event.calendar_url)
    assert found["EXDATE"].dts[0].dt == datetime(2026, 11, 3, 18, tzinfo=BERLIN)
    rule = found["RRULE"].to_ical().decode()
    assert "UNTIL=20261110T225959Z" in rule
    # What a client computes from the rule is what we show.
    dates = set(rrulestr(rule, dtstart=start)) - {found["EXDATE"].dts[0].dt}
    assert {moment.astimezone(UTC) for moment in dates} == set(event.occurrences.values_list("start", flat=True))


def test_a_series_that_begins_off_its_rule_starts_on_the_first_date_by_the_rule(client, portal):
    event = make.event(start=datetime(2026, 11, 2, 18, tzinfo=BERLIN), rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    assert one(client, event.calendar_url)["DTSTART"].dt == datetime(2026, 11, 3, 18, tzinfo=BERLIN)


def test_whole_days_are_dates(client, portal):
    start = datetime(2026, 12, 5, 10, tzinfo=BERLIN)
    event = make.event(
        start=start, hours=24, all_day=True, rrule="FREQ=WEEKLY;UNTIL=20270101", exceptions=["2026-12-12"]
    )
    found = one(client, event.calendar_url)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 5), date(2026, 12, 7))
    assert found["EXDATE"].dts[0].dt == date(2026, 12, 12)
    assert b"EXDATE;VALUE=DATE:20261212" in client.get(event.calendar_url).content
    assert "UNTIL=20270101" in found["RRULE"].to_ical().decode()


def test_several_dates_are_several_entries_with_uids_of_their_own(client, portal):
    event = make.event(dates=make.dates(make.event_date(make.tomorrow()), make.event_date(make.tomorrow(), hours=0)))
    entries = calendar(client, event.calendar_url).walk("VEVENT")
    assert len({entry["UID"] for entry in entries}) == 2
    assert "DTEND" not in entries[1]


def test_the_time_zone_is_described_as_it_is(client, portal):
    make.event()
    (zone,) = calendar(client, ALL).walk("VTIMEZONE")
    described = zone.to_tz(lookup_tzid=False)
    for moment in (datetime(2026, 10, 24, 12), datetime(2026, 10, 26, 12), datetime(2027, 3, 29, 12)):
        assert described.utcoffset(moment) == BERLIN.utcoffset(moment)


def test_place_and_meeting(client, portal):
    address = {
        "name": "Saal",
        "street": "Weg 1",
        "postcode": "00100",
        "city": "Ort",
        "latitude": 51.5,
        "longitude": 7.25,
    }
    place = json.dumps([{"type": "address", "value": address}])
    verein = make.organisation(title="Verein")
    topic = make.term(make.Topic, "housing", names={"de": "Wohnen, Miete", "ar": "السكن"})
    event = make.event(verein, place=place, online_url="https://meet.example.org/x", topics=[topic])
    found = one(client, f"/ar/calendar/event/{event.translation_key}.ics")
    assert found["LOCATION"] == "Saal, Weg 1, 00100 Ort"
    assert found["GEO"].to_ical() == "51.5;7.25"
    assert found["CONFERENCE"] == "https://meet.example.org/x"
    assert found["CONTACT"] == "Verein"
    assert found["CATEGORIES"].cats[0] == "السكن"
    online = make.event(online_url="https://meet.example.org/y")
    assert one(client, online.calendar_url)["LOCATION"] == "https://meet.example.org/y"


def test_all_events_that_are_coming(client, portal):
    topic, other = make.term(make.Topic, "housing"), make.term(make.Topic, "work")
    make.event(title="Fest", topics=[topic])
    make.event(title="Messe", topics=[other])
    make.event(title="Lange her", start=make.tomorrow() - timedelta(days=90))
    make.event(title="Zurückgezogen").unpublish()

    def titles(query: str = "") -> list[str]:
        return sorted(str(entry["SUMMARY"]) for entry in calendar(client, ALL + query).walk("VEVENT"))

    assert titles() == ["Fest", "Messe"]
    assert titles("?topic=housing") == ["Fest"]
    assert titles("?topic=nonsense") == []
    assert titles("?topic=nonsense&topic=work") == []


def test_the_events_of_an_organisation(client, portal):
    verein = make.organisation(title="Verein")
    make.event(verein, title="Fest")
    make.event(title="Fremd")
    path = f"/de/calendar/organisation/{verein.translation_key}.ics"
    found = calendar(client, path)
    assert [str(entry["SUMMARY"]) for entry in found.walk("VEVENT")] == ["Fest"]
    assert found["X-WR-CALNAME"] == "Verein"
    make.fresh(verein).unpublish()
    assert client.get(path).status_code == 404


def test_what_is_not_public_is_not_found(client, portal):
    event = make.event()
    event.unpublish()
    unknown = "00000000-0000-4000-8000-000000000000"
    for path in (event.calendar_url, f"/de/calendar/event/{unknown}.ics", f"/de/calendar/organisation/{unknown}.ics"):
        assert client.get(path).status_code == 404
    assert client.post(ALL).status_code == 405


def test_subscribers_who_ask_again_get_not_modified(client, portal):
    make.event()
    first = client.get(ALL)
    assert "max-age=900" in first["Cache-Control"]
    assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "Set-Cookie" not in first
    make.event()
    assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("language", ["de", "ar"])
def test_queries_do_not_grow(client, portal, language):
    verein = make.organisation()
    paths = [f"/{language}/calendar/all.ics", f"/{language}/calendar/organisation/{verein.translation_key}.ics"]

    def more(number: int) -> None:
        for _ in range(number):
            make.translate(make.event(verein, topics=[make.term(make.Topic)]), "ar")

    more(1)
    before = [queries(client, path) for path in paths]
    more(5)
    assert [queries(client, path) for path in paths] == before
