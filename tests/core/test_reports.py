"""“Is something wrong here?”: readers say it, editors read it, nobody is annoyed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import public_forms
from core.models import ContentReport
from tests import factories as make
from tests.search.editors import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(portal):
    return make.organisation(title="Verein Nil")


@pytest.fixture
def patient(monkeypatch):
    """Readers need some seconds; the test does not wait for them."""
    monkeypatch.setattr(public_forms, "FASTEST", -1)


def url(page, language="de") -> str:
    return f"/{language}/report/{page.translation_key}/"


def form(**values) -> dict:
    shown = TimestampSigner(salt="core.public_forms.ReportForm").sign("shown")
    return {
        "reason": "wrong",
        "message": "Die Nummer stimmt nicht.",
        "email": "",
        "homepage": "",
        "shown": shown,
        **values,
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_page_leads_to_the_form(client, page, language):
    html = client.get(page.url_in(language)).content.decode()
    assert f'href="{url(page, language)}"' in html
    response = client.get(url(page, language))
    assert response.status_code == 200
    assert not response.cookies
    assert "noindex" in response.content.decode()
    if language == "ar":
        assert '<html lang="ar" dir="rtl">' in response.content.decode()
        assert 'lang="de" dir="ltr"><bdi>Verein Nil' in response.content.decode()


def test_a_message_is_kept_and_acknowledged(client, page, patient, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = Client(enforce_csrf_checks=True).post(
            url(page, "ar"), form(email="leser@example.org", message="الرقم خطأ")
        )
    assert response.status_code == 200
    report = ContentReport.objects.get()
    assert (report.page_id, report.reason, report.language) == (page.pk, "wrong", "ar")
    assert report.message == "الرقم خطأ"
    (letter,) = mail.outbox
    assert letter.to == ["leser@example.org"]
    assert str(report.pk) in letter.body
    assert "الرقم" not in letter.body, "nobody sends texts to others through the portal"


@pytest.mark.parametrize(
    "values",
    [{"homepage": "http://spam.example"}, {"shown": ""}, {"shown": "forged"}],
    ids=["trap", "never shown", "forged"],
)
def test_programs_get_the_same_answer_and_reach_nobody(client, page, patient, values):
    response = client.post(url(page), form(**values))
    assert response.status_code == 200
    assert not ContentReport.objects.exists()


def test_too_fast_for_a_person(client, page):
    client.post(url(page), form())
    assert not ContentReport.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"message": ""}, {"email": "kein@"}, {"reason": "x"}, {"message": "x" * 3001}, {"email": "a@b.de\nBcc: c@d.de"}],
    ids=["empty", "address", "reason", "long", "header"],
)
def test_errors_keep_what_was_typed(client, page, patient, values):
    response = client.post(url(page), form(**{"message": "Bitte ändern", **values}))
    assert response.status_code == 422
    html = response.content.decode()
    assert 'role="alert"' in html
    if "message" not in values:
        assert "Bitte ändern" in html
    assert not ContentReport.objects.exists()


def test_a_flood_is_stopped_without_losing_the_text(client, page, patient, monkeypatch):
    monkeypatch.setattr("core.reports.PER_NETWORK", 2)
    for _number in range(2):
        client.post(url(page), form())
    response = client.post(url(page), form(message="Die dritte"))
    assert response.status_code == 429
    assert "Die dritte" in response.content.decode()
    assert ContentReport.objects.count() == 2


def test_a_page_that_was_open_for_days_is_sent_once_more(client, page, patient, monkeypatch):
    monkeypatch.setattr(public_forms, "LONGEST", -1)
    monkeypatch.setattr(public_forms, "FASTEST", -2)
    response = client.post(url(page), form(message="Schon lange offen"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Schon lange offen" in html
    monkeypatch.setattr(public_forms, "LONGEST", 3600)
    fresh = re.search(r'name="shown" value="([^"]+)"', html)[1]
    client.post(url(page), form(message="Schon lange offen", shown=fresh))
    assert ContentReport.objects.get().message == "Schon lange offen"


@pytest.mark.parametrize("values", [{"message": "x" * 3_000_000}, {f"field{n}": "x" for n in range(20_001)}])
def test_too_much_at_once_is_said_in_the_readers_language(client, page, values):
    response = client.post(url(page, "ar"), form(**values))
    assert response.status_code == 400
    assert '<html lang="ar"' in response.content.decode()
    assert "نصك" in response.content.decode()


def test_only_public_pages(client, page):
    draft = make.organisation()
    draft.unpublish()
    assert client.get(url(draft)).status_code == 404
    assert client.post(url(draft), form()).status_code == 404


def test_editors_work_on_it(page):
    report = ContentReport.objects.create(page=page, reason="wrong", message="Stimmt nicht", language="de")
    editor = browser("editor")
    assert "content-reports" in editor.get(reverse("wagtailadmin_home")).content.decode()
    edit = reverse("wagtailsnippets_core_contentreport:edit", args=[report.pk])
    assert "Stimmt nicht" in editor.get(edit).content.decode()
    editor.post(edit, {"state": "done", "note": "Nummer geändert"})
    report.refresh_from_db()
    assert (report.state, report.message) == ("done", "Stimmt nicht")
    assert report.handled_by.username == "editor"
    assert "content-reports" not in editor.get(reverse("wagtailadmin_home")).content.decode()
    for role in ("translator", "association", "anonymous"):
        assert browser(role).get(edit).status_code == 302


def test_editors_add_none(page):
    editor = browser("editor")
    add = reverse("wagtailsnippets_core_contentreport:add")
    assert add not in editor.get(reverse("wagtailsnippets_core_contentreport:list")).content.decode()
    assert editor.get(add).status_code == 302


def test_kept_for_a_year_given_out_and_erased(page, capsys):
    old, new = (
        ContentReport.objects.create(page=page, reason="other", message=text, language="de", email="L@example.org")
        for text in ("alt", "neu")
    )
    ContentReport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=366))
    call_command("personal_data", "expire")
    assert list(ContentReport.objects.all()) == [new]
    call_command("personal_data", "export", "l@example.org")
    assert '"neu"' in capsys.readouterr().out
    call_command("personal_data", "erase", "l@example.org")
    assert not ContentReport.objects.exists()
