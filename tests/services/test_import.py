"""The import of services: every field, languages, terms, second runs."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from core.importing import Outcome
from core.models import TextState
from organisations.models import OrganisationPage
from services.models import ServiceIndexPage, ServicePage
from tests import factories as make
from tests.services.conftest import run, service
from topics.models import Place, TargetGroup, Topic

pytestmark = pytest.mark.django_db


def test_every_field_arrives(data):
    assert run(data).refusals == []
    page = service()
    assert page.get_parent().pk == make.index_of(ServiceIndexPage).pk
    assert (page.title, page.slug, page.alternate_name, page.live) == ("Asylberatung", "asylberatung", "AVB", True)
    assert page.summary == "Wir beraten zum Asyl. Kostenlos. Auch am Telefon."
    assert page.description == "<p>Wir beraten zum Asyl. Kostenlos.</p><p>Auch am Telefon.</p>"
    assert page.eligibility_description == "<p>Für alle.</p>"
    assert page.required_documents == "<ul><li>Ausweis</li><li>Bescheid</li></ul>"
    assert (page.cost, page.fees_description, page.status) == ("paid", "5 Euro", "temporarily closed")
    today = timezone.localdate()
    assert (page.alert, page.alert_expires) == ("Heute zu.", today + timedelta(days=3))
    assert (page.last_confirmed, page.confirmed_by) == (today - timedelta(days=45), "buero@example.org")
    assert (page.minimum_age, page.maximum_age, page.program) == (27, None, "MBE")
    assert (page.website, page.email) == ("https://asyl.example.org", "asyl@example.org")
    assert page.provider == OrganisationPage.objects.get(external_id="org", locale__language_code="de")
    assert [topic.code for topic in page.topics.all()] == ["permit", "asyl"]
    assert [term.code for term in (*page.target_groups.all(), *page.modes.all())] == ["alle", "phone"]
    assert [(row.language.code, row.how, row.note) for row in page.languages.all()] == [
        ("de", "staff", ""), ("ar", "interpreter", "dienstags"), ("xq", "staff", ""),
    ]  # fmt: skip
    phone, contact = page.phones[0].value, page.contacts[0].value
    assert (phone["number"], [language.code for language in phone["languages"]]) == ("0999-555-1", ["ar"])
    assert (contact["name"], contact["consent"], contact["consent_until"]) == ("A. Beispiel", True, date(2030, 1, 1))


def test_places_hours_and_secrets(data):
    run(data)
    page = service()
    (place,) = page.public_places
    assert (place["address"]["name"], place["address"]["street"]) == ("", "Weg 1"), "a place called like its service"
    assert (list(place["accessibility"]), place["accessibility_note"]) == (["step-free"], "Rampe hinten")
    assert [(slot["weekday"], slot["opens_at"], slot["kind"]) for slot in place["slots"]] == [
        ("MO", time(9), "phone"), ("TU", time(9), "phone"),
    ]  # fmt: skip
    assert place["exceptions"][0]["last_day"] == date(2027, 1, 1)
    secret = page.places[1].value
    assert secret["confidential"]
    assert [slot["weekday"] for slot in secret["slots"]] == ["FR"]
    assert [area.names["de"] for area in page.areas.all()] == ["Lindenfurt"], "the town of a shelter is a secret too"


def test_translations_terms_and_towns(data):
    report = run(data)
    english = service(language="en")
    assert (english.title, english.alternate_name, english.alert) == ("Asylum advice", "AVB", "Closed.")
    assert (english.application_process, english.required_documents) == ("", "<ul><li>ID</li></ul>")
    assert (english.slug, english.alias_of_id, english.text_state.source_id) == ("asylberatung", None, service().pk)
    assert english.facts.phones[0].value["number"] == "0999-555-1"
    assert not TextState.objects.outdated().exists()
    assert ServicePage.objects.count() == 2
    assert "translations into ro, which the portal does not have" in report.hints
    asylum = Topic.objects.get(code="asyl")
    assert (asylum.names, asylum.external_id, asylum.parent.code) == (
        {"de": "Asyl", "en": "Asylum"},
        "topic:asyl",
        "flucht",
    )
    assert TargetGroup.objects.get(code="alle").names["ar"] == "الجميع"
    assert Place.objects.get(code="lindenfurt").names["ar"] == "ليندنفورت"
    assert OrganisationPage.objects.get(locale__language_code="en").about == "<p>A provider.</p>"


def test_the_pages_are_served(data, client):
    run(data)
    for path in (
        "/de/beratung/asylberatung/",
        "/en/beratung/asylberatung/",
        "/ar/beratung/asylberatung/",
        "/de/beratung/",
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert "Geheimweg" not in response.content.decode()


def test_a_second_run_changes_only_what_has_changed(data):
    run(data)
    revisions = Revision.objects.count()
    report = run(data)
    assert {outcome for counter in report.counts.values() for outcome in counter} == {Outcome.UNCHANGED}
    assert Revision.objects.count() == revisions

    changed = data["services"][0]
    changed["phones"][0]["number"] = "0999-555-2"
    changed["languages"] = [{"code": "ar"}, {"code": "de"}]
    ids = [block.id for block in service().places]
    report = run(data)
    assert report.counts["services"] == {Outcome.CHANGED: 1}
    assert report.counts["organisations"] == {Outcome.UNCHANGED: 1}
    assert service(language="en").facts.phones[0].value["number"] == "0999-555-2"
    assert [row.language.code for row in service().languages.all()] == ["ar", "de"]
    assert [block.id for block in service().places] == ids
    assert Revision.objects.count() == revisions + 1
    assert not TextState.objects.outdated().exists()

    changed["description"] = "Ganz anders."
    run(data)
    assert [state.page_id for state in TextState.objects.outdated()] == [service(language="en").pk]


def test_names_from_the_source_are_kept_current_but_our_own_are_left_alone(data):
    run(data)
    data["taxonomy_terms"][0]["translations"]["en"] = "Asylum law"
    data["taxonomy_terms"].append({"id": "topic:permit", "name": "Etwas anderes"})
    report = run(data)
    assert report.counts["terms"] == {Outcome.CHANGED: 1, Outcome.UNCHANGED: 3}
    assert Topic.objects.get(code="asyl").names["en"] == "Asylum law"
    assert Topic.objects.get(code="permit").names["de"] == "Permit"
