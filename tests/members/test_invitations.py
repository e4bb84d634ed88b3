"""Invitations: the letter, the link, who may accept, and what is said when it is no longer possible."""

from datetime import timedelta

import html5lib
import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.joining import invitations
from members.joining.applications import submit
from members.joining.invitations import AlreadyMemberError, NoLongerError, accept, invite, new_account, resend, revoke
from members.joining.waiting import invitations_for
from members.models import Application, ApplicationMessage, Invitation
from organisations.models import Membership
from organisations.permissions import members_group
from tests import factories as make
from tests.members.post import letters, link_in
from tests.members.world import ROLES, content_of
from tests.search.editors import text
from users.models import User

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Amal", "last_name": "Haddad", "way": "link", "password": ""}
LONG = "ein langer Satz ohne Sinn"


@pytest.fixture
def invited(world) -> Invitation:
    return invite(
        world.own.profile, "neu@example.org", "editor", "ar", by=world.users["administrator of the association"]
    )


def ended(invitation: Invitation, **values) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**values)


# --- The letter ------------------------------------------------------------------------------------------------


def test_the_letter_leads_to_the_page(client, world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(world.own.profile, "neu@example.org", "editor", "ar", by=world.users["editor"])
    (letter,) = letters("neu@example.org")
    assert "Verein Nil" in letter.subject
    assert link_in(letter) == invitation.path_in("ar")
    page = client.get(link_in(letter))
    assert 'dir="rtl"' in content_of(page)
    assert 'lang="de" dir="ltr"><bdi>Verein Nil' in content_of(page)
    assert "no-store" in page["Cache-Control"]
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)
    assert not Membership.objects.filter(user__email="neu@example.org").exists()


def test_names_cannot_write_headers(world, django_capture_on_commit_callbacks):
    by = world.users["administrator of the association"]
    by.first_name = "Eva\r\nBcc: alle@example.org\u202e"
    world.own.profile.title = "Nil\r\nBcc: alle@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        invite(world.own.profile, "neu@example.org", "editor", "de", by=by)
    (letter,) = mail.outbox
    assert letter.recipients() == ["neu@example.org"]
    assert "\n" not in letter.subject
    assert "\u202e" not in letter.body


def test_invited_again_is_the_same_invitation_with_a_new_link(client, world, invited):
    old = invited.path_in("de")
    again = invite(world.own.profile, "NEU@example.org", "administrator", "de")
    assert (again.pk, again.role) == (invited.pk, "administrator")
    assert client.get(old).status_code == 410
    assert client.get(again.path_in("de")).status_code == 200
    with pytest.raises(IntegrityError):
        Invitation.objects.create(
            email="Neu@example.org", organisation=world.own.profile, language="de", expires_at=timezone.now()
        )


def test_colleagues_are_not_invited(world):
    with pytest.raises(AlreadyMemberError):
        invite(world.own.profile, "Editor-of-the-Association@example.org", "editor", "de")


def test_few_letters_to_one_address(world, invited):
    for _number in range(invitations.PER_ADDRESS - 1):
        resend(invited)
    with pytest.raises(invitations.TooManyError):
        resend(invited)


# --- Accepting -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["link", "password"])
def test_somebody_new(client, world, invited, post, way):
    data = {**NEW, "way": way, "password": LONG if way == "password" else ""}
    response = post(invited.path_in("ar"), data)
    assert response.url == "/ar/my/"
    user = get_user(client)
    assert (user.email, user.get_full_name(), user.language) == ("neu@example.org", "Amal Haddad", "ar")
    assert user.has_usable_password() == (way == "password")
    membership = user.memberships.get()
    assert (membership.organisation_id, membership.role) == (world.own.profile.pk, "editor")
    assert members_group() in user.groups.all()
    assert "Verein Nil" in content_of(client.get("/ar/my/"))
    (told,) = letters(world.users["administrator of the association"].email)
    assert "Amal Haddad" in told.subject
    assert post(invited.path_in("ar"), data).url == "/ar/my/", "sent twice"
    assert User.objects.filter(email="neu@example.org").count() == 1
    assert len(letters(world.users["administrator of the association"].email)) == 1


def test_rules_for_passwords_are_read_out_with_the_field(client, invited):
    """They are a list, which no paragraph can hold: the field would be described by nothing."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(client.get(invited.path).content.decode())
    assert page.findall(".//*[@id='id_password_helptext']//li")


def test_two_at_the_same_moment_make_one_account(world, invited):
    values = {"first_name": "A", "last_name": "", "password": None}
    user = new_account(invited, values, "de")
    with pytest.raises(IntegrityError):
        new_account(invited, values, "de")
    assert accept(invited, user) == accept(invited, user)
    with pytest.raises(NoLongerError):
        accept(invited, world.users["nobody"])
    assert Membership.objects.filter(organisation=world.own.profile, user=user).count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"first_name": ""},
        {"first_name": "x" * 10_000},
        {"way": "password", "password": ""},
        {"way": "password", "password": "Qx7-Qx7"},
        {"way": "password", "password": "neu@example.org"},
        {"way": "x"},
    ],
    ids=lambda values: "-".join(values.values())[:20] or "empty",
)
def test_errors_keep_the_name_and_make_nobody(client, world, invited, post, values):
    response = post(invited.path_in("de"), {**NEW, **values})
    html = content_of(response)
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert "Haddad" in html
    assert "Qx7" not in html, "passwords are not shown again"
    assert not User.objects.filter(email="neu@example.org").exists()


def test_who_has_an_account_signs_in_first(client, world, post):
    member = world.users["member of another"]
    invitation = invite(world.own.profile, member.email, "administrator", "de")
    link = invitation.path_in("de")
    html = content_of(client.get(link))
    assert "/de/my/signin/?next=" in html
    assert 'name="first_name"' not in html
    response = post(link, NEW)
    assert response.status_code == 302
    assert "/signin/" in response.url
    assert link in response.url.replace("%2F", "/").replace("%3A", ":")
    assert not Membership.objects.filter(organisation=world.own.profile, user=member).exists()
    client.force_login(member)
    assert client.get(link).status_code == 200
    assert post(link).status_code == 302
    assert Membership.objects.get(organisation=world.own.profile, user=member).is_administrator
    assert Membership.objects.filter(user=member).count() == 2


def test_signed_in_as_somebody_else(client, world, invited, post):
    other = world.users["member of another"]
    client.force_login(other)
    link = invited.path_in("en")
    html = content_of(client.get(link))
    assert other.email.split("@")[0] in html
    assert "another address" in html
    assert post(link, {"way": "somebody-else"}).url == link
    assert get_user(client).is_anonymous
    client.force_login(other)
    post(link)
    assert Membership.objects.filter(organisation=world.own.profile, user=other).exists()
    assert not User.objects.filter(email="neu@example.org").exists()


def test_a_role_is_never_taken_away(world):
    administrator = world.users["administrator of the association"]
    invitation = Invitation.objects.create(
        email="zweite@example.org", organisation=world.own.profile, language="de",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    assert accept(invitation, administrator).is_administrator


# --- What no longer works --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("case", "word"),
    [
        ("used", "accepted already"),
        ("expired", "has expired"),
        ("revoked", "withdrawn"),
        ("deleted", "no longer in the portal"),
        ("replaced", "newer invitation"),
        ("forged", "newer invitation"),
        ("inactive", "switched off"),
    ],
)
def test_a_clear_page(client, world, invited, case, word, method, language):  # noqa: PLR0917
    link = invited.path_in(language)
    match case:
        case "used":
            accept(invited, world.users["nobody"])
        case "expired":
            ended(invited, expires_at=timezone.now())
        case "revoked":
            assert revoke(invited)
        case "deleted":
            make.fresh(world.own.profile).delete()
        case "replaced":
            resend(invited)
        case "forged":
            link = link[:-5] + "xxxx/"
        case "inactive":
            User.objects.create_user("weg", "neu@example.org", is_active=False)
    people = User.objects.count()
    response = getattr(client, method)(link, NEW if method == "post" else None)
    assert response.status_code == 410
    html = content_of(response)
    assert f'<html lang="{language}"' in html
    if language == "en":
        assert word in html
    assert User.objects.count() == people
    assert not Membership.objects.filter(user__email="neu@example.org").exists()


@pytest.mark.parametrize("screen", ["members", "admin"])
def test_withdrawn_after_it_was_accepted(world, invited, screen):
    """Saying that the link no longer works would be true and leave somebody in who shall not be."""
    people = {
        "members": f"/en/my/{world.own.profile.translation_key}/people/",
        "admin": reverse("organisation_people", args=[world.own.profile.pk]),
    }[screen]
    client = world.client("administrator of the association" if screen == "members" else "superuser")

    def withdraw() -> str:
        target = f"{people}invitations/{invited.pk}/revoke/" if screen == "members" else people
        data = {"action": "revoke", "invitation": invited.pk}
        return content_of(client.post(target, data, follow=True, HTTP_ACCEPT_LANGUAGE="en"))

    accept(invited, world.users["nobody"])
    html = withdraw()
    assert "no longer works" not in html
    assert "nobody@example.org works there now" in html
    Membership.objects.filter(user=world.users["nobody"]).delete()
    assert "accepted or revoked in the meantime" in withdraw()
    ended(invited, accepted_at=None, accepted_by=None)
    assert "its link no longer works" in withdraw()
    assert "its link no longer works" in withdraw(), "pressed twice"


def test_get_changes_nothing(client, world, invited):
    client.force_login(world.users["nobody"])
    client.get(invited.path_in("de"))
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_posts_need_the_token_of_the_form(world, invited):
    assert Client(enforce_csrf_checks=True).post(invited.path_in("de"), NEW).status_code == 403


def test_open_invitations_wait_on_the_start_page(world):
    member = world.users["member of another"]
    invitation = invite(world.own.profile, member.email.upper(), "editor", "de")
    assert invitations_for(member) == [invitation]
    client = world.client("member of another")
    assert client.get("/en/my/").content.decode().count(invitation.path_in("en")) == 1
    assert invitations_for(world.users["nobody"]) == []
    assert invitations_for(world.user("anonymous")) == []
    ended(invitation, expires_at=timezone.now())
    assert invitations_for(member) == []


# --- In the admin ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_who_may_invite_in_the_admin(world, post, role):
    client, may = world.client(role), role in {"editor", "superuser"}
    invitation = invite(world.other.profile, "alt@example.org", "editor", "de")
    nonce = invitation.nonce
    page = reverse("organisation_people", args=[world.other.english.pk])
    response = client.get(page)
    assert (response.status_code == 200) == may
    assert ("alt@example.org" in content_of(response)) == may
    post(page, {"email": "neu@example.org", "role": "administrator", "language": "uk"}, client)
    made = Invitation.objects.filter(email="neu@example.org", organisation=world.other.profile)
    assert made.exists() == may
    post(page, {"action": "resend", "invitation": invitation.pk}, client)
    invitation.refresh_from_db()
    assert (invitation.nonce != nonce) == may
    post(page, {"action": "revoke", "invitation": invitation.pk}, client)
    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None) == may


def test_the_first_invitation_goes_to_the_contact_on_file(world):
    make.fresh(world.own.profile).memberships.all().delete()
    world.own.record.contact_email = "vorstand@nil.example"
    world.own.record.save()
    html = content_of(world.client("editor").get(reverse("organisation_people", args=[world.own.profile.pk])))
    assert 'value="vorstand@nil.example"' in html
    button = world.client("editor").get(reverse("wagtailadmin_pages:edit", args=[world.own.profile.pk]))
    assert reverse("organisation_people", args=[world.own.profile.pk]) in content_of(button)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_manage_memberships_and_records(world, role):
    client, may = world.client(role), role in {"editor", "superuser"}
    membership = Membership.objects.get(user=world.users["member of another"])
    for name, row in (("membership", membership), ("organisationrecord", world.other.record)):
        listed = client.get(reverse(f"wagtailsnippets_organisations_{name}:list"))
        assert (listed.status_code == 200) == may
        assert ("Donau" in content_of(listed)) == may
        edit = reverse(f"wagtailsnippets_organisations_{name}:edit", args=[row.pk])
        assert (client.get(edit).status_code == 200) == may
    data = {"user": membership.user_id, "organisation": world.other.english.pk, "role": "editor"}
    client.post(reverse("wagtailsnippets_organisations_membership:edit", args=[membership.pk]), data)
    membership.refresh_from_db()
    assert (membership.role == "editor") == may
    assert membership.organisation_id == world.other.profile.pk, "the original, also when a translation was chosen"
    values = {"organisation": world.other.profile.pk, "trusted": "on"}
    client.post(reverse("wagtailsnippets_organisations_organisationrecord:edit", args=[world.other.record.pk]), values)
    world.other.record.refresh_from_db()
    assert world.other.record.trusted == may
    client.post(reverse("wagtailsnippets_organisations_membership:delete", args=[membership.pk]))
    assert Membership.objects.filter(pk=membership.pk).exists() != may


def test_lists_are_searched_and_filtered(world):
    editor = world.client("editor")
    memberships = reverse("wagtailsnippets_organisations_membership:list")
    assert "editor-of-the-association@" not in text(editor.get(f"{memberships}?q=Donau"))
    assert "editor-of-the-association@" not in text(editor.get(f"{memberships}?role=administrator"))
    assert "editor-of-the-association@" in text(editor.get(f"{memberships}?role=editor"))
    records = reverse("wagtailsnippets_organisations_organisationrecord:list")
    make.fresh(world.other.profile).memberships.all().delete()
    assert "Donau" not in text(editor.get(f"{records}?has_people=true"))
    assert "Nil" not in text(editor.get(f"{records}?has_people=false"))
    assert "Donau" in text(editor.get(f"{records}?q=donau"))


# --- Personal data ---------------------------------------------------------------------------------------------


def test_everything_of_a_person_is_given_out_and_erased(world, invited, capsys):
    user = new_account(invited, {"first_name": "Amal", "last_name": "", "password": LONG}, "de")
    accept(invited, user)
    one = submit({"name": "Verein X", "email": "Neu@example.org", "contact_name": "Amal", "language": "de"})
    ApplicationMessage.objects.create(application=one, by_editor=False, text="Meine Antwort")
    call_command("personal_data", "export", "neu@example.org")
    told = capsys.readouterr().out
    for word in (
        "members.Application",
        "Meine Antwort",
        "members.Invitation",
        "organisations.Membership",
        "users.User",
    ):
        assert word in told
    assert user.password not in told
    call_command("personal_data", "erase", "neu@example.org")
    assert not User.objects.filter(email="neu@example.org").exists()
    for model in (Application, ApplicationMessage, Invitation):
        assert not model.objects.exists()
    assert not Membership.objects.filter(user_id=user.pk).exists()
    assert Membership.objects.count() == 3


def test_what_has_been_kept_long_enough_ends(world, settings):
    def days_ago(days):
        return timezone.now() - timedelta(days=days)

    fields = {"contact_name": "A", "email": "a@example.org", "language": "de"}
    states = {
        "unbestätigt": ("unconfirmed", 15, None),
        "frisch": ("unconfirmed", 13, None),
        "offen": ("new", 900, None),
        "entschieden": ("refused", 900, 366),
        "neulich": ("accepted", 900, 364),
    }
    for name, (state, age, decided) in states.items():
        one = Application.objects.create(name=name, state=state, **fields)
        Application.objects.filter(pk=one.pk).update(
            created_at=days_ago(age), decided_at=days_ago(decided) if decided else None
        )
    for number, values in enumerate(
        (
            {"expires_at": days_ago(91)},
            {"revoked_at": days_ago(91)},
            {"accepted_at": days_ago(91)},
            {"revoked_at": days_ago(89)},
        )
    ):
        Invitation.objects.create(
            email=f"{number}@example.org", organisation=world.own.profile, language="de",
            **{"expires_at": timezone.now(), **values},
        )  # fmt: skip
    before = set(User.objects.values_list("username", flat=True))
    User.objects.update(date_joined=days_ago(366))
    User.objects.filter(username="trusted-member").update(last_login=days_ago(2))
    call_command("personal_data", "expire")
    assert set(Application.objects.values_list("name", flat=True)) == {"frisch", "offen", "neulich"}
    assert [invitation.email for invitation in Invitation.objects.all()] == ["3@example.org"]
    assert before - set(User.objects.values_list("username", flat=True)) == {"nobody"}
