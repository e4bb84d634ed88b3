"""Nothing typed is lost when the session ends or the token is stale; forms of other sites do nothing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from members.mask.drafts import latest
from members.models import Invitation
from tests import factories as make
from tests.members.browsing import address, fields_of, fill
from tests.members.world import World
from users.models import User

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


def test_page_deleted_while_typing(world, member):
    path = address("own_edit", world.own.profile, "news", world.own.draft.pk)
    typed = fill(member.get(path), title="Sommerfest", body="Ein langer\n\nText & <mehr>")
    make.fresh(world.own.draft).delete()
    response = member.post(path, typed)
    assert response.status_code == 404
    page = BeautifulSoup(response.content, "html.parser")
    assert {"Sommerfest", "Ein langer\n\nText & <mehr>"} <= {node.text for node in page.select(".conflict__text")}
    assert member.get(path).status_code == 404


def test_membership_ended_while_typing(world, path, member):
    typed = fill(member.get(path), aims="Mein Text")
    world.users["editor of the association"].memberships.all().delete()
    response = member.post(path, typed)
    assert response.status_code == 404
    assert "Mein Text" in response.content.decode()
    assert "Verein Nil" not in response.content.decode()
    unknown = path.replace(str(world.own.profile.translation_key), "00000000-0000-4000-8000-000000000000")
    other = BeautifulSoup(member.post(unknown, typed).content, "html.parser")
    assert other.select_one("main").text == BeautifulSoup(response.content, "html.parser").select_one("main").text


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


def test_other_forms_keep_what_was_typed_too(world):
    """The invitation of a colleague, and the own name."""
    client = Client(enforce_csrf_checks=True)
    people, account = address("people", world.own.profile), "/de/my/account/"
    for path, name in ((people, "email"), (account, "last_name")):
        client.force_login(world.users["administrator of the association"])
        typed = {**fields_of(client.get(path), f"form:has([name={name}])"), name: ["neu@example.org"]}
        client.logout()
        response = client.post(path, typed)
        assert response.status_code == 401
        client.force_login(world.users["administrator of the association"])
        foreign = client.post(path, {**typed, "csrfmiddlewaretoken": "x"}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403
        assert "neu@example.org" not in foreign.content.decode()
        stale = client.post(path, {**fields_of(response, "form.form"), "csrfmiddlewaretoken": "x" * 64})
        assert stale.status_code == 403
        assert client.post(path, fields_of(stale, "form.form")).status_code == 302
    assert Invitation.objects.get().email == "neu@example.org"
    assert User.objects.filter(last_name="neu@example.org").count() == 1
