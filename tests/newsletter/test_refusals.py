"""Many refusals in a row are about us and not about the recipients: nobody loses an issue or a subscription by them."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from newsletter import refusals
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.sending import Run, change, start
from newsletter.smtp import RefusedError
from tests.newsletter.mailings import FakeWire, issue, send, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsletter", "without_waiting")]
State = Delivery.State


@pytest.fixture
def short_streaks(monkeypatch):
    """Three in a row are about us."""
    monkeypatch.setattr(refusals, "SUSPICIOUS", 3)
    monkeypatch.setattr(refusals, "IMPATIENT", 3)


def everybody(number: int, *error) -> FakeWire:
    """A server that answers so to the first mails that it is offered."""
    return FakeWire(offering={"*": [RefusedError(*error) for _n in range(number)]})


def test_a_server_that_refuses_everybody_pauses_the_mailing_and_nobody_has_lost_the_issue(readers, short_streaks):
    wire = everybody(3, 554, "Relay access denied")
    sent = issue()
    assert send(sent, wire).state == "refused"
    assert sent.state == Mailing.State.PAUSED
    assert "Relay access denied" in sent.trouble
    assert not Subscriber.objects.filter(status="suspended").exists()
    Delivery.objects.filter(retry_at__isnull=False).update(retry_at=timezone.now())
    change(sent, Mailing.State.SENDING, of={Mailing.State.PAUSED})
    assert send(sent, wire).state == "done"
    assert sorted(wire.taken) == [reader.email for reader in readers]
    assert states(sent) == [State.SENT] * 6


def test_many_mailboxes_in_a_row_that_are_gone_do_not_stop_the_others_for_ever(readers, short_streaks):
    """An editor has gone on after looking at the answer."""
    gone = {reader.email: [RefusedError(550, "5.1.1 unknown")] * 2 for reader in readers[:3]}
    sent, wire = issue(), FakeWire(offering=gone)
    assert send(sent, wire).state == "refused"
    Delivery.objects.filter(retry_at__isnull=False).update(retry_at=timezone.now())
    change(sent, Mailing.State.SENDING, of={Mailing.State.PAUSED})
    assert send(sent, wire).state == "refused"
    assert sorted(wire.taken) == [reader.email for reader in readers[3:]], "who was put off comes last"
    assert Subscriber.objects.filter(status="suspended").count() == 3
    change(sent, Mailing.State.SENDING, of={Mailing.State.PAUSED})
    assert send(sent, wire).state == "done"


def test_a_short_list_of_which_the_server_takes_nobody_is_paused(readers):
    sent = issue()
    assert send(sent, everybody(6, 550, "relaying denied")).state == "refused"
    assert states(sent) == [State.PENDING] * 6
    assert not Subscriber.objects.filter(status="suspended").exists()


@pytest.mark.parametrize("when", ["offering", "handing"])
def test_a_server_with_a_limit_delays_the_list_and_loses_nobody(readers, settings, short_streaks, when):
    settings.NEWSLETTER_RETRY_SECONDS = [0, 0]
    limit = [RefusedError(450, "4.7.1 rate limit, 500 per hour") for _n in range(30)]
    sent, wire = issue(), FakeWire(**{when: {"*": limit}})
    for _run in range(10):
        assert send(sent, wire).state == "trouble"
        assert sent.state == Mailing.State.SENDING
        assert "500 per hour" in sent.trouble
    assert send(sent, wire).state == "done"
    assert sorted(wire.taken) == [reader.email for reader in readers]
    assert not Subscriber.objects.exclude(soft_bounces=0).exists()


def test_after_days_a_mail_that_is_not_wanted_has_failed(readers, settings, short_streaks):
    settings.NEWSLETTER_RETRY_SECONDS = [0]
    sent, wire = start(issue()), everybody(99, 451, "4.3.2 later")
    Mailing.objects.update(started_at=timezone.now() - refusals.PATIENCE - timedelta(hours=1))
    sent.refresh_from_db()
    outcomes = [send(sent, wire).state for _run in range(4)]
    assert outcomes[:3] == ["trouble"] * 3
    assert states(sent) == [State.FAILED] * 6


@pytest.mark.parametrize(
    ("text", "counts"), [("4.7.1 greylisted", False), ("4.3.0 disk", False), ("4.2.2 full", True), ("no mailbox", True)]
)
def test_only_a_mailbox_that_does_not_take_it_counts_as_a_soft_bounce(readers, settings, text, counts):
    settings.NEWSLETTER_RETRY_SECONDS = []
    sent = issue()
    assert send(sent, FakeWire(offering={readers[0].email: [RefusedError(450, text)]})).state == "done"
    readers[0].refresh_from_db()
    assert readers[0].soft_bounces == counts
    assert states(sent)[0] == State.FAILED


# --- Mistakes of our own ---------------------------------------------------------------------------------------------


def test_one_mail_that_cannot_be_made_does_not_hold_up_the_others(readers, settings, caplog):
    settings.NEWSLETTER_RETRY_SECONDS = []
    sent, wire = issue(), FakeWire(offering={readers[0].email: [ValueError("broken")]})
    assert send(sent, wire).state == "done"
    assert states(sent) == [State.FAILED] + [State.SENT] * 5
    assert "broken" in sent.deliveries.first().error
    assert "there is no mail" in caplog.text


def test_a_mistake_in_every_mail_is_said_and_can_be_mended(readers, short_streaks):
    sent, wire = issue(), FakeWire(offering={"*": [ValueError("broken") for _n in range(3)]})
    assert send(sent, wire).state == "trouble"
    assert "broken" in sent.trouble
    Delivery.objects.filter(retry_at__isnull=False).update(retry_at=timezone.now())
    assert send(sent, wire).state == "done"
    assert len(wire.taken) == 6


def test_a_mistake_outside_the_mails_is_said_and_nothing_is_doubled(readers):
    sent, wire = start(issue()), FakeWire()
    run = Run(sent, lambda wait: True, wire)
    with mock.patch.object(run, "_write_taken", side_effect=[KeyError("broken"), None]):
        assert run().state == "trouble"
    sent.refresh_from_db()
    assert "broken" in sent.trouble
    send(sent, wire)
    assert sorted(wire.taken) == [reader.email for reader in readers]
