"""Nothing typed is lost when the session ends or the token is stale; forms of other sites do nothing."""

import pytest
from django.test import Client

from members.mask.drafts import latest
from tests import factories as make
from tests.members.browsing import address, fields_of, fill
from tests.members.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(world) -> str:
    return address("profile_step", world.own.profile, "offers")


@pytest.fixture
def member(world) -> Client:
    """A browser that is checked for forged requests, as in life."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["editor of the association"])
    return client


def draft_of(world: World):
    return latest(make.fresh(world.own.profile))


def test_session_ended_while_typing(world, path, member):
    text = 'Zeile eins\n\n<b>Zeile</b> "zwei" & drei'
    typed = fill(member.get(path), aims=text)
    member.logout()
    response = member.post(path, typed)
    assert response.status_code == 401
    assert "WWW-Authenticate" in response
    assert "Verein" not in response.content.decode(), "a stranger at the screen learns nothing of the association"
    kept = fields_of(response, "form.form")
    assert kept["aims"] == [text]
    assert kept["opened"] == typed["opened"]
    # Signed in again in another tab; the token of this page is stale now, and still nothing is lost.
    member.force_login(world.users["editor of the association"])
    again = member.post(path, kept)
    if again.status_code == 403:
        again = member.post(path, fields_of(again, "form.form"))
    assert again.status_code == 302
    assert draft_of(world).aims.startswith("<p>Zeile eins</p><p>&lt;b&gt;Zeile")


def test_stale_token(world, path, member):
    typed = fill(member.get(path), aims="Mein Text", csrfmiddlewaretoken="x" * 64)
    response = member.post(path, typed)
    assert response.status_code == 403
    assert draft_of(world).aims == ""
    assert member.post(path, fields_of(response, "form.form")).status_code == 302
    assert draft_of(world).aims == "<p>Mein Text</p>"


def test_form_of_another_site(world, path, member):
    typed = fill(member.get(path), aims="Untergeschoben")
    response = member.post(path, {**typed, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "Untergeschoben" not in response.content.decode()
    member.logout()
    response = member.post(path, typed, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "Untergeschoben" not in response.content.decode()
    assert draft_of(world).aims == ""


def test_kept_text_is_never_html(path):
    response = Client().post(path, {"aims": "<script>alert(1)</script> und mehr", 'x"><script>': "y z"})
    assert response.status_code == 401
    assert "<script>alert" not in response.content.decode()
    assert '"><script>' not in response.content.decode()


def test_reading_asks_to_sign_in(path):
    response = Client().get(path)
    assert response.status_code == 302
    assert "next=" in response.url


def test_saved_text_is_named_to_the_script_once(path, member):
    member.post(path, fill(member.get(path), aims="Mein Text"))
    assert f':{path}"' in member.get(path).content.decode().split("data-saved=")[1][:200]
    assert "data-saved" not in member.get(path).content.decode()
