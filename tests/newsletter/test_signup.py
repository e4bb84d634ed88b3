"""Signing up: without cookies or JavaScript, with double opt-in, and without telling strangers who is subscribed."""

import re
import time
from unittest import mock

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import PortalSettings
from newsletter import subscribing
from newsletter.addresses import clean_address
from newsletter.models import ConsentProof, Subscriber
from newsletter.subscribing import LETTERS
from newsletter.views import answers
from tests import factories as make
from tests.newsletter.forms import SIGN_UP, confirmed, hidden, link_in, opened, sign_up

pytestmark = pytest.mark.django_db
Status = Subscriber.Status


def test_from_the_form_to_the_first_issue(client, newsletter):
    housing = make.term(make.Topic, "housing")
    answer = sign_up(client, "Amira@Example.org", "ar", topics=["housing"])
    assert (answer.status_code, answer.url) == (302, "/ar/subscription/sent/")
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language, subscriber.status) == ("Amira@Example.org", "ar", Status.PENDING)
    assert not Subscriber.objects.deliverable().exists()

    link = link_in(mail.outbox[0])
    assert link.startswith("/ar/subscription/confirm/")
    assert client.get(link).status_code == 200
    assert not Subscriber.objects.deliverable().exists(), "programs that check mails open links"

    answer = client.post(link, follow=True)
    assert answer.status_code == 200
    path = answer.redirect_chain[0][0]
    assert path.startswith("/ar/subscription/manage/"), "a path: form-action of the CSP forbids another host"
    assert path.endswith("?done=confirmed")
    subscriber = Subscriber.objects.deliverable().get()
    assert list(subscriber.topics.all()) == [housing]
    assert subscriber.confirmed_at is not None
    assert not client.cookies


def test_the_link_works_once(client, newsletter):
    confirmed(client, "a@example.org")
    link = link_in(mail.outbox[0])
    before = Subscriber.objects.get().confirmed_at
    again = client.post(link)
    assert again.status_code == 200
    assert "/subscription/manage/" not in again.content.decode(), "a used link opens nothing"
    assert Subscriber.objects.get().confirmed_at == before
    assert ConsentProof.objects.filter(event="confirmed").count() == 1

    Subscriber.objects.get().bounced(permanent=True, reason="550")
    assert client.post(link).status_code == 410
    assert Subscriber.objects.get().status == Status.SUSPENDED, "a suspended address is not revived by an old link"


def test_the_link_grows_old(client, newsletter, settings):
    sign_up(client, "a@example.org")
    link = link_in(mail.outbox[0])
    later = time.time() + 86_400 * settings.NEWSLETTER_PENDING_DAYS + 60
    with mock.patch("django.core.signing.time.time", return_value=later):
        assert client.post(link).status_code == 410
    assert Subscriber.objects.get().status == Status.PENDING


@pytest.mark.parametrize("change", [lambda t: t[:-3], lambda t: t.replace(":", ";"), lambda t: "x" * 300])
def test_broken_links(client, newsletter, change):
    sign_up(client, "a@example.org")
    start, token = link_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)
    answer = client.get(f"{start}/{change(token)}/")
    assert answer.status_code == 410
    assert "/de/newsletter/" in answer.content.decode(), "the way to sign up again"


def test_links_are_for_one_purpose(client, newsletter):
    sign_up(client, "a@example.org")
    token = link_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)[1]
    for path in ("manage", "unsubscribe"):
        assert client.post(f"/de/subscription/{path}/{token}/", {"action": "erase"}).status_code == 410
    assert client.post(f"/subscription/one-click/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 410
    assert Subscriber.objects.exists()


# --- The same answer for everybody -----------------------------------------------------------------------------


def test_known_and_unknown_addresses_get_the_same_answer(client, newsletter):
    make.subscriber("confirmed@example.org", language="tr")
    make.subscriber("pending@example.org", status="pending")
    make.subscriber("suspended@example.org", status="suspended")
    answers = [sign_up(client, f"{name}@example.org") for name in ("new", "confirmed", "pending", "suspended")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/de/subscription/sent/")}
    sent = {message.to[0].partition("@")[0]: link_in(message) for message in mail.outbox}
    assert set(sent) == {"new", "confirmed", "pending", "suspended"}
    assert sent["confirmed"].startswith("/tr/subscription/manage/"), "in the subscriber's language, not the form's"
    for name in ("new", "pending", "suspended"):
        assert "/subscription/confirm/" in sent[name]


def test_strangers_change_nothing_of_a_confirmed_subscription(client, newsletter):
    topic = make.term(make.Topic, "work")
    subscriber = make.subscriber("a@example.org", language="tr", topics=[topic])
    sign_up(client, "A@EXAMPLE.org", "uk", topics=[])
    subscriber.refresh_from_db()
    assert (subscriber.email, subscriber.language, subscriber.status) == ("a@example.org", "tr", Status.CONFIRMED)
    assert list(subscriber.topics.all()) == [topic]
    assert Subscriber.objects.count() == 1


def test_the_same_work_for_known_and_unknown_addresses(client, newsletter):
    """What the letters cost is the background worker's; the view itself asks the same of the database."""
    make.subscriber("known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        with CaptureQueriesContext(connection) as queries, mock.patch.object(subscribing, "write") as task:
            subscribing.request_link(email)
        assert (len(queries), task.enqueue.call_count) == (1, 1)


def test_one_address_gets_few_letters(client, newsletter):
    answers = {sign_up(client, "a@example.org").url for _ in range(LETTERS + 3)}
    assert answers == {"/de/subscription/sent/"}, "and whoever types it does not learn that"
    assert len(mail.outbox) == LETTERS


def test_one_network_sends_many_forms_but_not_any_number(client, newsletter, monkeypatch):
    monkeypatch.setattr(answers, "REQUESTS", 30)
    for number in range(30):
        assert sign_up(client, f"a{number}@example.org").status_code == 302, "a whole course signs up"
    refused = sign_up(client, "late@example.org")
    assert refused.status_code == 429
    assert 'value="late@example.org"' in refused.content.decode(), "nothing typed is lost"
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_up(other, "late@example.org").status_code == 302
    cache.clear()
    assert sign_up(client, "late@example.org").status_code == 302


# --- The form --------------------------------------------------------------------------------------------------


def test_the_short_form_leads_to_the_whole_one(client, newsletter):
    html = client.get("/de/").content.decode()
    form = re.search(r'<form [^>]*action="/de/subscription/sign-up/">.*?</form>', html, re.DOTALL)[0]
    assert re.findall(r'name="([^"]+)"', form) == ["email"]
    answer = client.post(SIGN_UP.format("de"), {"email": "a@example.org"})
    assert answer.status_code == 200
    whole = answer.content.decode()
    assert 'value="a@example.org"' in whole
    assert 'name="consent"' in whole
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("path", ["/ar/", "/ar/aktuelles/", "/ar/beratung/", "/ar/search/", "/ar/nowhere/"])
def test_there_is_one_sign_up_on_every_page(client, newsletter, path):
    html = client.get(path).content.decode()
    assert html.count('action="/ar/subscription/sign-up/"') == 1


@pytest.mark.parametrize("path", ["/de/", "/de/aktuelles/", "/de/beratung/"])
def test_without_a_newsletter_nothing_is_offered(client, portal, path):
    assert "/subscription/" not in client.get(path).content.decode()
    assert client.post(SIGN_UP.format("de"), {"email": "a@example.org"}).status_code == 404


def test_pages_around_the_short_form_stay_cacheable(client, newsletter):
    first, second = (client.get("/de/beratung/") for _ in range(2))
    assert first.content == second.content
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies


def test_get_leads_to_the_page(client, newsletter):
    assert client.get(SIGN_UP.format("uk")).url == "/uk/newsletter/"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"email": ""}, "Please enter your e-mail address."),
        ({"email": "nobody"}, "This is not an e-mail address"),
        ({"consent": None}, "Please tick the box."),
        ({"homepage": "https://spam.example"}, "Please press the button once more."),
        ({"shown": ""}, "Please press the button once more."),
        ({"agreed": "other words"}, "What you agree to has changed"),
        ({"language": "tlh"}, "tlh"),
        ({"topics": ["nothing"]}, "nothing"),
    ],
)
def test_errors_are_said_and_nothing_is_lost(client, newsletter, values, text):
    data = {"email": "a@example.org", **values}
    answer = sign_up(client, data.pop("email"), "en", **data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert text in html
    assert 'role="alert"' in html
    if "email" not in values:
        assert 'value="a@example.org"' in html
    assert not Subscriber.objects.exists()
    assert not mail.outbox


def test_who_is_very_quick_presses_once_more(client, newsletter):
    fields = opened(client, "/de/newsletter/", seconds=0)
    data = {**fields, "email": "a@example.org", "consent": "on"}
    assert client.post(SIGN_UP.format("de"), data).status_code == 422
    again = {**data, **opened(client, "/de/newsletter/", seconds=5)}
    assert client.post(SIGN_UP.format("de"), again).status_code == 302


def test_a_page_that_was_open_for_days(client, newsletter):
    data = {**opened(client, "/de/newsletter/", seconds=5 * 86_400), "email": "a@example.org", "consent": "on"}
    answer = client.post(SIGN_UP.format("de"), data)
    assert answer.status_code == 422
    fields = hidden(answer.content.decode())
    assert fields["shown"] != data["shown"], "the second try is not too old again"
    assert re.search(r'name="consent"[^>]*checked', answer.content.decode()), "nothing typed is lost"


def test_words_that_changed_are_agreed_to_anew(client, newsletter):
    data = {**opened(client, "/de/newsletter/"), "email": "a@example.org", "consent": "on"}
    PortalSettings.objects.update(operator="Stadt Anderswo")
    cache.clear()
    answer = client.post(SIGN_UP.format("de"), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Stadt Anderswo" in html
    assert not re.search(r'name="consent"[^>]*checked', html)


# --- Addresses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a@example.org ", "a@example.org"),
        ("A.B+c@Example.Org", "A.B+c@Example.Org"),
        ("info@straße.de", "info@xn--strae-oqa.de"),
        ("info@müller.de", "info@xn--mller-kva.de"),
        ("info@مثال.إختبار", "info@xn--mgbh0fb.xn--kgbechtv"),
        ("\u200fa@example.org\u200e", "a@example.org"),
        ("\u2067a@example.org\u2069", "a@example.org"),
        ("ａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "a@example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
    ],
)
def test_odd_addresses_that_are_good(typed, kept):
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 10_000,
        "a@" + "b" * 10_000 + ".org",
        "a" * 250 + "@example.org",
        "a@example.org\nBcc: b@example.org",
        "a\r\n@example.org",
        '"a\\\nb"@example.org',
        "a@example.org, b@example.org",
        "Anna <a@example.org>",
        "a@[127.0.0.1]",
        "a@localhost",
        "a@example",
        "a@-example.org",
        "a@@example.org",
        ".a@example.org",
        "anna\u202egro.elpmaxe@a",
        "ä@example.org",
        "a@exa mple.org",
        "a@example.org\0",
        "@example.org",
        "a@☃.example..org",
    ],
)
def test_odd_addresses_that_are_refused_kindly(client, newsletter, typed):
    answer = sign_up(client, typed)
    assert answer.status_code == 422
    assert not Subscriber.objects.exists()


def test_spellings_of_one_address_are_one_subscriber(client, newsletter):
    for typed in ("Anna@Müller.de", "anna@müller.de", "ANNA@XN--MLLER-KVA.DE"):
        assert sign_up(client, typed).status_code == 302
    assert Subscriber.objects.count() == 1
    assert {message.to[0].casefold() for message in mail.outbox} == {"anna@xn--mller-kva.de"}
