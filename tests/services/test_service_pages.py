"""Services as readers see them: the list with its filters, the page, and what must never be seen."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from services.models import ServicePage
from services.models.index import distance_km
from tests import factories as make

pytestmark = pytest.mark.django_db
SECRET = "Geheimweg 13"


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def shelter(portal):
    """A service with a public and a confidential place."""
    return make.service(
        title="Schutzwohnung",
        slug="schutz",
        phones=json.dumps([{"type": "phone", "value": {"number": "0999-555-1", "description": "", "languages": []}}]),
        places=make.places(
            make.place("Lindenstraße 1"), make.place(SECRET, confidential=True, latitude=50.1234, longitude=9.8765)
        ),
    )


def test_a_confidential_address_is_in_no_public_output(client, shelter):
    make.translate(shelter, "ar")
    paths = ["/de/beratung/schutz/", "/ar/beratung/schutz/", "/uk/beratung/schutz/", "/de/beratung/", "/de/"]
    paths += ["/de/search/?q=Geheimweg", "/sitemap.xml", "/de/feeds/news.rss", "/de/calendar/all.ics"]
    for path in paths:
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, path
        assert SECRET.encode() not in content, path
        assert b"50.1234" not in content, path
    assert "Lindenstraße 1" in html(client, "/de/beratung/schutz/")


def test_a_translation_does_not_store_the_confidential_address(shelter):
    assert "Geheimweg" not in json.dumps(make.translate(shelter, "en").places.get_prep_value(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ({"consent": True, "consent_until": None}, True),
        ({"consent": False, "consent_until": None}, False),
        ({"consent": True, "consent_until": timezone.localdate() - timedelta(days=1)}, False),
    ],
    ids=["agreed", "not agreed", "agreement over"],
)
def test_persons_are_named_only_with_their_consent(client, portal, person, shown):
    until = person["consent_until"].isoformat() if person["consent_until"] else None
    value = {"name": "Erika Beispiel", "title": "", "email": "", "phone": "", **person, "consent_until": until}
    make.service(slug="person", contacts=json.dumps([{"type": "contact", "value": value}]))
    assert ("Erika Beispiel" in html(client, "/de/beratung/person/")) is shown


def test_an_expired_notice_is_not_shown(client, portal):
    yesterday = timezone.localdate() - timedelta(days=1)
    make.service(slug="alt", alert="Heute geschlossen!", alert_expires=yesterday)
    make.service(slug="neu", alert="Heute geschlossen!", alert_expires=timezone.localdate())
    assert "Heute geschlossen!" not in html(client, "/de/beratung/alt/")
    assert "Heute geschlossen!" in html(client, "/de/beratung/neu/")


@pytest.fixture
def some(portal):
    """Three services: two in Arabic, one of them on housing and in town."""
    housing = make.term(make.Topic, "housing")
    flats = make.Topic.objects.create(code="flats", names={"de": "Wohnungssuche"}, parent=housing)
    arabic, turkish = make.term(make.AdviceLanguage, "ar"), make.term(make.AdviceLanguage, "tr")
    town = make.term(make.Place, "town", postcodes="00100 00101", latitude=50.0, longitude=9.0)
    return [
        make.service(title="Eins", topics=[flats], languages=[arabic], areas=[town], cost="free"),
        make.service(title="Zwei", topics=[make.term(make.Topic, "work")], languages=[arabic, turkish], cost="paid"),
        make.service(title="Drei", languages=[turkish]),
    ]


def titles(client, query: str) -> set[str]:
    response = client.get(f"/de/beratung/{query}")
    assert response.status_code == 200
    return {page.title for page in response.context["results"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Eins", "Zwei", "Drei"}),
        ("?language=ar", {"Eins", "Zwei"}),
        ("?language=ar&language=tr", {"Eins", "Zwei", "Drei"}),
        ("?topic=housing", {"Eins"}),
        ("?topic=housing&language=tr", set()),
        ("?place=town", {"Eins"}),
        ("?free=1", {"Eins", "Drei"}),
        ("?language=unbekannt", {"Eins", "Zwei", "Drei"}),
        ("?page=99&postcode=%00&topic=%27", {"Eins", "Zwei", "Drei"}),
    ],
)
def test_filters(client, some, query, expected):
    assert titles(client, query) == expected


def test_counts_say_how_many_each_choice_would_leave(client, some):
    facets = client.get("/de/beratung/?language=ar").context["facets"]
    counts = {group.facet.parameter: {c.code: c.count for c in group.choices} for group in facets}
    assert counts["topic"] == {"housing": 1, "work": 1}
    assert counts["language"] == {"ar": 2, "tr": 2}


def test_distance_from_a_postcode_sorts_the_list(client, some):
    far = make.place(latitude=51.0, longitude=9.0)
    near = make.place(latitude=50.01, longitude=9.0)
    for title, spot in (("Eins", far), ("Drei", near)):
        service = ServicePage.objects.get(title=title)
        service.places = make.places(spot)
        service.save()
    found = [page.title for page in client.get("/de/beratung/?postcode=00101").context["results"]]
    assert found == ["Drei", "Eins", "Zwei"]


def test_an_unknown_postcode_is_said_and_the_list_stays(client, some):
    response = client.get("/de/beratung/?postcode=99999")
    assert response.context["postcode_unknown"]
    assert 'value="99999"' in response.content.decode()


def test_distances():
    assert distance_km((50.0, 9.0), (50.0, 9.0)) == 0
    assert distance_km((52.52, 13.405), (48.137, 11.575)) == pytest.approx(504, abs=2)


def test_services_that_are_no_more_are_not_listed(client, portal):
    make.service(title="Vorbei", status="defunct")
    make.service(title="Pause", status="temporarily closed")
    assert titles(client, "") == {"Pause"}


def test_a_wrong_time_is_refused_and_says_where(portal):
    wrong = {"weekday": "MO", "opens_at": "12:00", "closes_at": "09:00", "kind": "open"}
    page = make.service(places=make.places(make.place(slots=[wrong])))
    with pytest.raises(ValidationError) as caught:
        page.places.stream_block.clean(page.places)
    in_place = caught.value.block_errors[0].block_errors["slots"]
    assert "closes_at" in in_place.block_errors[0].block_errors
