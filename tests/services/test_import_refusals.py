"""The import of services: records and files that are not what they should be, and the command that says so."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.importing import Outcome, Refused
from services.models import ServicePage
from tests.services.conftest import SERVICE, run, service
from topics.models import AdviceLanguage, Topic

pytestmark = pytest.mark.django_db


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
