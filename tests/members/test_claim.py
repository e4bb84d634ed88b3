"""“Is this your association?”: the address on file gets a link, everybody else is for an editor to decide."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from members.joining import claims
from members.joining.applying import PER_ADDRESS
from members.joining.invitations import invite
from members.models import Application, Invitation
from organisations.models import Membership, OrganisationRecord
from tests import factories as make
from tests.members.post import claim, letters, link_in
from tests.members.world import content_of
from tests.search.editors import browser, text
from users.models import User

pytestmark = pytest.mark.django_db
FILE = "vorstand@sonne.example"


@pytest.fixture
def profile(portal):
    page = make.organisation(title="Verein Sonne", email="info@sonne.example")
    OrganisationRecord.objects.create(organisation=page, contact_email=FILE)
    return page


def url(profile, language="de") -> str:
    return f"/{language}/my/claim/{profile.translation_key}/"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_way_from_the_profile(client, profile, language):
    assert f'href="{url(profile, language)}"' in content_of(client.get(profile.url_in(language)))
    response = client.get(url(profile, language))
    html = content_of(response)
    assert response.status_code == 200
    assert not response.cookies
    assert FILE not in html
    if language == "ar":
        assert 'lang="de" dir="ltr"><bdi>Verein Sonne' in html


def test_from_a_translation_to_the_original(client, profile, post):
    english = make.translate(profile, "en")
    assert f'href="{url(profile, "en")}"' in content_of(client.get(english.url_in("en")))
    post(url(profile, "en"), claim(email=FILE))
    assert Invitation.objects.get().organisation == profile


def test_only_where_nobody_looks_after_it(client, profile, post):
    user = User.objects.create_user("m", "m@example.org")
    membership = Membership.objects.create(user=user, organisation=profile)
    assert url(profile) not in content_of(client.get(profile.url_in("de")))
    assert client.get(url(profile)).status_code == 404
    assert post(url(profile), claim()).status_code == 404
    membership.delete()
    make.fresh(profile).unpublish()
    assert client.get(url(profile)).status_code == 404
    assert client.get("/de/my/claim/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert not mail.outbox


def test_the_address_on_file_becomes_administrator(client, profile, post):
    post(url(profile, "ar"), claim(email="Vorstand@Sonne.example"), Client(enforce_csrf_checks=True))
    (letter,) = mail.outbox
    assert letter.to == [FILE]
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.organisation, invitation.language) == ("administrator", profile, "ar")
    assert not Application.objects.exists()
    post(link_in(letter), {"first_name": "Amal", "last_name": "", "way": "link", "password": ""})
    assert profile.memberships.get().is_administrator


@pytest.mark.parametrize("record", [True, False])
def test_another_address_is_for_an_editor(profile, post, record):
    if not record:
        profile.record.delete()
        profile = make.fresh(profile)
    post(url(profile), claim(email="fremd@example.org"))
    file = FILE if record else "info@sonne.example"
    assert {message.to[0] for message in mail.outbox} == {file, "fremd@example.org"}
    one = Application.objects.get()
    assert (one.state, one.claimed_id, one.name, one.email) == (
        "unconfirmed", profile.pk, "Verein Sonne", "fremd@example.org",
    )  # fmt: skip
    assert Invitation.objects.get().email == file
    post(link_in(letters("fremd@example.org")[0]))
    one.refresh_from_db()
    assert one.state == "new"
    editor = browser("editor")
    assert "the applicant chose it" in text(editor.get(one.admin_url))
    post(one.admin_url, {"action": "accept", "accept-profile": profile.pk, "accept-language": "de"}, editor)
    assert Invitation.objects.get(email="fremd@example.org").organisation == profile
    assert OrganisationRecord.of(profile).contact_email == (FILE if record else "fremd@example.org")


def test_nothing_on_file(profile, post):
    profile.record.delete()
    profile.email = ""
    profile.save()
    post(url(profile), claim())
    assert not Invitation.objects.exists()
    assert Application.objects.get().claimed == profile


def test_the_answer_tells_nothing(profile, post):
    other = make.organisation(title="Verein Sonne")
    same = content_of(post(url(other), claim(email="fremd@example.org")))
    same = same.replace(other.slug, profile.slug).replace(str(other.translation_key), str(profile.translation_key))
    answers = {
        content_of(post(url(profile), claim(email=FILE))),
        content_of(post(url(profile), claim(email="fremd@example.org"))),
        same,
    }
    assert len(answers) == 1
    assert FILE not in answers.pop()


def test_the_letter_to_the_file_holds_no_word_of_the_stranger(profile, post):
    post(url(profile), claim(email="fremd@example.org", contact_name="KAUFEN", message="KAUFEN https://kaufen.example"))
    for letter in mail.outbox:
        assert "kaufen" not in f"{letter.subject} {letter.body}".casefold()
        assert "fremd@example.org" not in letter.body


def test_the_address_on_file_is_not_flooded(profile, post):
    answers = {content_of(post(url(profile), claim(email=f"fremd{number}@example.org"))) for number in range(5)}
    assert len(letters(FILE)) == claims.TO_FILE
    assert len(answers) == 1
    assert Application.objects.count() == 5


def test_a_flood_from_one_network_keeps_the_text(profile, post, monkeypatch):
    monkeypatch.setattr("members.joining.applying.PER_NETWORK", 0)
    response = post(url(profile), claim(message="Ich bin die Vorsitzende"))
    assert response.status_code == 429
    assert "Ich bin die Vorsitzende" in content_of(response)


@pytest.mark.parametrize(
    "values", [{"email": "x"}, {"contact_name": ""}, {"message": "x" * 3001}], ids=lambda v: next(iter(v))
)
def test_errors_are_said(profile, post, values):
    response = post(url(profile), claim(**values))
    assert response.status_code == 422
    assert 'role="alert"' in content_of(response)
    assert not mail.outbox


def test_claimed_in_the_meantime(profile):
    """The task runs later; by then somebody may look after the profile."""
    user = User.objects.create_user("m", "m@example.org")
    Membership.objects.create(user=user, organisation=profile)
    values = {"email": FILE, "contact_name": "A", "message": "B"}
    claims.claim.enqueue(profile.pk, values, "de")
    claims.claim.enqueue(0, values, "de")
    assert not Invitation.objects.exists()
    assert not Application.objects.exists()


def test_the_claimed_profile_is_deleted(profile, post):
    post(url(profile), claim(email="fremd@example.org"))
    post(link_in(letters("fremd@example.org")[0]))
    make.fresh(profile).delete()
    one = Application.objects.get()
    editor = browser("editor")
    assert editor.get(one.admin_url).status_code == 200
    post(one.admin_url, {"action": "accept", "accept-profile": "new", "accept-language": "de"}, editor)
    one.refresh_from_db()
    assert one.state == "accepted"


def test_an_editors_invitation_stays_as_it_is(client, profile, post):
    """Anybody can send the form: the link in the mailbox goes on working, and nobody gets more than was meant."""
    by = User.objects.create_user("redaktion", "redaktion@example.org")
    invitation = invite(profile, FILE.upper(), "editor", "tr", by=by)
    mail.outbox.clear()
    post(url(profile, "ar"), claim(email="fremd@example.org"))
    (same,) = Invitation.objects.all()
    assert (same.role, same.language, same.invited_by, same.path) == ("editor", "tr", by, invitation.path)
    (letter,) = letters(FILE.upper())
    assert link_in(letter) == invitation.path_in("tr")


def test_an_invitation_that_has_expired_is_renewed(profile, post):
    old = invite(profile, FILE, "editor", "tr")
    Invitation.objects.update(expires_at=timezone.now())
    post(url(profile), claim(email=FILE))
    (invitation,) = Invitation.objects.all()
    assert (invitation.role, invitation.language) == ("administrator", "de")
    assert invitation.path != old.path


def test_strangers_do_not_choose_the_language_of_the_letter(profile, post):
    post(url(profile, "ar"), claim(email="fremd@example.org"))
    assert Invitation.objects.get().language == "de"
    assert Application.objects.get().language == "ar"


def test_many_claims_for_one_address_lose_no_text(profile, post):
    """Counted before it is asked what is on file, so that the answer tells nothing about that."""
    for email in (FILE, "fremd@example.org"):
        found = [post(url(profile), claim(email=email, message=f"Satz Nummer {number}")) for number in range(6)]
        assert [one.status_code for one in found] == [200] * PER_ADDRESS + [429]
        assert "Satz Nummer 5" in content_of(found[-1])
