"""The daily mails: to whom, about what, when, and never twice."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from freshness.models import Answer, Reminder, Review
from freshness.responsible import addresses_of, pages_of
from organisations.models import Membership
from tests import factories as make
from tests.freshness.conftest import association, confirmed, contact, later, remind
from users.models import User

pytestmark = pytest.mark.django_db


def member(page, email: str, role="administrator", language="", **values) -> User:
    user = User.objects.create_user(email.split("@", maxsplit=1)[0], email, "x", **values)
    Membership.objects.create(user=user, organisation=page, role=role)
    if language:
        from wagtail.users.models import UserProfile

        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
    return user


# --- Whom --------------------------------------------------------------------------------------------------------


def test_the_chain_of_addresses(portal):
    profile = association("oeffentlich@example.org")
    service = make.service(provider=profile, email="beratung@example.org")
    below = make.service(parent=profile, email="unten@example.org")
    alone = make.service(email="allein@example.org")
    pages = [profile, service, below, alone]

    def asked():
        found = addresses_of(pages)
        return [found[page.pk] for page in pages]

    assert asked() == [["oeffentlich@example.org"]] * 3 + [["allein@example.org"]]
    member(profile, "Eins@example.org")
    member(profile, "zwei@example.org")
    member(profile, "redakteurin@example.org", role="editor")
    member(profile, "weg@example.org", is_active=False)
    assert asked()[:3] == [["eins@example.org", "zwei@example.org"]] * 3
    contact(profile, "intern@example.org")
    assert asked()[:3] == [["intern@example.org"]] * 3
    Review.objects.create(page_id=profile.pk, email="Frag@example.org")
    assert asked()[:3] == [["frag@example.org"]] * 3
    Review.objects.create(page_id=below.pk, email="unten-frag@example.org")
    assert asked()[:3] == [["frag@example.org"], ["frag@example.org"], ["unten-frag@example.org"]]


def test_the_chain_backwards(portal):
    profile = association("a@example.org")
    service = make.service(provider=profile)
    make.service(provider=association("b@example.org"), email="a@example.org")
    assert pages_of("A@example.org") == [profile, service]
    contact(profile, "c@example.org")
    assert pages_of("a@example.org") == []
    assert pages_of("c@example.org") == [profile, service]


def test_a_page_without_any_address(portal):
    association("")
    assert remind() == []


# --- What --------------------------------------------------------------------------------------------------------


def test_one_mail_for_everything_of_an_address(portal):
    profile = association("a@example.org", title="Verein Nil")
    confirmed(make.service(provider=profile, title="Sprachcafé Nil"), 200)
    make.service(provider=profile, title="Gerade erst")
    association("b@example.org", days=10)
    (message,) = remind()
    assert message.to == ["a@example.org"]
    assert "Verein Nil" in message.body
    assert "Sprachcafé Nil" in message.body
    assert "Gerade erst" not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_drafts_and_what_no_list_shows_are_not_asked_about(portal):
    association().unpublish()
    make.service(email="c@example.org", status="defunct")
    later(400)
    assert remind() == []


def test_the_language_of_the_person(portal):
    arabic = association("nil@example.org")
    member(arabic, "leyla@example.org", language="ar")
    association("ohne@example.org")
    texts = {message.to[0]: message.body for message in remind()}
    assert "/ar/confirm/" in texts["leyla@example.org"]
    assert "/de/confirm/" in texts["ohne@example.org"]


def test_a_title_cannot_forge_a_header(portal):
    association("a@example.org", title="Nil\r\nBcc: x@example.org")
    (message,) = remind()
    assert "Bcc" not in message.message()


# --- When --------------------------------------------------------------------------------------------------------


def test_a_round_has_two_repeats_and_ends_with_the_confirmation(due):
    assert len(remind()) == 1
    assert remind() == []
    later(13)
    assert remind() == []
    later(1)
    assert len(remind()) == 1
    later(14)
    assert len(remind()) == 1
    for _ in range(3):
        later(30)
        assert remind() == []
    make.fresh(due).confirm("wir")
    assert remind() == []
    later(366)
    assert len(remind()) == 1


def test_repeats_follow_the_settings(due, settings):
    settings.REVIEW_REPEAT_DAYS = [3]
    assert len(remind()) == 1
    later(3)
    assert len(remind()) == 1
    later(100)
    assert remind() == []


def test_a_delayed_round_does_not_send_all_its_mails_at_once(due):
    later(200)
    assert len(remind()) == 1
    assert remind() == []


@pytest.mark.parametrize("kind", Answer.Kind.values)
def test_whoever_has_answered_is_not_urged(due, settings, kind):
    """The mails of a round end with "if there is no answer ..."; there is one, and the editors have not looked at it."""
    settings.REVIEW_UNPUBLISH_DAYS = 30
    other = association("verein@example.org", title="Verein Tigris")
    assert len(remind()) == 1
    answer = Answer.objects.create(page=due, kind=kind, address="verein@example.org", text="Neue Nummer")
    later(14)
    [second] = remind()
    assert "Verein Tigris" in second.body
    assert "Verein Nil" not in second.body
    for days in (14, 14, 60):
        later(days)
        remind()
    assert make.fresh(due).live
    assert not make.fresh(other).live
    answer.done_at = timezone.now()
    answer.save()
    [third] = remind()
    assert "Verein Nil" in third.body, "the round goes on once the editors have looked"


def test_all_languages_go_when_a_page_is_taken_down(due, settings):
    settings.REVIEW_UNPUBLISH_DAYS = 30
    arabic = make.translate(due, "ar")
    for days in (0, 14, 14, 14, 60):
        later(days)
        remind()
    assert not make.fresh(due).live
    assert not make.fresh(arabic).live


def test_nothing_is_taken_down_unless_the_city_has_set_it(due, settings):
    for days in (0, 14, 14, 14, 60):
        later(days)
        remind()
    assert make.fresh(due).live
    settings.REVIEW_UNPUBLISH_DAYS = 30
    unasked = association("", title="Ohne Adresse")
    remind()
    assert not make.fresh(due).live
    assert make.fresh(unasked).live


def test_pages_of_older_versions_get_a_date(due):
    type(due).objects.filter(pk=due.pk).update(review_due=None)
    assert len(remind()) == 1


# --- Never twice -------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


class DyingBackend(EmailBackend):
    """Dies at the second mail, before or after the server has got it."""

    after = False

    def send_messages(self, messages):
        if len(mail.outbox) == 1 and not self.after:
            raise Killed
        sent = super().send_messages(messages)
        if len(mail.outbox) == 2 and self.after:
            raise Killed
        return sent


@pytest.mark.parametrize("after", [False, True])
def test_a_killed_run_is_gone_on_with_and_nobody_gets_a_mail_twice(portal, settings, monkeypatch, after):
    for name in "abc":
        association(f"{name}@example.org")
    monkeypatch.setattr(DyingBackend, "after", after)
    settings.EMAIL_BACKEND = f"{__name__}.DyingBackend"
    with pytest.raises(Killed):
        call_command("send_reminders", verbosity=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    remind()
    got = [message.to[0] for message in mail.outbox]
    assert len(got) == len(set(got))
    assert {"a@example.org", "c@example.org"} <= set(got)
    later(14)
    assert [message.to[0] for message in remind()] == ["a@example.org", "b@example.org", "c@example.org"], (
        "whoever was lost gets the next one"
    )


class WatchingBackend(EmailBackend):
    """Notes how deep in transactions a mail leaves, and whether its claim is written by then."""

    seen = []

    def send_messages(self, messages):
        self.seen.append((len(connection.savepoint_ids), Reminder.objects.filter(address=messages[0].to[0]).count()))
        return super().send_messages(messages)


def test_a_mail_is_claimed_before_it_leaves(portal, settings, monkeypatch):
    """No transaction is open then but the test's own, so the claim stays whatever becomes of the process."""
    association("a@example.org")
    monkeypatch.setattr(WatchingBackend, "seen", [])
    settings.EMAIL_BACKEND = f"{__name__}.WatchingBackend"
    depth = len(connection.savepoint_ids)
    remind()
    assert WatchingBackend.seen == [(depth, 1)]


def test_two_runs_at_once(due, monkeypatch):
    from freshness import reminders

    mails = reminders.mails_of_today()
    assert [outcome for _mail, outcome in reminders.send_all(mails)] == ["sent"]
    assert [outcome for _mail, outcome in reminders.send_all(mails)] == ["claimed"]
    assert len(mail.outbox) == 1


# --- A mail server with a mind of its own --------------------------------------------------------------------------


class RefusingBackend(EmailBackend):
    """Answers as the test says."""

    error = None

    def send_messages(self, messages):
        raise self.error


def refuse(settings, monkeypatch, error: Exception) -> None:
    monkeypatch.setattr(RefusingBackend, "error", error)
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"


LATER = smtplib.SMTPRecipientsRefused({"verein@example.org": (450, b"later")})
NEVER = smtplib.SMTPRecipientsRefused({"verein@example.org": (550, b"no such user")})


@pytest.mark.parametrize(
    "error", [LATER, smtplib.SMTPDataError(451, b"later"), smtplib.SMTPSenderRefused(550, b"", "x")]
)
def test_what_was_certainly_not_sent_is_sent_by_the_next_run(due, settings, monkeypatch, error):
    refuse(settings, monkeypatch, error)
    with pytest.raises(CommandError):
        remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(remind()) == 1


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_what_may_have_been_sent_is_not_sent_again(due, settings, monkeypatch, error):
    refuse(settings, monkeypatch, error)
    with pytest.raises(CommandError):
        remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind() == []
    later(14)
    assert len(remind()) == 1


def test_a_dead_address_is_not_written_to_again(due, settings, monkeypatch):
    refuse(settings, monkeypatch, NEVER)
    remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later(14)
    assert remind() == []
    Review.objects.create(page_id=due.pk, email="neu@example.org")
    assert [message.to for message in remind()] == [["neu@example.org"]]


def test_no_server_no_claim(due, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError):
        remind()
    assert not Reminder.objects.exists()


# --- Growth ------------------------------------------------------------------------------------------------------


def test_a_dry_run_sends_nothing(due, capsys):
    call_command("send_reminders", "--dry-run")
    assert "verein@example.org: Verein Nil" in capsys.readouterr().out
    assert not mail.outbox
    assert not Reminder.objects.exists()


def test_queries_do_not_grow_with_the_pages(portal):
    profile = association("a@example.org")

    def run() -> int:
        Reminder.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            assert len(remind()) == 1
        return len(captured)

    confirmed(make.service(provider=profile), 400)
    few = run()
    for _ in range(6):
        confirmed(make.service(provider=profile), 400)
    assert run() <= few


def test_personal_data(due, capsys):
    remind()
    Review.objects.create(page_id=due.pk, email="Verein@example.org")
    call_command("personal_data", "export", "verein@example.org")
    out = capsys.readouterr().out
    assert "freshness.Reminder" in out
    assert "freshness.Review" in out
    Reminder.objects.update(claimed_on=timezone.localdate() - timedelta(days=800))
    call_command("personal_data", "expire")
    assert not Reminder.objects.exists()
    call_command("personal_data", "erase", "verein@example.org")
    assert Review.objects.get().email == ""
