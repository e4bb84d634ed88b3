"""Colleagues: who may see, invite, change and remove whom, and never the last administrator by accident."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from members.joining.invitations import invite
from members.models import Invitation
from organisations.models import Membership
from tests import factories as make
from tests.members.post import letters
from tests.members.world import ROLES, World, content_of, trust

pytestmark = pytest.mark.django_db
ADMINISTRATOR, EDITOR = "administrator of the association", "editor of the association"
SEE = {ADMINISTRATOR, EDITOR, "trusted member"}


@pytest.fixture
def world(world) -> World:
    trust(world)
    return world


def url(name: str, organisation, *args, language="en") -> str:
    with translation.override(language):
        return reverse(f"members:{name}", args=[organisation.translation_key, *args])


def membership(world: World, role: str) -> Membership:
    return Membership.objects.get(user=world.users[role])


def state() -> tuple:
    rows = (Membership.objects.values_list("pk", "role"), Invitation.objects.values_list("pk", "nonce", "revoked_at"))
    return tuple(tuple(sorted(row, key=str)) for row in rows)


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_colleagues(world, role):
    invite(world.own.profile, "neu@example.org", "editor", "de")
    response = world.client(role).get(url("people", world.own.profile))
    html = content_of(response)
    assert response.status_code == (200 if role in SEE else 302 if role == "anonymous" else 403)
    assert ("neu@example.org" in html) == (role == ADMINISTRATOR)
    if role in SEE - {ADMINISTRATOR}:
        assert "/role/" not in html
        assert "administrator-of-the-association@example.org" in html, "who has no name is called by the address"
    assert "nobody@example.org" not in html


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["invite", "resend", "revoke", "role", "remove"])
def test_who_may_do_what(world, post, role, action):
    invitation = invite(world.own.profile, "alt@example.org", "editor", "de")
    colleague = membership(world, "trusted member")
    target = {
        "invite": (url("people", world.own.profile), {"email": "x@example.org", "role": "editor", "language": "de"}),
        "resend": (url("people_resend", world.own.profile, invitation.pk), {}),
        "revoke": (url("people_revoke", world.own.profile, invitation.pk), {}),
        "role": (url("people_role", world.own.profile, colleague.pk), {"role": "administrator"}),
        "remove": (url("people_remove", world.own.profile, colleague.pk), {}),
    }[action]
    before, client = state(), world.client(role)
    response = post(*target, client)
    assert response.status_code < 500
    allowed = role == ADMINISTRATOR or (role == "trusted member" and action == "remove")  # which is leaving
    assert (state() != before) == allowed, (role, action, response.status_code)
    if action in {"resend", "revoke", "role"}:
        assert client.get(target[0]).status_code in {405, 302}


@pytest.mark.parametrize("action", ["resend", "revoke", "role", "remove"])
def test_rows_of_another_association_are_out_of_reach(world, post, action):
    """An administrator of their own association names rows of another in the address."""
    invitation = invite(world.own.profile, "alt@example.org", "editor", "de")
    row = invitation if action in {"resend", "revoke"} else membership(world, EDITOR)
    before = state()
    client = world.client("member of another")
    for organisation, expected in ((world.other.profile, 404), (world.own.profile, 403)):
        response = post(url(f"people_{action}", organisation, row.pk), {"role": "administrator", "sure": "1"}, client)
        assert response.status_code == expected
    assert state() == before


def test_an_editor_removes_nobody_but_themselves(world, post):
    client = world.client(EDITOR)
    other = membership(world, ADMINISTRATOR)
    assert post(url("people_remove", world.own.profile, other.pk), {"sure": "1"}, client).status_code == 403
    own = membership(world, EDITOR)
    page = client.get(url("people_remove", world.own.profile, own.pk))
    assert "Leave the association here?" in content_of(page)
    assert Membership.objects.filter(pk=own.pk).exists(), "GET changes nothing"
    response = post(url("people_remove", world.own.profile, own.pk), {}, client)
    assert response.url == "/en/my/"
    assert not Membership.objects.filter(pk=own.pk).exists()
    assert client.get(url("people", world.own.profile)).status_code == 403
    assert not mail.outbox


def test_who_is_removed_is_told_and_content_stays(world, post):
    draft = make.fresh(world.own.draft)
    post(url("people_remove", world.own.profile, membership(world, EDITOR).pk), {}, world.client(ADMINISTRATOR))
    (letter,) = letters(world.users[EDITOR].email)
    assert "Verein Nil" in letter.subject
    assert make.fresh(draft).title == draft.title
    response = post(url("people_remove", world.own.profile, 999_999), {}, world.client(ADMINISTRATOR))
    assert response.status_code == 404


@pytest.mark.parametrize(("action", "data"), [("remove", {}), ("role", {"role": "editor"})])
def test_the_last_administrator_is_asked_first(world, post, action, data):
    own = membership(world, ADMINISTRATOR)
    client, path = world.client(ADMINISTRATOR), url(f"people_{action}", world.own.profile, own.pk)
    before = state()
    response = post(path, data, client)
    assert response.status_code == 409
    assert "You are the last administrator" in content_of(response)
    assert state() == before
    post(path, {**data, "sure": "1"}, client)
    assert not Membership.objects.administrators().filter(organisation=world.own.profile).exists()


def test_with_two_administrators_nobody_is_asked(world, post):
    second = membership(world, "trusted member")
    post(url("people_role", world.own.profile, second.pk), {"role": "administrator"}, world.client(ADMINISTRATOR))
    own = membership(world, ADMINISTRATOR)
    post(url("people_role", world.own.profile, own.pk), {"role": "editor"}, world.client(ADMINISTRATOR))
    own.refresh_from_db()
    assert not own.is_administrator


def test_an_inactive_administrator_does_not_count(world, post):
    second = membership(world, "trusted member")
    Membership.objects.filter(pk=second.pk).update(role="administrator")
    type(second.user).objects.filter(pk=second.user_id).update(is_active=False)
    own = membership(world, ADMINISTRATOR)
    assert post(url("people_remove", world.own.profile, own.pk), {}, world.client(ADMINISTRATOR)).status_code == 409


@pytest.mark.parametrize(
    "values",
    [
        {"email": "x"},
        {"email": "a@b.de\nBcc: c@d.de"},
        {"role": "superuser"},
        {"language": "xx"},
        {"email": "x" * 9999},
    ],
    ids=["address", "header", "role", "language", "long"],
)
def test_errors_of_the_form(world, post, values):
    data = {"email": "neu@example.org", "role": "editor", "language": "de", **values}
    response = post(url("people", world.own.profile), data, world.client(ADMINISTRATOR))
    assert response.status_code == 422
    assert 'role="alert"' in content_of(response)
    assert not Invitation.objects.exists()


def test_the_answer_does_not_tell_of_accounts(world, post):
    client, people = world.client(ADMINISTRATOR), url("people", world.own.profile)
    answers = []
    for email in ("nobody@example.org", "fremder@example.org"):
        response = post(people, {"email": email, "role": "editor", "language": "de"}, client)
        answers.append((response.status_code, response.url))
        assert len(letters(email)) == 1
    assert answers[0] == answers[1]


def test_a_nonsense_role_changes_nothing(world, post):
    before = state()
    colleague = membership(world, EDITOR)
    post(url("people_role", world.own.profile, colleague.pk), {"role": "superuser"}, world.client(ADMINISTRATOR))
    post(url("people_role", world.own.profile, colleague.pk), {}, world.client(ADMINISTRATOR))
    assert state() == before


def test_cost_does_not_grow(world, django_assert_max_num_queries):
    client, people = world.client(ADMINISTRATOR), url("people", world.own.profile)
    client.get(people)
    for number in range(8):
        user = type(world.users["editor"]).objects.create_user(f"u{number}", f"u{number}@example.org")
        Membership.objects.create(user=user, organisation=world.own.profile)
        invite(world.own.profile, f"i{number}@example.org", "editor", "de")
    with django_assert_max_num_queries(22):
        client.get(people)


@pytest.mark.parametrize("language", ["de", "ar", "de-simple"])
def test_in_every_language(world, language):
    html = content_of(world.client(ADMINISTRATOR).get(url("people", world.own.profile, language=language)))
    assert f'<html lang="{language}"' in html
    if language != "de":
        assert 'lang="de" dir="ltr"><bdi>Verein Nil' in html
