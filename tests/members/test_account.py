"""One's own account: password, address, name, and being asked again who one is."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.db import transaction
from django.test import Client

from members.signin import limits
from tests.members.test_mail_link import NEW, PASSWORD, URL, is_signed_in, link, path_in
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(portal):
    return User.objects.create_user("amal", "amal@example.org", PASSWORD, first_name="Amal", language="ar")


@pytest.fixture(autouse=True)
def _committed(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda function, *arguments, **options: function())


def test_a_forgotten_password(member):
    elsewhere, client = Client(), Client()
    elsewhere.force_login(member)
    path = link(url="/de/my/signin/forgotten/")
    assert client.post(path).headers["Location"] == "/de/my/account/password/"
    page = client.get("/de/my/account/password/").content.decode()
    assert page.index("Mindestens zehn") < page.index('name="new_password1"'), "the rules come before the field"
    assert 'autocomplete="new-password"' in page
    response = client.post("/de/my/account/password/", {"new_password1": "kurz", "new_password2": "kurz"})
    assert response.status_code == 422
    assert "kurz" not in re.findall(r'value="([^"]*)"', response.content.decode())
    response = client.post("/de/my/account/password/", {"new_password1": NEW, "new_password2": NEW})
    assert response.headers["Location"] == "/de/my/account/"
    member.refresh_from_db()
    assert check_password(NEW, member.password)
    assert client.get("/de/my/account/").status_code == 200, "this session goes on"
    assert elsewhere.get("/de/my/account/").status_code == 302, "all others end"
    assert mail.outbox[-1].to == ["amal@example.org"]
    assert len(mail.outbox) == 2


def test_who_is_signed_in_and_has_forgotten_the_password(member):
    client = Client()
    client.force_login(member)
    assert client.get("/de/my/account/password/").status_code == 302
    response = client.post(link(url="/de/my/signin/forgotten/"))
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("stored", ["", "!unusable"])
def test_who_never_had_a_password_chooses_one(portal, stored):
    """As accounts are that are made in the list of users."""
    user = User.objects.create(username="neu", email="neu@example.org", password=stored)
    client = Client()
    client.post(link(login="neu@example.org"))
    assert "/de/my/account/password/" in client.get("/de/my/account/").content.decode()
    client.post("/de/my/account/password/", {"new_password1": NEW, "new_password2": NEW})
    user.refresh_from_db()
    assert check_password(NEW, user.password)


def test_a_password_is_not_changed_on_a_phone_that_lay_about(member):
    client = Client()
    client.force_login(member)
    response = client.get("/de/my/account/password/")
    assert response.headers["Location"] == "/de/my/account/confirm/?next=%2Fde%2Fmy%2Faccount%2Fpassword%2F"
    refused = client.post("/de/my/account/password/", {"new_password1": NEW, "new_password2": NEW})
    assert refused.headers["Location"] == "/de/my/account/password/"
    member.refresh_from_db()
    assert check_password(PASSWORD, member.password)
    assert not [value for value in client.session.values() if NEW in str(value)], "no password in the session"
    assert client.post(response.headers["Location"], {"password": "falsch"}).status_code == 200
    assert client.get("/de/my/account/password/").status_code == 302
    confirmed = client.post(response.headers["Location"], {"password": PASSWORD})
    assert confirmed.headers["Location"] == "/de/my/account/password/"
    assert client.get("/de/my/account/password/").status_code == 200


def test_guessing_the_password_of_an_open_session_is_slow(member):
    client = Client()
    client.force_login(member)
    for _number in range(limits.PASSWORDS):
        client.post("/de/my/account/confirm/", {"password": "falsch"})
    client.post("/de/my/account/confirm/", {"password": PASSWORD})
    assert client.get("/de/my/account/password/").status_code == 302


def signed_in(user) -> Client:
    client = Client()
    client.post(URL, {"username": user.username, "password": PASSWORD})
    return client


def test_a_new_address_is_confirmed_from_there(member):
    client = signed_in(member)
    response = client.post("/de/my/account/address/", {"email": "neu@example.org"})
    assert response.status_code == 200
    member.refresh_from_db()
    assert member.email == "amal@example.org"
    assert [letter.to for letter in mail.outbox] == [["neu@example.org"]]
    path, phone = path_in(mail.outbox[0]), Client()
    assert "neu@example.org" in phone.get(path).content.decode()
    member.refresh_from_db()
    assert member.email == "amal@example.org", "GET changes nothing"
    phone.post(path)
    member.refresh_from_db()
    assert member.email == "neu@example.org"
    assert phone.post(path).status_code == 410
    assert mail.outbox[-1].to == ["amal@example.org"], "the old address hears of it"
    assert not is_signed_in(phone)


def test_a_user_name_that_is_the_address_goes_along(member):
    User.objects.filter(pk=member.pk).update(username="amal@example.org")
    client = Client()
    client.post(URL, {"username": "amal@example.org", "password": PASSWORD})
    client.post("/de/my/account/address/", {"email": "neu@example.org"})
    Client().post(path_in(mail.outbox[-1]))
    member.refresh_from_db()
    assert (member.username, member.email) == ("neu@example.org",) * 2


def test_an_address_of_somebody_else_is_not_told(member):
    User.objects.create_user("olena", "olena@example.org", PASSWORD)
    client = signed_in(member)
    pages = []
    for address in ("olena@example.org", "neu@example.org"):
        response = client.post("/de/my/account/address/", {"email": address})
        page = response.content.decode().replace(address, "")
        pages.append((response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)))
    assert pages[0] == pages[1]
    assert "/address/" not in mail.outbox[0].body


def test_an_address_that_was_taken_in_the_meantime(member):
    client = signed_in(member)
    client.post("/de/my/account/address/", {"email": "neu@example.org"})
    User.objects.create_user("olena", "Neu@example.org", PASSWORD)
    assert Client().post(path_in(mail.outbox[0])).status_code == 410
    member.refresh_from_db()
    assert member.email == "amal@example.org"


def test_name_and_language_of_letters(member):
    client = signed_in(member)
    turned = {"first_name": "A\u202emal ", "last_name": "Had\u2066dad\x07", "language": "uk"}
    client.post("/de/my/account/", turned)
    member.refresh_from_db()
    assert (member.first_name, member.last_name) == ("A mal", "Had dad")
    response = client.post("/de/my/account/", {"first_name": "Amal", "last_name": "Haddad", "language": "xx"})
    assert response.status_code == 422
    assert 'value="Haddad"' in response.content.decode()
    client.post(
        "/de/my/account/", {"first_name": "Amal", "last_name": "Haddad", "language": "uk", "is_superuser": "on"}
    )
    member.refresh_from_db()
    assert (member.last_name, member.language, member.is_superuser) == ("Haddad", "uk", False)
