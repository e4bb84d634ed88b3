"""The pages behind the link: GET shows, POST acts, and a bad link leads to a way on."""

import json
import re

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from core.models import PortalSettings
from freshness.links import token_for
from freshness.models import Answer
from freshness.tasks import send_link
from organisations.models import Membership
from tests import factories as make
from tests.freshness.conftest import association, confirmed, later, link_in, remind
from users.models import User

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def browser():
    """As strict as a real one about forged requests, and without JavaScript or cookies."""
    return Client(enforce_csrf_checks=True)


def path(name: str, *args, language="de") -> str:
    with translation.override(language):
        return reverse(f"freshness:{name}", args=args)


def test_one_click_confirms_everything_about_an_address(browser, due):
    service = confirmed(make.service(provider=due, title="Sprachcafé Nil"), 100)
    other = association("b@example.org", title="Verein Donau")
    mails = {message.to[0]: message for message in remind()}
    link = link_in(mails["verein@example.org"])
    shown = browser.get(link)
    html = shown.content.decode()
    assert "Verein Nil" in html
    assert "Sprachcafé Nil" in html
    assert "Donau" not in html
    assert html.count('<form method="post" class="confirm-all"') == 1
    assert not shown.cookies
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown.headers["Cache-Control"]
    assert make.fresh(due).last_confirmed < TODAY, "GET changes nothing"
    answer = browser.post(link)
    assert (answer.status_code, answer.headers["Location"]) == (302, link)
    assert {make.fresh(page).last_confirmed for page in (due, service)} == {TODAY}
    assert make.fresh(due).confirmed_by == "verein@example.org"
    assert make.fresh(other).last_confirmed < TODAY
    thanks = browser.get(link).content.decode()
    assert "confirm-all" not in thanks
    assert "Last confirmed on" in thanks or "bestätigt" in thanks


def test_a_used_link_does_nothing_until_it_is_time_again(browser, due):
    link = path("listed", token_for("verein@example.org"))
    browser.post(link)
    type(due).objects.filter(pk=due.pk).update(last_confirmed=None, confirmed_by="x")
    browser.post(link)
    assert make.fresh(due).confirmed_by == "x"


def test_the_history_names_it(browser, due):
    browser.post(path("listed", token_for("verein@example.org")))
    from wagtail.models import PageLogEntry

    assert PageLogEntry.objects.filter(page_id=due.pk, action="core.confirm_facts").count() == 1


@pytest.mark.parametrize("language", make.LANGUAGES)
def test_in_every_language(browser, due, language):
    token = token_for("verein@example.org")
    for name, args in (("listed", [token]), ("change", [token, due.pk]), ("gone", [token, due.pk]), ("new_link", [])):
        response = browser.get(path(name, *args, language=language))
        assert response.status_code == 200
        if language != "de" and name != "new_link":
            assert re.search(r'<bdi lang="de" dir="ltr">Verein Nil', response.content.decode())


def test_text_of_others_is_escaped(browser, portal):
    association(title="<script>alert(1)</script>")
    assert "<script>alert" not in browser.get(path("listed", token_for("verein@example.org"))).content.decode()


def test_a_confidential_address_is_not_in_it(browser, portal):
    make.service(email="v@example.org", places=make.places(make.place("Geheimweg 13", confidential=True)))
    later(400)
    assert "Geheimweg" not in browser.get(path("listed", token_for("v@example.org"))).content.decode()


# --- Bad links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["x", "x:y:z", "ImEi:1xUhM3:" + "A" * 43, "ä" * 50, "%00", "a" * 5000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link(browser, due, token, method):
    response = getattr(browser, method)(f"/ar/confirm/{token}/")
    assert response.status_code == 404
    html = response.content.decode()
    assert 'lang="ar"' in html
    if "%00" not in token:
        assert 'name="email"' in html
    assert make.fresh(due).last_confirmed < TODAY


@pytest.mark.parametrize("salt", ["", "newsletter.manage", "members.invitation"])
def test_a_token_for_another_purpose(browser, due, salt):
    token = signing.dumps("verein@example.org", **({"salt": salt} if salt else {}))
    assert browser.post(path("listed", token)).status_code == 404


def test_an_expired_link_leads_to_a_new_one(browser, due, monkeypatch):
    token = token_for("verein@example.org")
    monkeypatch.setattr("freshness.links.link_days", lambda: -1)
    response = browser.post(path("listed", token, language="tr"))
    assert response.status_code == 410
    assert make.fresh(due).last_confirmed < TODAY
    monkeypatch.setattr("freshness.views.address_in", __import__("freshness.links", fromlist=["x"]).address_in)
    assert browser.post(path("new_link", language="tr"), {"expired": token}).status_code == 200
    monkeypatch.undo()
    (message,) = mail.outbox
    assert message.to == ["verein@example.org"]
    assert browser.get(link_in(message)).status_code == 200


def test_nobody_learns_whether_an_address_is_known(browser, due):
    answers = []
    for address in ("verein@example.org", "fremd@example.org"):
        response = browser.post(path("new_link"), {"email": address})
        answers.append((response.status_code, response.content.decode().replace(address, "")))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [["verein@example.org"]]


def test_what_was_typed_stays_nowhere(browser, due, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    browser.post(path("new_link"), {"email": "Verein@example.org"})
    waiting = DBTaskResult.objects.get()
    assert "verein@" not in json.dumps(waiting.args_kwargs).lower()
    send_link.func(*waiting.args_kwargs["args"])
    assert [message.to for message in mail.outbox] == [["verein@example.org"]]


def test_new_links_are_limited_and_the_answer_stays_the_same(browser, due):
    answers = {browser.post(path("new_link"), {"email": "verein@example.org"}).content for _ in range(6)}
    assert len(answers) == 1
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "kein", "a@b", "x@example.org\nBcc: y@example.org", "a" * 300 + "@example.org"])
def test_what_is_no_address(browser, portal, typed):
    response = browser.post(path("new_link"), {"email": typed})
    assert response.status_code == 422
    assert not mail.outbox


# --- Something else than yes ---------------------------------------------------------------------------------------


def test_a_message_reaches_the_editors(browser, due):
    PortalSettings.objects.update(email="redaktion@example.org")
    token = token_for("verein@example.org")
    response = browser.post(path("change", token, due.pk), {"text": "Wir sind umgezogen."})
    assert response.status_code == 302
    browser.post(path("change", token, due.pk), {"text": "Wir sind umgezogen."})
    row = Answer.objects.get()
    assert (row.page_id, row.kind, row.text, row.address) == (
        due.pk, "change", "Wir sind umgezogen.", "verein@example.org",
    )  # fmt: skip
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == (["redaktion@example.org"], ["verein@example.org"])
    assert "umgezogen" in message.body
    browser.post(path("listed", token))
    assert make.fresh(due).last_confirmed < TODAY, "what is wrong is not confirmed"


def test_an_empty_message_keeps_the_form(browser, due):
    response = browser.post(path("change", token_for("verein@example.org"), due.pk), {"text": " "})
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_too_many_messages_lose_nothing(browser, due, monkeypatch):
    monkeypatch.setattr("freshness.views.allowed", lambda *args: False)
    response = browser.post(path("change", token_for("verein@example.org"), due.pk), {"text": "Umgezogen"})
    assert response.status_code == 429
    assert "Umgezogen" in response.content.decode()


def test_who_may_change_the_page_is_shown_the_way_there(browser, due):
    edit = reverse("members:open", args=[due.pk])
    url = path("change", token_for("verein@example.org"), due.pk)
    assert edit not in browser.get(url).content.decode()
    member = User.objects.create_user("leyla", "Verein@example.org", "x")
    assert edit not in browser.get(url).content.decode(), "an account alone opens nothing"
    Membership.objects.create(user=member, organisation=due)
    assert edit in browser.get(url).content.decode()
    browser.force_login(member)
    assert browser.get(edit).headers["Location"].endswith("/profile/")


def test_gone_is_asked_once_and_left_to_the_editors(browser, due):
    url = path("gone", token_for("verein@example.org"), due.pk)
    assert browser.get(url).status_code == 200
    assert not Answer.objects.exists()
    browser.post(url)
    browser.post(url)
    assert Answer.objects.get().kind == "gone"
    assert make.fresh(due).live


@pytest.mark.parametrize("name", ["change", "gone"])
def test_pages_of_others_are_not_there(browser, due, name):
    other = association("b@example.org")
    url = path(name, token_for("verein@example.org"), other.pk)
    assert browser.get(url).status_code == 404
    assert browser.post(url, {"text": "x"}).status_code == 404
    assert not Answer.objects.exists()


# --- Members -------------------------------------------------------------------------------------------------------


def test_what_waits_for_a_member(client, due):
    from freshness.waiting import waiting_for

    user = User.objects.create_user("leyla", "leyla@example.org", "x")
    assert waiting_for(user) == []
    Membership.objects.create(user=user, organisation=due)
    user = User.objects.get(pk=user.pk)
    service = confirmed(make.service(provider=due), 400)
    fine = make.service(provider=due)
    other = association("b@example.org")
    assert [entry.page for entry in waiting_for(user)] == [service, due]
    client.force_login(user)
    for entry in waiting_for(user):
        assert client.get(entry.confirm_url).status_code == 405
        response = client.post(entry.confirm_url, {"next": "/de/vereine/"})
        assert (response.status_code, response.headers["Location"]) == (302, "/de/vereine/")
    assert waiting_for(User.objects.get(pk=user.pk)) == []
    assert make.fresh(service).confirmed_by == "leyla"
    assert make.fresh(fine).last_confirmed is None
    assert client.post(path("own", other.pk)).status_code == 403
    assert client.post(path("own", make.news().pk)).status_code == 403
    outside = client.post(path("own", due.pk), {"next": "https://example.com/"})
    assert outside.headers["Location"].startswith("/")


def test_own_pages_need_a_sign_in_and_a_csrf_token(browser, due):
    assert browser.post(path("own", due.pk)).status_code == 403
    assert Client().post(path("own", due.pk)).status_code == 302
    assert make.fresh(due).last_confirmed < TODAY
