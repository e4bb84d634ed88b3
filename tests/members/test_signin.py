"""Signing in by password: one place for everybody, the same answer for every address, nobody locked out."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.signin import limits
from members.signin.access import account_of
from organisations.models import Membership
from organisations.permissions import members_group
from portal.setup import EDITORS, Portal
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db
URL, START, ADMIN = "/de/my/signin/", "/de/my/", "/admin/"
PASSWORD = "ein langes Passwort"


@pytest.fixture
def member(portal):
    user = User.objects.create_user("amal", "Amal@example.org", PASSWORD, first_name="Amal")
    user.groups.add(members_group())
    Membership.objects.create(user=user, organisation=make.organisation(), role=Membership.Role.EDITOR)
    return user


@pytest.fixture
def editor(portal):
    Portal("Kreis Test", [])._groups()
    user = User.objects.create_user("redaktion", "redaktion@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


def sign_in(client, login, password=PASSWORD, url=URL, network="192.0.2.1", **values):
    return client.post(url, {"username": login, "password": password, **values}, REMOTE_ADDR=network)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["amal", "Amal@example.org", "amal@EXAMPLE.org", " AMAL "])
def test_by_name_or_address_whatever_the_case(client, member, login):
    assert sign_in(client, login).headers["Location"] == START
    assert client.session["_auth_user_id"] == str(member.pk)


def test_editors_arrive_in_the_admin(client, editor):
    assert sign_in(client, "redaktion").headers["Location"] == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_without_membership_or_group(client, portal):
    User.objects.create_user("neu", "neu@example.org", PASSWORD)
    assert sign_in(client, "neu@example.org").headers["Location"] == START
    assert client.get(START).status_code == 200


def test_accounts_that_differ_by_case_only_are_kept_apart(portal):
    small, large = (User.objects.create_user(name, f"{name}@example.org") for name in ("ali", "ALI"))
    assert account_of("ali") == small
    assert account_of("ALI@example.org") == large
    assert account_of("Ali") is None


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        ("/admin/pages/", "/admin/pages/"),
        ("/ar/my/account/", "/ar/my/account/"),
        ("https://evil.example/", START),
        ("//evil.example/", START),
        ("/\\evil.example", START),
        ("javascript:alert(1)", START),
        ("/" + "a" * 3000, START),
        ("http:///evil.example", START),
    ],
)
def test_next_leads_only_inside(client, member, wanted, arrives):
    page = client.get(URL, {"next": wanted}).content.decode()
    field = re.search(r'name="next" value="([^"]*)"', page)
    assert (field[1] if field else "") == (wanted if arrives == wanted else "")
    assert sign_in(client, "amal", next=wanted).headers["Location"] == arrives


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("url", ["/admin/login/", "/_util/login/"])
def test_wagtails_doors_lead_here(client, editor, url, method):
    response = getattr(client, method)(
        f"{url}?next=/admin/pages/", {} if method == "get" else {"username": "redaktion"}
    )
    assert response.status_code == 302
    assert response.headers["Location"] in {
        f"{URL}?next=%2Fadmin%2Fpages%2F",
        "/en/my/signin/?next=%2Fadmin%2Fpages%2F",
    }
    assert not is_signed_in(client)


def test_wagtails_password_screens_lead_to_ours(client, editor):
    for path in ("", "done/", "confirm/MQ/set-password/", "complete/"):
        response = client.get(f"/admin/password_reset/{path}", headers={"accept-language": "de"})
        assert response.headers["Location"] == "/de/my/signin/forgotten/"
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "old_password" not in page
    assert "/my/account/" in page


def test_the_admin_sends_to_the_sign_in_page_in_the_browsers_language(client, portal):
    response = client.get("/admin/pages/", headers={"accept-language": "ar"})
    assert response.headers["Location"] == "/ar/my/signin/?next=/admin/pages/"
    assert '<html lang="ar" dir="rtl">' in client.get(response.headers["Location"]).content.decode()


def test_no_endless_way_for_whom_the_admin_is_closed(client, portal):
    client.force_login(User.objects.create_user("neu", "neu@example.org", PASSWORD))
    response = client.get(ADMIN, follow=True, headers={"accept-language": "de"})
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 3
    assert 'action="/de/my/signout/"' in response.content.decode()


def answers(client, **values) -> tuple:
    """What tells answers apart, without what was typed."""
    response = sign_in(client, **values)
    text = response.content.decode().replace(values["login"], "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return response.status_code, sorted(response.cookies), text


def test_no_answer_tells_whether_there_is_an_account(member):
    User.objects.create_user("fort", "fort@example.org", PASSWORD, is_active=False)
    User.objects.create_user("ohne", "ohne@example.org")
    expected = answers(Client(), login="niemand@example.org", password="falsch")
    assert expected[0] == 422
    for login, password in (
        ("amal@example.org", "falsch"),
        ("fort@example.org", PASSWORD),
        ("ohne@example.org", ""),
        ("ohne@example.org", "!"),
    ):
        found = answers(Client(), login=login, password=password or "x")
        assert found == expected, login


def test_a_password_is_hashed_for_unknown_accounts_too(client, member, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt: hashed.append(password) or f"md5$x${password}",
    )
    sign_in(client, "niemand@example.org", "eins")
    sign_in(client, "amal@example.org", "zwei")
    assert hashed == ["eins", "zwei"]


def test_errors_keep_what_was_typed_but_no_password(client, member):
    response = sign_in(client, "amal@example.org", "geheim123")
    html = response.content.decode()
    assert 'value="amal@example.org"' in html
    assert "geheim123" not in html
    assert 'role="alert"' in html
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("login", ["amal@example.org", "niemand@example.org"])
def test_guessing_slows_down_one_account_from_one_network(client, member, login):
    for _number in range(limits.PASSWORDS):
        assert sign_in(client, login, "falsch").status_code == 422
    assert sign_in(client, login).status_code == 429
    assert not is_signed_in(client)
    assert sign_in(Client(), "niemand-anders", "falsch").status_code == 422, "others in the house go on"


def test_the_owner_gets_in_from_elsewhere_while_somebody_guesses(member):
    attacker, owner = Client(), Client()
    for _number in range(limits.PASSWORDS + 5):
        sign_in(attacker, "amal@example.org", "falsch", network="198.51.100.7")
    assert sign_in(owner, "amal@example.org", network="192.0.2.9").status_code == 302
    assert is_signed_in(owner)
    response = attacker.post(URL, {"username": "amal@example.org", "way": "link"}, REMOTE_ADDR="198.51.100.7")
    assert response.headers["Location"] == "/de/my/signin/sent/", "and by a link from everywhere"


def test_writing_the_account_otherwise_is_no_way_around(client, member):
    for _number in range(limits.PASSWORDS):
        sign_in(client, "amal", "falsch")
    assert sign_in(client, "AMAL").status_code == 429
    assert sign_in(client, "ａｍａｌ").status_code == 429


def test_a_town_hall_behind_one_address_gets_in(portal):
    names = [f"person{number}" for number in range(300)]
    people = [User(username=name, email=f"{name}@example.org") for name in names]
    for person in people:
        person.set_password(PASSWORD)
    User.objects.bulk_create(people)
    for name in names:
        sign_in(Client(), name, "vertippt")
        assert sign_in(Client(), name).status_code == 302


def test_good_passwords_do_not_count(client, member):
    for _number in range(limits.PASSWORDS * 2):
        assert sign_in(Client(), "amal").status_code == 302
    cache.clear()


def test_the_session_begins_anew(client, member):
    client.get(URL)
    client.session.save()
    session = client.session
    session["something"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "amal")
    assert client.session.session_key != session.session_key


def test_the_session_lasts_two_weeks_from_the_last_visit(client, member, monkeypatch):
    sign_in(client, "amal")
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("members.signin.sessions.timezone.localdate", lambda: tomorrow)
    assert client.get("/de/my/account/").cookies["sessionid"]["max-age"] == 14 * 86_400
    assert "sessionid" not in client.get("/de/my/account/").cookies, "once a day is enough"


def test_signing_out_needs_a_post(client, member):
    client.force_login(member)
    assert client.get("/de/my/signout/").status_code == 405
    assert is_signed_in(client)
    response = client.post("/de/my/signout/", follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert not is_signed_in(client)


def test_forms_are_protected_against_forgery(member):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "amal").status_code == 403
    page = client.get(URL).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert sign_in(client, "amal", csrfmiddlewaretoken=token).status_code == 302


def test_the_form_helps_password_managers(client, portal):
    html = client.get(URL).content.decode()
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "onpaste" not in html
    assert 'content="noindex"' in html


@pytest.mark.parametrize("values", [{"login": ""}, {"login": "x" * 300}, {"login": "a\x00b"}, {"password": ""}])
def test_bad_input_is_an_error_of_the_form(client, portal, values):
    assert sign_in(client, **{"login": "amal", **values}).status_code == 422
