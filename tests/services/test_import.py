"""The import of services: every field, languages, second runs, and files that are not what they should be."""

import copy
import json
from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from core.importing import Outcome, Refused, Report
from core.models import TextState
from organisations.models import OrganisationPage
from services.hsds_import import import_services
from services.models import ServiceIndexPage, ServicePage
from tests import factories as make
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic

pytestmark = pytest.mark.django_db

SERVICE = {
    "id": "asyl",
    "organization": {"id": "org", "name": "Träger"},
    "name": "Asylberatung",
    "alternate_name": "AVB",
    "summary": None,
    "description": "Wir beraten zum Asyl. Kostenlos.\n\nAuch am Telefon.",
    "eligibility_description": "<p>Für alle.</p><script>x</script>",
    "application_process": "Rufen Sie an.",
    "required_documents": [{"document": "Ausweis"}, {"document": "Bescheid"}],
    "fees_description": "5 Euro",
    "cost_options": [{"amount": 5}],
    "alert": {"text": "Heute zu.", "expires": "+3d"},
    "status": "temporarily closed",
    "program": "MBE",
    "url": "https://asyl.example.org",
    "email": "asyl@example.org",
    "booking_url": "https://termin.example.org",
    "minimum_age": 27,
    "maximum_age": None,
    "interpretation_services": "auf Anfrage",
    "assured_date": "-45d",
    "assurer_email": "buero@example.org",
    "phones": [{"number": "0999-555-1", "description": "vormittags", "languages": ["ar"]}],
    "contacts": [{"name": "A. Beispiel", "title": "Leitung", "consent": True, "consent_until": "2030-01-01"}],
    "languages": [
        {"code": "de"},
        {"code": "ar", "mode": "interpreter", "note": "dienstags"},
        {"code": "xq", "name": "Neu"},
    ],
    "schedules": [
        {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00", "attending_type": "phone"}
    ],
    "schedule_exceptions": [{"first_day": "2026-12-24", "last_day": "2027-01-01", "note": "Ferien"}],
    "service_at_locations": [
        {
            "location": {
                "name": "Asylberatung",
                "latitude": 50.1,
                "longitude": 9.9,
                "transportation": "Bus 1",
                "accessibility": [{"description": "step-free", "details": "Rampe hinten"}],
                "addresses": [{"address_1": "Weg 1", "city": "Lindenfurt", "postal_code": "00100"}],
            }
        },
        {
            "location": {"confidential": True, "addresses": [{"address_1": "Geheimweg 2", "city": "Ahlheim"}]},
            "schedules": [{"byday": "FR", "opens_at": "10:00", "closes_at": "11:00"}],
        },
    ],
    "attributes": [{"taxonomy_term_id": key} for key in ("topic:permit", "topic:asyl", "target:alle", "mode:phone")],
    "translations": {
        "en": {"name": "Asylum advice", "description": "We advise.", "required_documents": ["ID"], "alert": "Closed."},
        "ro": {"name": "Consiliere"},
    },
}
DATA = {
    "taxonomy_terms": [
        {
            "id": "topic:asyl",
            "code": "asyl",
            "name": "Asyl",
            "parent_id": "topic:flucht",
            "translations": {"en": "Asylum", "ro": "x"},
        },
        {"id": "topic:flucht", "name": "Flucht"},
        {"id": "target:alle", "name": "Alle", "translations": {"ar": "الجميع"}},
    ],
    "organizations": [
        {
            "id": "org",
            "name": "Träger",
            "description": "Ein Träger der Beratung.",
            "email": "org@example.org",
            "year_incorporated": 1999,
            "translations": {"en": {"description": "A provider."}},
        }
    ],
    "services": [SERVICE],
    "towns": {"Lindenfurt": {"de": "Lindenfurt", "ar": "ليندنفورت"}, "Ahlheim": {}},
    "language_names": {},
}


@pytest.fixture
def data(portal):
    for code in ("de", "ar"):
        make.term(AdviceLanguage, code)
    make.term(Topic, "permit")
    make.term(AdviceMode, "phone")
    return copy.deepcopy(DATA)


def run(data) -> Report:
    report = Report()
    with translation.override("en"):
        import_services(copy.deepcopy(data), report)
    return report


def service(key="asyl", language="de") -> ServicePage:
    return ServicePage.objects.get(external_id=key, locale__language_code=language)


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


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": None}, "name is missing"),
        ({"id": ["x"]}, "id is a list, not a text"),
        ({"phones": "0999"}, "phones is a text, not a list"),
        ({"phones": [{"number": "keine"}]}, "phones[0].number: “keine” is not a telephone number."),
        ({"email": "kaputt"}, "email: Enter a valid email address."),
        ({"status": "weg"}, "status: Value 'weg' is not a valid choice."),
        ({"schedules": [{"byday": "XX", "opens_at": "09:00", "closes_at": "10:00"}]}, "slots[0].weekday"),
        (
            {"schedules": [{"byday": "MO", "opens_at": "9 Uhr", "closes_at": "10:00"}]},
            "schedules[0].opens_at “9 Uhr” is not",
        ),
        ({"attributes": [{"taxonomy_term_id": "topic:unbekannt"}]}, "the term “topic:unbekannt” is not known"),
        ({"languages": [{"code": "zz"}]}, "the language “zz” is not known and has no name"),
        ({"languages": [{"code": "de", "mode": "Hand"}]}, "languages[0].mode “Hand” is none of"),
        ({"organization": {"id": "fremd"}}, "its organisation “fremd” is not known"),
        ({"minimum_age": 30, "maximum_age": 20}, "maximum_age: The upper age must not be below the lower."),
        ({"translations": {"en": {"description": "x"}}}, "translations.en.name is missing"),
        ({"translations": {"en": 5}}, "translations.en is a number, not an object"),
    ],
)
def test_a_bad_record_is_refused_whole_and_the_rest_comes(data, change, reason):
    bad = {**copy.deepcopy(SERVICE), "id": "bad", "languages": [{"code": "new", "name": "Nur hier"}], **change}
    data["services"].insert(0, bad)
    report = run(data)
    assert reason in report.refusals[0][2]
    assert (report.refused, report.counts["services"][Outcome.CREATED]) == (1, 1)
    assert ServicePage.objects.count() == 2
    assert not AdviceLanguage.objects.filter(code="new").exists()


def test_duplicates_circles_and_refused_providers(data):
    data["services"] += [SERVICE, {**SERVICE, "id": "zwei", "organization": {"id": "weg", "name": "Weg"}}]
    data["organizations"].append({"id": "weg", "name": "Weg", "email": "kaputt"})
    data["taxonomy_terms"] += [
        {"id": "topic:a", "name": "A", "parent_id": "topic:b"},
        {"id": "topic:b", "name": "B", "parent_id": "topic:a"},
        {"id": "farbe:rot", "name": "Rot"},
        {"id": "topic:asyl", "name": "Doppelt"},
        7,
    ]
    reasons = [reason for _kind, _record, reason in run(data).refusals]
    assert reasons[0] == "this id appears more than once in the file"
    assert reasons[1:3] == ["its parents form a circle"] * 2
    assert "belongs to no vocabulary" in reasons[3]
    assert reasons[4] == "record is a number, not an object"
    assert reasons[5].startswith("email: ")
    assert reasons[6:] == ["this id appears more than once in the file", "its organisation “weg” was refused"]


def test_a_provider_that_only_its_service_names(data):
    data["organizations"] = []
    assert run(data).refused == 0
    assert service().provider.title == "Träger"


@pytest.mark.parametrize(
    "content", [{}, {"services": 5}, {"services": [], "taxonomy_terms": {}}, {"services": [], "towns": []}]
)
def test_a_file_of_the_wrong_shape(portal, content):
    with pytest.raises(Refused):
        run(content)


def test_command(data, tmp_path, capsys):
    path = tmp_path / "services.json"
    path.write_text(json.dumps(data))
    call_command("import_services", str(path), "--dry-run")
    assert not ServicePage.objects.exists()
    assert not Topic.objects.filter(code="asyl").exists()
    call_command("import_services", str(path))
    assert list(ServicePage.objects.all().search("Asylberatung")) == [service()]
    path.write_text(json.dumps({**data, "services": [{}]}))
    with pytest.raises(CommandError, match="1 of") as error:
        call_command("import_services", str(path))
    assert error.value.returncode == 1
    assert "id is missing" in capsys.readouterr().out
    path.write_text("[]")
    with pytest.raises(CommandError, match="an object at the top"):
        call_command("import_services", str(path))
    path.write_text('{"towns": 1}')
    with pytest.raises(CommandError, match="neither services nor organizations"):
        call_command("import_services", str(path))


ODD = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats()
    | st.text(max_size=4)
    | st.just([{}])
    | st.just({"id": 1})
)


@given(st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_is_imported_or_refused(data, odd):
    record = copy.deepcopy(SERVICE)
    for _ in range(odd.draw(st.integers(1, 3))):
        target = record
        for _ in range(3):
            key = odd.draw(st.sampled_from(list(target) if isinstance(target, dict) else range(len(target))))
            if isinstance(target[key], dict | list) and target[key] and odd.draw(st.booleans()):
                target = target[key]
        target[odd.draw(st.sampled_from(list(target) if isinstance(target, dict) else range(len(target))))] = odd.draw(
            ODD
        )
    report = run({**data, "services": [record], "towns": {"Lindenfurt": odd.draw(st.just({}) | ODD)}})
    assert sum(report.counts["services"].values()) == 1
