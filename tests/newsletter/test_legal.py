"""The legal checklist (GDPR, UWG, RFC 8058), item by item, for signing up and leaving.

The numbers are those of the project's checklist on law and accessibility. What concerns the mails of an issue stands in
the tests of issues and of sending.
"""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.models import StandardPage
from core.retention import REGISTRY
from newsletter import subscribing
from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import ended_at
from tests import factories as make
from tests.newsletter.forms import confirmed, link_in, path_of, sign_up

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def form_of(client, language: str) -> str:
    html = client.get(f"/{language}/newsletter/").content.decode()
    return re.search(r'<form class="form".*?</form>', html, re.DOTALL)[0]


@EVERY_LANGUAGE
def test_31_only_the_address_is_needed(client, newsletter, language):
    visible = set(re.findall(r'name="([^"]+)"', form_of(client, language))) - {"homepage", "shown", "agreed"}
    assert visible == {"email", "language", "consent"}, "no name, no birthday; topics where there are some"
    assert sign_up(client, "a@example.org", language, language=None).status_code == 302
    assert Subscriber.objects.get().language == ""


@EVERY_LANGUAGE
def test_32_consent_is_given_freely_and_knowing_what_for(client, newsletter, language):
    form = form_of(client, language)
    box = re.search(r'<input type="checkbox" name="consent"[^>]*>', form)[0]
    assert "checked" not in box
    assert form.count('type="checkbox"') == 1, "one consent, not tied to another"
    words = re.search(re.escape(box) + r" <span>(.*?)</span>", form)[1]
    assert "Testportal" in words, "who sends"
    assert sign_up(client, "a@example.org", language, consent=None).status_code == 422
    assert not Subscriber.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("role", ["imprint", "privacy"])
def test_33_nobody_is_asked_before_the_legal_pages_are_public(client, newsletter, role):
    before = client.get("/de/newsletter/").text
    StandardPage.objects.get(role=role).unpublish()
    after = client.get("/de/newsletter/").text
    assert [text.count('name="consent"') for text in (before, after)] == [1, 0]
    for path in ("/de/", "/de/aktuelles/", "/de/newsletter/"):
        assert "/subscription/sign-up/" not in client.get(path).text
    for data in ({"email": "a@example.org"}, {"email": "a@example.org", "consent": "on", "shown": "x"}):
        assert client.post("/de/subscription/sign-up/", data).url == "/de/newsletter/"
    assert not Subscriber.objects.exists()
    reader = make.subscriber()
    assert client.get(path_of(reader.manage_url())).status_code == 200, "who is there can change and leave"


def test_33_double_opt_in(client, newsletter):
    make.news(title="Großes Sommerfest")
    sign_up(client, "a@example.org")
    assert Subscriber.objects.get().status == "pending"
    assert not Subscriber.objects.deliverable().exists()
    message = mail.outbox[0]
    assert message.message().get_content_type() == "text/plain", "nothing that loads or tracks"
    assert "Sommerfest" not in message.body
    links = re.findall(r"https?://\S+", message.body)
    paths = [re.sub(r"[^/]+:[^/]+:[^/]+", "…", path_of(link)) for link in links]
    assert paths == ["/de/subscription/confirm/…/", "/de/", "/de/impressum/"], "the link, the portal, the imprint"
    client.post(link_in(message))
    assert Subscriber.objects.deliverable().exists()


def test_34_proof_of_the_request_as_well_as_of_the_confirmation(client, newsletter):
    confirmed(client, "a@example.org", "uk")
    requested, mailed, given = ConsentProof.objects.all()
    assert requested.consent.text
    assert requested.consent.sha256
    assert requested.consent.language == "uk"
    assert requested.url
    assert requested.at <= mailed.at <= given.at
    assert requested.email == given.email == "a@example.org"


@pytest.mark.parametrize(("days", "good"), [(0, False), (1, True), (13, True), (14, False)])
def test_35_unconfirmed_ones_go_within_two_weeks(client, newsletter, settings, days, good):
    settings.NEWSLETTER_PENDING_DAYS = days
    assert ("newsletter.E001" not in {error.id for error in run_checks()}) == good
    if good:
        old, new = (make.subscriber(f"{name}@example.org", status="pending") for name in ("old", "new"))
        Subscriber.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=days, hours=1))
        call_command("personal_data", "expire", stdout=io.StringIO())
        assert list(Subscriber.objects.all()) == [new]


def test_36_programs_that_open_links_confirm_nothing(client, newsletter):
    sign_up(client, "a@example.org")
    link = link_in(mail.outbox[0])
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert Subscriber.objects.get().status == "pending"
    form = re.search(r'<form method="post".*?</form>', client.get(link).content.decode(), re.DOTALL)[0]
    assert "<input" not in form, "a button, and nothing to solve"
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 200, "once"
    assert ConsentProof.objects.filter(event="confirmed").count() == 1


def test_37_no_answer_tells_who_is_subscribed(client, newsletter):
    make.subscriber("known@example.org")
    known, unknown = (sign_up(client, f"{name}@example.org") for name in ("known", "unknown"))
    assert (known.status_code, known.url, known.content) == (unknown.status_code, unknown.url, unknown.content)
    assert dict(known.headers) == dict(unknown.headers)
    assert len(mail.outbox) == 2


def test_38_one_click(newsletter):
    subscriber = make.subscriber()
    client = Client(enforce_csrf_checks=True)
    url = path_of(subscriber.one_click_url())
    client.get(url)
    assert Subscriber.objects.exists()
    answer = client.post(url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not answer.has_header("Location")
    assert not Subscriber.objects.exists()


@EVERY_LANGUAGE
def test_39_the_visible_link_needs_no_login_and_works_at_once(client, newsletter, language):
    subscriber = make.subscriber(language=language)
    link = path_of(subscriber.unsubscribe_url())
    assert f'<html lang="{language}"' in client.get(link).content.decode()
    answer = client.post(link, follow=True)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert len(mail.outbox) <= 1


def test_41_bounces_suspend(settings):
    settings.NEWSLETTER_SOFT_BOUNCES = 3
    hard, soft, old = (make.subscriber(f"{name}@example.org") for name in ("hard", "soft", "old"))
    hard.bounced(permanent=True, reason="550 5.1.1\r\nno such user")
    assert (hard.status, hard.suspended_reason) == ("suspended", "550 5.1.1 no such user")
    for _ in range(2):
        soft.bounced(permanent=False, reason="452 mailbox full")
        old.bounced(permanent=False, reason="452 mailbox full")
    assert set(Subscriber.objects.deliverable()) == {soft, old}
    Subscriber.objects.filter(pk=old.pk).update(soft_bounced_at=timezone.now() - timedelta(days=100))
    for subscriber in (soft, old):
        subscriber.bounced(permanent=False, reason="452 mailbox full")
    assert set(Subscriber.objects.deliverable()) == {old}, "long ago does not count"


def test_42_what_remains_after_unsubscribing(client, newsletter):
    confirmed(client, "a@example.org")
    subscribing.unsubscribe(Subscriber.objects.get(), "test")
    assert not Subscriber.objects.exists()
    assert ConsentProof.objects.count() == 4
    assert ended_at("a@example.org") is not None, "known by its keyed hash, so that no old list brings it back"
    call_command("erase_subscriber", "a@example.org", stdout=io.StringIO())
    assert not ConsentProof.objects.exclude(email="").exists()
    assert ended_at("a@example.org") is not None


def test_25_everything_personal_has_a_time():
    models = {model for model in REGISTRY if model._meta.app_label == "newsletter"}
    assert Subscriber in models
    assert ConsentProof in models
    assert all(REGISTRY[model].retention for model in models)


def test_30_export_and_erasure_by_command(client, newsletter):
    confirmed(client, "a@example.org")
    output = io.StringIO()
    call_command("export_subscriber", "a@example.org", stdout=output)
    assert '"email": "a@example.org"' in output.getvalue()
    call_command("erase_subscriber", "a@example.org", stdout=io.StringIO())
    output = io.StringIO()
    call_command("export_subscriber", "a@example.org", stdout=output)
    assert '"a@example.org"' not in output.getvalue()
