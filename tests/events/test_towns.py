"""The calendar narrowed by the place of the taxonomy that an event's address lies in."""

import json

import pytest
from django.core.management import call_command

from events.models import EventPage
from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db
INDEX = "/de/termine/"


def address(city: str, postcode: str = "") -> str:
    value = {"name": "Saal", "street": "Weg 1", "postcode": postcode, "city": city, "latitude": None, "longitude": None}
    return json.dumps([{"type": "address", "value": value}])


@pytest.fixture
def towns(portal):
    """Two towns, a district of the first, and two that share a postcode."""
    town = make.term(make.Place, "lindenfurt", names={"de": "Lindenfurt", "ar": "ليندنفورت"}, postcodes="00100 00101")
    make.term(make.Place, "nord", names={"de": "Nord"}, parent=town, kind="district")
    make.term(make.Place, "ahlheim", names={"de": "Ahlheim"}, postcodes="00200 00300")
    make.term(make.Place, "erlbach", names={"de": "Bad Erlbach"}, postcodes="00300")
    return town


@pytest.mark.parametrize(
    ("city", "postcode", "code"),
    [
        ("Lindenfurt", "", "lindenfurt"),
        (" lindenFURT", "99999", "lindenfurt"),
        ("ليندنفورت", "", "lindenfurt"),
        ("Lindenfurt-Hafen", "00101", "lindenfurt"),
        ("Ahlheim", "00300", "ahlheim"),
        ("Dorf", "00300", None),
        ("Fremdstadt", "", None),
        ("", "", None),
    ],
)
def test_the_town_follows_from_the_address(towns, city, postcode, code):
    town = make.event(place=address(city, postcode)).town
    assert (town.code if town else None) == code


def test_the_list_and_the_calendar_are_narrowed(client, towns):
    make.event(title="Fest", place=address("Lindenfurt"), rrule="FREQ=DAILY;COUNT=2")
    make.event(title="Markt", place=address("Nord"))
    make.event(title="Messe", place=address("Ahlheim"))
    make.event(title="Im Netz", online_url="https://meet.example.org/x")
    response = client.get(f"{INDEX}?place=lindenfurt")
    assert {row.page.title for row in response.context["results"]} == {"Fest", "Markt"}
    facet = next(group for group in response.context["facets"] if group.facet.parameter == "place")
    assert {choice.code: choice.count for choice in facet.choices} == {"lindenfurt": 1, "nord": 1, "ahlheim": 1}
    html = response.content.decode()
    assert '<input type="checkbox" name="place" value="lindenfurt" checked>' in html
    assert response.context["calendar_url"] == "/de/calendar/all.ics?place=lindenfurt"
    calendar = client.get(response.context["calendar_url"]).content
    assert (b"SUMMARY" in calendar, b"Messe" in calendar) == (True, False)
    assert b"Messe" in client.get("/ar/calendar/all.ics?place=ahlheim").content


def test_a_changed_address_is_another_town(towns):
    event = make.event(place=address("Ahlheim"))
    event.place = address("Lindenfurt")
    event.save_revision().publish()
    assert make.fresh(event).town == towns


def test_a_new_place_finds_its_events_overnight(portal):
    event = make.event(place=address("Neustadt"))
    assert event.town is None
    place = make.term(make.Place, "neustadt", names={"de": "Neustadt"})
    call_command("extend_occurrences", verbosity=0)
    assert make.fresh(event).town == place
    place.delete()
    assert EventPage.objects.get(pk=event.pk).town is None


@pytest.mark.parametrize("query", ["", "?place=lindenfurt"])
def test_queries_do_not_grow(client, towns, query):
    make.event(place=address("Lindenfurt"))
    before = queries(client, INDEX + query)
    for number in range(5):
        make.event(place=address(make.term(make.Place, f"ort-{number}").names["de"]))
        make.event(place=address("Lindenfurt"))
    assert queries(client, INDEX + query) == before
    assert queries(client, INDEX + query, warm=True) <= 14
