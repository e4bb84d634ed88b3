"""The second step: a code from an app guards every way in, and the phone may be lost."""

import re
import time

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from members.signin import limits
from members.signin.access import sign_in
from tests.members.test_mail_link import path_in
from users.models import User

pytestmark = pytest.mark.django_db
URL, CODE, START = "/de/my/signin/", "/de/my/signin/code/", "/de/my/"
PASSWORD, SECRET = "ein langes Passwort", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows, ``steps`` of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture(autouse=True)
def _calm_clock(monkeypatch):
    """Time stands, so that no step of 30 seconds ends within a test."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


@pytest.fixture(autouse=True)
def _committed(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda function, *arguments, **options: function())


@pytest.fixture
def member(portal, rf):
    user = User.objects.create_user("amal", "amal@example.org", PASSWORD)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def recovery_code(user) -> str:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]


def by_password(client=None, **values):
    client = client or Client()
    return client, client.post(URL, {"username": "amal", "password": PASSWORD, **values})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_after_the_password(member):
    client, response = by_password(next="/de/my/account/")
    assert response.headers["Location"] == CODE
    assert not is_signed_in(client)
    assert client.get("/de/my/account/").status_code == 302
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code()}).headers["Location"] == "/de/my/account/"
    assert is_signed_in(client)


@pytest.mark.parametrize("url", [URL, "/de/my/signin/forgotten/"])
def test_after_a_link(member, url):
    client = Client()
    client.post(url, {"username": "amal", "way": "link"})
    link = path_in(mail.outbox[0])
    assert client.post(link).headers["Location"] == CODE
    assert not is_signed_in(client)
    assert client.get("/de/my/account/password/").status_code == 302
    assert Client().post(link).status_code == 410, "also a link that stopped half-way is used"
    arrives = client.post(CODE, {"code": code()}).headers["Location"]
    assert arrives == (START if url == URL else "/de/my/account/password/")


def test_after_whatever_calls_sign_in(member, rf, client):
    """Accepting an invitation, for instance."""
    request = rf.post("/")
    request.session, request.user = client.session, AnonymousUser()
    with request_context(request):
        response = sign_in(request, member)
    assert response.headers["Location"].endswith("/my/signin/code/")
    assert "_auth_user_id" not in request.session


def test_the_admin_has_no_door_of_its_own(member):
    member.is_superuser = member.is_staff = True
    member.save()
    client = Client()
    client.post("/admin/login/", {"username": "amal", "password": PASSWORD})
    assert not is_signed_in(client)
    client, response = by_password(next="/admin/")
    assert response.headers["Location"] == CODE
    assert client.get("/admin/").status_code == 302
    assert client.post(CODE, {"code": code()}).headers["Location"] == "/admin/"


def test_who_is_signed_in_as_somebody_else_is_not_a_way_around(member):
    other = User.objects.create_user("olena", "olena@example.org", PASSWORD)
    client = Client()
    client.force_login(other)
    _client, response = by_password(client)
    assert response.headers["Location"] == CODE
    assert not is_signed_in(client)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_be_half_a_minute_off(member, steps):
    client, _response = by_password()
    client.post(CODE, {"code": code(steps)})
    assert is_signed_in(client)


@pytest.mark.parametrize("write", [lambda c: f" {c[:3]} {c[3:]} ", lambda c: c.translate(ARABIC)])
def test_spaces_and_arabic_digits(member, write):
    client, _response = by_password()
    client.post(CODE, {"code": write(code())})
    assert is_signed_in(client)


def test_a_code_works_once_in_all_processes(member):
    first, _response = by_password()
    second, _response = by_password()
    first.post(CODE, {"code": code()})
    cache.clear()  # allauth's own note, in a cache that another process need not have
    second.post(CODE, {"code": f" {code()}"})
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_a_recovery_code_works_once(member):
    one = recovery_code(member)
    client, _response = by_password()
    client.post(CODE, {"code": one})
    assert is_signed_in(client)
    client, _response = by_password()
    client.post(CODE, {"code": one})
    assert not is_signed_in(client)


def test_guessing_ends_and_the_owner_hears_of_it(member):
    client, _response = by_password()
    for _number in range(limits.CODES):
        client.post(CODE, {"code": "000000"})
    assert not mail.outbox
    for _number in range(3):
        client.post(CODE, {"code": code()})
    assert not is_signed_in(client)
    assert [letter.to for letter in mail.outbox] == [["amal@example.org"]]
    owner, _response = by_password()
    owner.post(CODE, {"code": code()}, REMOTE_ADDR="192.0.2.9")
    assert is_signed_in(owner), "from elsewhere it goes on"


def test_many_networks_together_cannot_guess(member):
    client, _response = by_password()
    for number in range(limits.CODES_PER_DAY):
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
    client.post(CODE, {"code": code()}, REMOTE_ADDR="192.0.2.9")
    assert not is_signed_in(client)


def test_the_second_step_has_to_be_taken_in_time(member, monkeypatch):
    client, _response = by_password()
    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    assert client.post(CODE, {"code": code()}).headers["Location"] == URL
    assert not is_signed_in(client)


def test_an_account_deactivated_between_two_steps(member):
    client, _response = by_password()
    User.objects.filter(pk=member.pk).update(is_active=False)
    client.post(CODE, {"code": code()})
    assert not is_signed_in(client)


def test_without_a_first_step_there_is_no_second(member):
    response = Client().get(CODE)
    assert response.headers["Location"] == URL


def test_switching_on(portal):
    user = User.objects.create_user("olena", "olena@example.org", PASSWORD)
    client = Client()
    client.post(URL, {"username": "olena", "password": PASSWORD})
    response = client.get("/de/my/account/second-step/")
    page = response.content.decode()
    svg = re.search(r"<svg class=\"qr\".*?</svg>", page, re.DOTALL)[0]
    assert "style=" not in svg
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    key = re.search(r'<code class="key" dir="ltr">([A-Z2-7 ]+)</code>', page)[1]
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", key)
    secret = key.replace(" ", "")
    assert client.post("/de/my/account/second-step/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    response = client.post("/de/my/account/second-step/", {"code": code(secret=secret)})
    assert response.headers["Location"] == "/de/my/account/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/de/my/account/recovery-codes/").content.decode())
    assert len(set(codes)) == 10
    download = client.get("/de/my/account/recovery-codes/file/")
    assert codes == re.findall(r"^\d{8}$", download.content.decode(), re.MULTILINE)
    assert "no-store" in download.headers["Cache-Control"]
    assert [letter.to for letter in mail.outbox] == [["olena@example.org"]]
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored, "secrets are encrypted"
    assert Authenticator.objects.get(user=user, type="totp").wrap().validate_code(code(secret=secret))


def test_switching_off_asks_again_who_it_is(member):
    client = Client()
    client.force_login(member)
    off = "/de/my/account/second-step/off/"
    response = client.get(off)
    assert "/my/account/confirm/" in response.headers["Location"]
    assert client.post(off).status_code == 302
    assert Authenticator.objects.count() == 2
    confirm = client.get("/de/my/account/confirm/code/", {"next": off}).content.decode()
    assert f'name="next" value="{off}"' in confirm
    client.post("/de/my/account/confirm/code/", {"code": code(), "next": off})
    assert not Authenticator.objects.exists()
    assert [letter.to for letter in mail.outbox] == [["amal@example.org"]]


def test_new_recovery_codes_end_the_old(member):
    old = recovery_code(member)
    client, _response = by_password()
    client.post(CODE, {"code": code()})
    client.post("/de/my/account/recovery-codes/new/")
    assert len(mail.outbox) == 1
    client, _response = by_password()
    client.post(CODE, {"code": old})
    assert not is_signed_in(client)
    client.post(CODE, {"code": recovery_code(member)})
    assert is_signed_in(client)


def test_a_changed_secret_key(member, settings):
    """The old key in ``SECRET_KEY_FALLBACKS`` keeps second factors; without it no code is right, least of all a guess."""
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())
    settings.SECRET_KEY_FALLBACKS = []
    empty = auth.format_hotp_value(hotp_value("", int(time.time()) // 30))
    cache.clear()
    for guess in (code(), empty):
        assert not Authenticator.objects.get(type="totp").wrap().validate_code(guess)
