"""Links by mail: to sign in, to choose a new password, to confirm a new address."""

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.signing import TimestampSigner
from django.db import transaction
from django.test import Client
from django.utils import timezone

from members.models import SignInLink
from members.signin import limits
from members.signin.links import MINUTES
from members.signin.tasks import send_link
from users.models import User

pytestmark = pytest.mark.django_db
URL, SENT = "/de/my/signin/", "/de/my/signin/sent/"
PASSWORD, NEW = "ein langes Passwort", "noch ein längeres Passwort"


@pytest.fixture
def member(portal):
    return User.objects.create_user("amal", "amal@example.org", PASSWORD, first_name="Amal", language="ar")


@pytest.fixture(autouse=True)
def _committed(monkeypatch):
    """Mails are posted when a transaction is committed, which those of tests never are."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, *arguments, **options: function())


def ask(client=None, login="amal@example.org", url=URL, **values):
    return (client or Client()).post(url, {"username": login, "way": "link", **values})


def path_in(letter) -> str:
    """The address in a letter that leads to the members' area."""
    return urlsplit(re.search(r"https?://\S+/my/\S+", letter.body)[0]).path


def link(**values) -> str:
    ask(**values)
    return path_in(mail.outbox[-1])


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_get_shows_a_button_post_signs_in_on_any_device(member):
    asking, phone = Client(), Client()
    response = ask(asking, next="/de/my/account/")
    assert response.headers["Location"] == SENT
    (letter,) = mail.outbox
    assert letter.to == ["amal@example.org"]
    assert "30" in letter.body
    for _time in range(2):  # mail programs open links before people do
        page = phone.get(path_in(letter))
        assert page.status_code == 200
        assert "Amal" in page.content.decode()
        assert not is_signed_in(phone)
    response = phone.post(path_in(letter))
    assert response.headers["Location"] == "/de/my/account/"
    assert is_signed_in(phone)
    assert not is_signed_in(asking)


def test_the_letter_is_in_the_language_of_the_page(member):
    ask(url="/tr/my/signin/")
    assert path_in(mail.outbox[0]).startswith("/tr/my/signin/link/")


def test_works_once(member):
    path = link()
    assert Client().post(path).status_code == 302
    second = Client()
    assert second.get(path).status_code == 410
    assert second.post(path).status_code == 410
    assert not is_signed_in(second)


def test_all_links_on_their_way_end_with_the_first_used(member):
    first, second = link(), link()
    assert Client().post(second).status_code == 302
    assert Client().post(first).status_code == 410


def test_of_two_at_the_same_moment_one_gets_in(member, monkeypatch):
    path = link()
    found = SignInLink.objects.select_related("user").get()
    monkeypatch.setattr("members.signin.views.link_of", lambda token: found)
    assert [Client().post(path).status_code for _time in range(2)] == [302, 410]


def change_password(user):
    user.set_password(NEW)
    user.save()


@pytest.mark.parametrize(
    "change",
    [
        change_password,
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(email="neu@example.org"),
        lambda user: user.delete(),
    ],
    ids=["password", "deactivated", "address", "deleted"],
)
def test_ends_when_the_account_changes(member, change):
    path = link()
    change(member)
    client = Client()
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert not is_signed_in(client)


def test_ends_after_half_an_hour(member, monkeypatch):
    path = link()
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 29 * 60)
    assert Client().get(path).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 31 * 60)
    assert Client().post(path).status_code == 410


def test_forged_and_borrowed_tokens(member):
    path = link()
    token = path.rstrip("/").rpartition("/")[2]
    foreign = TimestampSigner(salt="somewhere.else").sign_object(SignInLink.objects.get().pk)
    for bad in (token[:-2] + "xx", "x", foreign):
        assert Client().get(f"/de/my/signin/link/{bad}/").status_code == 410
    assert Client().get(f"/de/my/account/address/{token}/").status_code == 410, "each is for one purpose"


def test_a_link_leads_only_inside(member):
    client = Client()
    path = link(next="https://evil.example/")
    assert client.post(path).headers["Location"] == "/de/my/"


@pytest.mark.parametrize("url", [URL, "/de/my/signin/forgotten/"])
def test_the_same_answer_for_every_address(member, url):
    User.objects.create_user("fort", "fort@example.org", PASSWORD, is_active=False)
    found = []
    for login in ("amal@example.org", "fort@example.org", "niemand@example.org", "kein-name"):
        response = ask(login=login, url=url)
        page = Client().get(response.headers["Location"]).content
        found.append((response.status_code, response.headers["Location"], sorted(response.cookies), page))
    assert all(answer == found[0] for answer in found)


def test_the_request_asks_nothing_about_accounts(member, monkeypatch, django_assert_num_queries):
    """What depends on the account happens in the background, so that no clock tells the difference."""
    asked = []
    monkeypatch.setattr(type(send_link), "enqueue", lambda self, *arguments: asked.append(arguments))
    for login in ("amal@example.org", "niemand@example.org"):
        with django_assert_num_queries(0):
            assert ask(login=login).status_code == 302
    assert [arguments[0] for arguments in asked] == ["amal@example.org", "niemand@example.org"]


def test_strangers_hear_that_they_have_no_account_once_a_day(portal):
    User.objects.create_user("fort", "fort@example.org", PASSWORD, is_active=False)
    for login in ("niemand@example.org", "Niemand@example.org", "fort@example.org", "kein-name"):
        ask(login=login)
    assert [letter.to for letter in mail.outbox] == [["niemand@example.org"], ["fort@example.org"]]
    assert "/link/" not in "".join(letter.body for letter in mail.outbox)
    assert not SignInLink.objects.exists()


def test_a_user_name_reaches_the_stored_address(member):
    ask(login="AMAL")
    assert mail.outbox[0].to == ["amal@example.org"]


def test_no_header_can_be_smuggled_in(member):
    assert ask(login="a@b.de\nBcc: c@d.de").status_code in {302, 422}
    assert all("Bcc" not in letter.message().as_string().partition("\n\n")[0] for letter in mail.outbox)


@pytest.mark.parametrize("login", ["amal@example.org", "niemand@example.org"])
def test_few_links_for_one_address(member, login):
    for _number in range(limits.LINKS):
        assert ask(login=login).status_code == 302
    response = ask(login=login)
    assert response.status_code == 429
    assert login in response.content.decode()
    assert ask(login="jemand-anders@example.org").status_code == 302
    assert len(mail.outbox) <= limits.LINKS + 1


def test_strangers_cannot_use_up_the_links_of_an_account(member, monkeypatch):
    """Whoever is refused a new link has one in the mailbox that works, at whatever minute they come."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    for _number in range(limits.LINKS):
        ask()
    newest = path_in(mail.outbox[-1])
    for minute in (1, MINUTES - 1, MINUTES + 1, 2 * MINUTES - 1):
        monkeypatch.setattr("time.time", lambda minute=minute: now + minute * 60)
        assert ask().status_code == 302 or Client().get(newest).status_code == 200, minute


def test_an_empty_field_is_an_error_of_the_form(portal):
    response = ask(login="")
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not mail.outbox


def test_a_dead_mail_server_changes_no_answer(member, monkeypatch):
    def broken(*arguments, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    assert ask().headers["Location"] == SENT


def test_unused_links_are_deleted(member):
    link()
    SignInLink.objects.update(made_at=timezone.now() - timedelta(hours=25))
    call_command("personal_data", "expire")
    assert not SignInLink.objects.exists()
