"""An association applies: public form, confirmed address, editors who accept, ask or refuse."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.models import PortalSettings
from members.joining.applying import PER_ADDRESS
from members.joining.likely import likely_profiles
from members.joining.links import application_path
from members.models import Application, Invitation
from organisations.models import OrganisationIndexPage, OrganisationPage, OrganisationRecord
from tests import factories as make
from tests.members.post import application, letters, link_in
from tests.members.world import ROLES, World, content_of, make_world
from tests.search.editors import browser, text

pytestmark = pytest.mark.django_db
APPLY = "/de/my/apply/"
RLO = "\u202e"


def received(**values) -> Application:
    """An application that editors see."""
    fields = {"name": "Verein Sonne e. V.", "contact_name": "Amal", "email": "amal@example.org", "language": "ar"}
    return Application.objects.create(**{**fields, "purpose": "Wir kochen.", "state": "new", **values})


def url(one: Application) -> str:
    return reverse("applications:edit", args=[one.pk])


@pytest.fixture
def editor(portal) -> Client:
    return browser("editor")


# --- The form --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "ar", "de-simple"])
def test_the_form_is_found_and_sets_no_cookie(client, portal, language):
    directory = client.get(make.index_of(OrganisationIndexPage).url_in(language))
    path = f"/{language}/my/apply/"
    assert f'href="{path}"' in content_of(directory)
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"


def test_from_the_form_to_the_editors(client, portal, post):
    PortalSettings.objects.update(email="redaktion@example.org")
    response = post("/ar/my/apply/", application(), Client(enforce_csrf_checks=True))
    assert response.status_code == 200
    one = Application.objects.get()
    assert (one.state, one.language) == ("unconfirmed", "ar")
    (letter,) = mail.outbox
    assert letter.to == ["amal@example.org"]
    link = link_in(letter)
    assert link.startswith("/ar/")

    page = client.get(link)
    assert page.status_code == 200
    assert not page.cookies
    assert Application.objects.get().state == "unconfirmed", "mail programs open links, too"
    assert browser("editor").get(url(one)).status_code == 404, "editors see confirmed addresses only"

    post(link, by=Client(enforce_csrf_checks=True))
    one.refresh_from_db()
    assert (one.state, one.confirmed_at is not None) == ("new", True)
    (told,) = letters("redaktion@example.org")
    assert url(one) in told.body
    post(link)
    post(link)
    assert len(letters("redaktion@example.org")) == 1


def test_strangers_cannot_write_to_others_through_the_portal(portal, post):
    words = {"name": "KAUFEN", "purpose": "KAUFEN", "town": "KAUFEN", "contact_name": "KAUFEN", "message": "KAUFEN"}
    post(APPLY, application(**words, website="https://kaufen.example"))
    (letter,) = mail.outbox
    assert "kaufen" not in f"{letter.subject} {letter.body}".casefold()


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, world, post):
    known, unknown = (
        post(APPLY, application(email=email)) for email in ("member-of-another@example.org", "niemand@example.org")
    )
    assert (known.status_code, content_of(known)) == (unknown.status_code, content_of(unknown))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"purpose": "x" * 3001},
        {"email": "amal@example.org\nBcc: alle@example.org"},
        {"email": "kein@"},
        {"language": "xx"},
        {"website": "javascript:alert(1)"},
        {"homepage": "https://spam.example"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_errors_are_said_and_nothing_typed_is_lost(client, portal, post, values):
    response = post(APPLY, application(**{"message": "Bitte ANRUFEN", **values}))
    html = content_of(response)
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert "Bitte ANRUFEN" in html
    assert "Amal Haddad" in html
    assert not Application.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("values", [{}, {"shown": "forged"}, {"shown": ""}], ids=["at once", "forged", "never shown"])
def test_what_looks_like_a_program_is_asked_once_more(client, portal, values):
    response = client.post(APPLY, application(**values))
    assert response.status_code == 422
    assert "Amal Haddad" in content_of(response)
    assert not Application.objects.exists()


def test_names_that_turn_the_text_around_are_made_harmless(portal, post):
    post(APPLY, application(name=f"Verein {RLO}enoS\r\nBcc: x@example.org", contact_name=f"A{RLO}\x00mal"))
    one = Application.objects.get()
    assert (one.name, one.contact_name) == ("Verein enoS Bcc: x@example.org", "A mal")


def test_sent_twice_is_one_application(portal, post):
    post(APPLY, application())
    post(APPLY, application(purpose="Wir kochen und backen."))
    assert Application.objects.get().purpose == "Wir kochen und backen."
    assert len(mail.outbox) == 2
    assert link_in(mail.outbox[0])


def test_a_flood_from_one_network_is_stopped_without_losing_the_text(portal, post, monkeypatch):
    monkeypatch.setattr("members.joining.applying.PER_NETWORK", 1)
    post(APPLY, application())
    response = post(APPLY, application(name="Der zweite", email="b@example.org"))
    assert response.status_code == 429
    assert "Der zweite" in content_of(response)
    assert Application.objects.count() == 1


def test_one_address_gets_few_letters_and_loses_no_text(world, post):
    """The same for an address with an account and one without."""
    for email in ("member-of-another@example.org", "niemand@example.org"):
        found = [post(APPLY, application(name=f"Verein {number}", email=email)) for number in range(6)]
        assert [one.status_code for one in found] == [200] * PER_ADDRESS + [429]
        assert "Verein 5" in content_of(found[-1])
        assert len(letters(email)) == Application.objects.filter(email=email).count() == PER_ADDRESS


def test_corrected_after_confirming(portal, post):
    """What is sent later is an application of its own: nobody else puts words into one that is confirmed."""
    post(APPLY, application())
    post(link_in(mail.outbox[0]))
    for _time in range(2):
        post(APPLY, application(purpose="Wir backen auch."))
    post(APPLY, application())
    assert [(one.purpose[-5:], one.state) for one in Application.objects.order_by("pk")] == [
        ("itag.", "new"), ("auch.", "unconfirmed"),
    ]  # fmt: skip
    assert len(mail.outbox) == 4
    post(link_in(mail.outbox[1]))
    assert Application.objects.received().count() == 2


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 3000])
def test_forged_links(client, portal, post, token):
    response = client.get(f"/ar/my/apply/{token}/")
    assert response.status_code == 410
    assert 'dir="rtl"' in content_of(response)
    assert post(f"/ar/my/apply/{token}/").status_code == 410


def test_a_link_for_something_else_is_no_key(client, world):
    invitation = Invitation.objects.create(
        email="a@example.org", organisation=world.own.profile, language="de", expires_at="2100-01-01T00:00Z"
    )
    received(pk=invitation.pk)
    assert client.get(f"/de/my/apply/{invitation.token}/").status_code == 410


# --- Editors ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(portal, tmp_path, settings) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_world()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_and_decide(world, post, role):
    one = received(name="Verein Geheim", message="Sehr PRIVAT")
    client, may = world.client(role), role in {"editor", "superuser"}
    for path in (reverse("wagtailadmin_home"), reverse("applications:index"), url(one), "/de/my/"):
        html = content_of(client.get(path))
        assert may or "Verein Geheim" not in html
        assert may or "PRIVAT" not in html
    for data in (
        {"action": "ask", "ask-text": "Wie viele?"},
        {"action": "refuse", "refuse-text": "Nein."},
        {"action": "accept", "accept-profile": "new", "accept-language": "de"},
    ):
        Application.objects.update(state="new")
        response = post(url(one), data, client)
        assert response.status_code < 500
        one.refresh_from_db()
        assert (one.state != "new") == may, (role, data["action"])
    delete = reverse("applications:delete", args=[one.pk])
    post(delete, by=client)
    assert Application.objects.exists() != may
    assert len(mail.outbox) == (3 if may else 0)


def test_the_work_to_do_is_on_the_home_page(editor):
    one = received(name="Verein Sonne")
    received(name="Nicht bestätigt", state="unconfirmed")
    html = content_of(editor.get(reverse("wagtailadmin_home")))
    assert url(one) in html
    assert "Nicht bestätigt" not in html
    listed = text(editor.get(reverse("applications:index")))
    assert "Verein Sonne" in listed
    assert "Nicht bestätigt" not in listed
    assert "Verein Sonne" not in text(editor.get(reverse("applications:index") + "?state=refused"))
    assert "Verein Sonne" in text(editor.get(reverse("applications:index") + "?q=amal@"))
    assert editor.get("/admin/applications/new/").status_code == 404


@pytest.mark.parametrize("language", ["de", "ar"])
def test_accepted(editor, post, language):
    place = make.term(make.Place, "lindenfurt")
    one = received(
        name="جمعية Sonne & Söhne e. V.",
        purpose="<b>Wir</b> kochen.\n\nJeden Freitag.",
        town="Lindenfurt",
        website="https://x.example",
    )
    response = post(url(one), {"action": "accept", "accept-profile": "new", "accept-language": language}, editor)
    profile = OrganisationPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[profile.pk])
    assert (profile.title, profile.live, profile.language) == (one.name, False, language)
    assert profile.original == profile
    assert profile.about == "<p>&lt;b&gt;Wir&lt;/b&gt; kochen.</p><p>Jeden Freitag.</p>"
    assert list(profile.towns.all()) == [place]
    assert profile.get_latest_revision_as_object().summary == "<b>Wir</b> kochen. Jeden Freitag."
    record = OrganisationRecord.objects.get()
    assert (record.contact_name, record.contact_email) == ("Amal", "amal@example.org")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.language, invitation.organisation) == ("administrator", "ar", profile)
    (letter,) = letters("amal@example.org")
    assert link_in(letter) == invitation.path_in("ar")
    one.refresh_from_db()
    assert (one.state, one.decided_by.username, one.organisation) == ("accepted", "editor", profile)
    assert Client().get(profile.url_in("de")).status_code == 404, "a draft"
    again = post(url(one), {"action": "accept", "accept-profile": "new", "accept-language": "de"}, editor)
    assert again.status_code == 302
    assert OrganisationPage.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_slug_is_free_in_every_language(editor, post):
    first = make.organisation(title="Verein Sonne", slug="verein-sonne-e-v")
    arabic = make.organisation(parent=make.index_of(OrganisationIndexPage, "ar"), title="x", slug="verein-sonne-e-v-2")
    post(url(received()), {"action": "accept", "accept-profile": "new", "accept-language": "de"}, editor)
    made = OrganisationPage.objects.exclude(pk__in=[first.pk, arabic.pk]).get()
    assert made.slug == "verein-sonne-e-v-3"


def test_asked_and_answered(client, editor, post):
    one = received()
    response = post(url(one), {"action": "ask", "ask-text": ""}, editor)
    assert response.status_code == 422
    post(url(one), {"action": "ask", "ask-text": "Wie viele\nMitglieder?"}, editor)
    one.refresh_from_db()
    assert one.state == "asked"
    (letter,) = letters("amal@example.org")
    assert "Wie viele\nMitglieder?" in letter.body
    link = link_in(letter)
    assert "Mitglieder?" in text(client.get(link))
    assert post(link, {"text": "x" * 3001}).status_code == 422
    post(link, {"text": "ثلاثون"})
    post(link, {"text": "ثلاثون"})
    one.refresh_from_db()
    assert one.state == "new"
    assert [message.text for message in one.messages.all()] == ["Wie viele\nMitglieder?", "ثلاثون"]
    assert "ثلاثون" in text(client.get(link))
    assert "ثلاثون" in text(editor.get(url(one)))


def test_refused_with_the_reason(client, editor, post):
    one = received()
    link = application_path(one)
    post(url(one), {"action": "refuse", "refuse-text": "Das ist eine Firma."}, editor)
    one.refresh_from_db()
    assert (one.state, one.decided_by.username) == ("refused", "editor")
    (letter,) = letters("amal@example.org")
    assert "Das ist eine Firma." in letter.body
    assert "Das ist eine Firma." in text(client.get(link))
    late = post(link, {"text": "Doch, wir sind ein VEREIN!"})
    assert late.status_code == 409
    assert 'role="alert"' in content_of(late)
    assert "Doch, wir sind ein VEREIN!" in content_of(late), "to be copied"
    assert 'type="submit">Antwort' not in content_of(late)
    one.refresh_from_db()
    assert one.state == "refused"
    assert one.messages.count() == 1
    post(url(one), {"action": "ask", "ask-text": "Noch etwas?"}, editor)
    assert one.messages.count() == 1


def test_an_answer_that_is_too_long_comes_back(post):
    """Also when another answer came first, from a second tab."""
    one = received()
    response = post(application_path(one), {"text": "Ein langer Satz. " * 200})
    assert response.status_code == 422
    assert "Ein langer Satz." in content_of(response)


def test_pasted_text_is_not_cut_off_by_the_browser(client, world):
    for path in (
        APPLY,
        f"/de/my/claim/{world.other.profile.translation_key}/",
        application_path(received(state="asked")),
    ):
        html = content_of(client.get(path))
        areas = re.findall("<textarea[^>]*>", html)
        assert "maxlength" not in "".join(areas)
        assert areas or "/claim/" in path


def test_a_member_who_applies_is_told(world, post):
    """There is nothing to invite to; from now on the person may invite others."""
    member = world.users["editor of the association"]
    one = received(name="Verein Nil", email=member.email, claimed=world.own.profile, language="ar")
    data = {"action": "accept", "accept-profile": world.own.profile.pk, "accept-language": "de"}
    post(url(one), data, world.client("editor"))
    assert world.own.profile.memberships.get(user=member).is_administrator
    assert not Invitation.objects.exists()
    (letter,) = letters(member.email)
    assert "Verein Nil" in letter.subject
    assert f"{settings.BASE_URL}/ar/my/" in letter.body


# --- Perhaps here already --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "values", "reason"),
    [
        ({"title": "Verein Sonne"}, {}, "same name"),
        ({"title": "Sonne Verein eingetragener Verein"}, {}, "same name"),
        ({"title": "Verein Sonnen gGmbH"}, {}, "similar name"),
        ({"title": "Anders", "alternate_name": "VEREIN SONNE"}, {}, "same name"),
        ({"title": "Anders", "email": "Amal@Example.org"}, {}, "same e-mail"),
        (
            {"title": "Anders", "website": "https://www.sonne.example/"},
            {"website": "http://sonne.example"},
            "same website",
        ),
        ({"title": "Anders", "website": "https://sonne.example"}, {"email": "amal@sonne.example"}, "same website"),
    ],
)
def test_likely_duplicates(portal, profile, values, reason):
    make.organisation(title="Ganz etwas anderes", email="x@example.org", website="https://y.example")
    page = make.organisation(**profile)
    with translation.override("en"):
        (likely,) = likely_profiles(received(**values))
    assert (likely.organisation.pk, likely.reasons) == (page.pk, [reason])


def test_the_contact_of_a_record_counts(portal):
    page = make.organisation(title="Anders")
    OrganisationRecord.objects.create(organisation=page, contact_email="amal@example.org")
    with translation.override("en"):
        assert [one.reasons for one in likely_profiles(received())] == [["same e-mail"]]


def test_invited_to_the_existing_profile_instead(editor, post):
    page = make.organisation(title="Verein Sonne")
    make.translate(page, "ar")
    one = received()
    assert "same name" in text(editor.get(url(one)))
    post(url(one), {"action": "accept", "accept-profile": str(page.pk), "accept-language": "de"}, editor)
    assert OrganisationPage.objects.count() == 2
    assert Invitation.objects.get().organisation == page
    one.refresh_from_db()
    assert one.organisation == page


def test_only_likely_profiles_can_be_chosen(editor, post):
    page = make.organisation(title="Ganz etwas anderes")
    one = received()
    response = post(url(one), {"action": "accept", "accept-profile": str(page.pk), "accept-language": "de"}, editor)
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_comparing_costs_the_same_for_many_profiles(portal, django_assert_num_queries):
    for number in range(6):
        OrganisationRecord.of(make.organisation(title=f"Verein Sonne {number}"))
    one = received()
    with django_assert_num_queries(1):
        assert len(likely_profiles(one)) == 6
