"""Who gets a mailing, what happens when something breaks on the way, and what the server's answers lead to."""

import io
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from newsletter import posting, subscribing
from newsletter.lease import Lease, is_dead
from newsletter.models import Delivery, Issue, Mailing, Subscriber
from newsletter.posting import start_due
from newsletter.sending import NotSendableError, Run, change, start
from newsletter.smtp import UnansweredError, UnreachableError
from tests import factories as make
from tests.newsletter.mailings import FakeWire, issue, send, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsletter", "without_waiting")]
State = Delivery.State


# --- Who gets it -----------------------------------------------------------------------------------------------------


def test_everybody_who_has_confirmed_gets_one(readers):
    for status in ("pending", "suspended"):
        make.subscriber(f"{status}@example.org", status=status)
    make.subscriber("pause@example.org", paused_until=timezone.localdate() + timedelta(days=9))
    sent = issue()
    assert send(sent).state == "done"
    assert sorted(message.to[0] for message in mail.outbox) == [reader.email for reader in readers]
    assert sent.state == Mailing.State.SENT
    assert sent.figures()["sent"] == 6


def test_whoever_confirms_later_gets_the_next(readers):
    first = issue()
    start(first)
    late = make.subscriber("late@example.org")
    send(first)
    assert late.email not in [message.to[0] for message in mail.outbox]
    send(issue())
    assert late.email in [message.to[0] for message in mail.outbox]


def test_an_issue_is_started_once(readers):
    sent = issue()
    send(sent)
    send(sent)
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("broken", [{"subject": {}}, {"body": []}])
def test_an_empty_issue_does_not_go_out(readers, broken):
    empty = issue()
    Issue.objects.filter(pk=empty.pk).update(**broken)
    with pytest.raises(NotSendableError, match="empty"):
        start(Issue.objects.get(pk=empty.pk))


def test_an_issue_to_nobody_stays_a_draft():
    with pytest.raises(NotSendableError, match="nobody"):
        start(issue())
    assert Issue.objects.get().state == Mailing.State.DRAFT
    assert not Delivery.objects.exists()


def test_who_leaves_pauses_or_is_erased_after_the_start_gets_nothing(readers):
    sent = start(issue())
    subscribing.unsubscribe(readers[0], "test")
    readers[1].delete()
    Subscriber.objects.filter(pk=readers[2].pk).update(paused_until=timezone.localdate() + timedelta(days=9))
    readers[3].bounced(True, "550")
    send(sent)
    assert sorted(message.to[0] for message in mail.outbox) == [readers[4].email, readers[5].email]
    assert states(sent) == [State.SKIPPED] * 4 + [State.SENT] * 2


def test_who_leaves_in_the_very_moment_gets_nothing(readers):
    """Between the reading of the batch and the mail."""
    wire = FakeWire()
    offer = wire.offer

    def offer_and_leave(outgoing):
        offer(outgoing)
        Subscriber.objects.filter(email=readers[2].email).delete()

    wire.offer = offer_and_leave
    sent = issue()
    send(sent, wire)
    assert readers[2].email not in wire.taken
    assert len(wire.taken) == 5


# --- What breaks -----------------------------------------------------------------------------------------------------


def test_what_a_dead_process_had_begun_is_not_sent_again(readers):
    sent = start(issue())
    left = sent.deliveries.order_by("pk").first()
    Delivery.objects.filter(pk=left.pk).update(state=State.HANDED)
    send(sent)
    assert left.subscriber.email not in [message.to[0] for message in mail.outbox]
    assert states(sent) == [State.UNSURE] + [State.SENT] * 5
    assert sent.figures()["sent"] == 6


def test_the_step_is_in_the_database_before_the_server_has_the_mail(readers):
    """Whoever looks from outside at the moment of the last word sees that the mail must not be sent again."""
    wire = FakeWire()
    seen = []
    hand_over = wire.hand_over
    wire.hand_over = lambda: (seen.append(wire.mail.delivery.pk), assert_handed(wire.mail.delivery), hand_over())
    send(issue(), wire)
    assert len(seen) == 6


def assert_handed(delivery) -> None:
    assert Delivery.objects.get(pk=delivery.pk).state == State.HANDED


def test_two_processes_cannot_take_the_same_row(readers):
    sent = start(issue())
    delivery = sent.deliveries.select_related("subscriber").first()
    runs = [Run(sent, lambda wait: True, FakeWire()) for _process in range(2)]
    assert runs[0]._mark_handed(delivery)
    again = Delivery.objects.get(pk=delivery.pk)
    again.state = State.PENDING
    assert not runs[1]._mark_handed(again)


def test_a_second_process_leaves_a_mailing_alone_that_is_being_sent(readers):
    sent = start(issue())
    assert Lease(sent).take()
    wire = FakeWire()
    assert Run(sent, lambda wait: True, wire)().state == "busy"
    assert wire.taken == []


def test_the_lease_of_a_dead_process_ends_at_once_that_of_a_living_one_later(readers):
    sent = start(issue())
    lease = Lease(sent)
    lease.take()
    assert not is_dead(lease.owner)
    host, pid, since, chance = lease.owner.split("|")
    assert is_dead(f"{host}|{pid}|{int(since or 0) + 1}|{chance}"), "another process has got its number"
    assert is_dead(f"{host}|{2**22 - 1}|1|{chance}")
    assert not is_dead(f"elsewhere|{2**22 - 1}|1|{chance}")
    assert not Lease(sent).take()
    Mailing.objects.filter(pk=sent.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert Lease(sent).take()


def test_a_server_that_is_away_stops_the_sending_and_it_goes_on_later(readers):
    wire = FakeWire(offering={readers[3].email: [UnreachableError("refused")] * 4})
    sent = issue()
    outcome = send(sent, wire)
    assert outcome.state == "trouble"
    assert "refused" in sent.trouble
    assert len(wire.taken) == 3
    assert sent.is_interrupted
    assert [mailing.pk for mailing in start_due()] == [sent.pk]
    sent.refresh_from_db()
    assert sent.state == Mailing.State.SENT
    assert len(wire.taken) + len(mail.outbox) == 6


def test_a_server_that_comes_back_is_used_again(readers):
    wire = FakeWire(offering={readers[3].email: [UnreachableError("away")]})
    assert send(issue(), wire).state == "done"
    assert len(wire.taken) == 6


def test_no_answer_to_the_last_word_is_never_answered_with_a_second_copy(readers):
    wire = FakeWire(handing={readers[1].email: [UnansweredError("timeout")]})
    offered = []
    offer = wire.offer
    wire.offer = lambda outgoing: (offered.append(outgoing.to), offer(outgoing))
    sent = issue()
    assert send(sent, wire).state == "done"
    assert offered.count(readers[1].email) == 1
    assert states(sent) == [State.SENT, State.UNSURE] + [State.SENT] * 4
    assert sent.deliveries.get(state=State.UNSURE).error == "timeout"


def test_a_server_that_never_answers_the_last_word_gets_four_mails_not_the_list(readers):
    sent = issue()
    assert send(sent, FakeWire(handing={"*": [UnansweredError("timeout") for _n in range(9)]})).state == "trouble"
    assert states(sent) == [State.UNSURE] * 4 + [State.PENDING] * 2


def test_one_mail_that_always_breaks_the_connection_does_not_hold_up_the_others(readers, settings):
    settings.NEWSLETTER_RETRY_SECONDS = [0]
    poison = [UnreachableError("421 too long", connected=True)] * 99
    wire = FakeWire(offering={readers[0].email: poison})
    sent = issue()
    for _call in range(3):
        send(sent, wire)
    assert sorted(wire.taken) == sorted(reader.email for reader in readers[1:])
    assert states(sent)[0] == State.FAILED


def test_a_full_disk_stops_the_sending_and_nothing_is_doubled(readers):
    sent, wire = start(issue()), FakeWire()
    run = Run(sent, lambda wait: True, wire)
    mark = run._mark_handed

    def full_after_two(delivery):
        if len(wire.taken) == 2:
            raise DatabaseError("database or disk is full")
        return mark(delivery)

    with mock.patch.object(run, "_mark_handed", full_after_two):
        assert run().state == "trouble"
    assert len(wire.taken) == 2
    send(sent, wire)
    assert sorted(wire.taken) == sorted(reader.email for reader in readers)


# --- Pausing, pace ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [Mailing.State.PAUSED, Mailing.State.STOPPED])
def test_pause_and_stop_work_at_once_and_resume_goes_on(readers, state):
    sent, wire = issue(), FakeWire()
    waits = iter([True, True, False])

    def go_on(wait):
        if not next(waits, True):
            change(sent, state, of={Mailing.State.SENDING})
        return True

    assert send(sent, wire, go_on).state == "halted"
    assert len(wire.taken) == 3
    assert sent.state == state
    if change(sent, Mailing.State.SENDING, of={Mailing.State.PAUSED}):
        send(sent, wire)
        assert len(wire.taken) == len(set(wire.taken)) == 6


def test_the_pace_is_that_of_the_setting(readers, settings):
    settings.NEWSLETTER_PER_MINUTE = 120
    waits = []
    send(issue(), FakeWire(), lambda wait: waits.append(wait) or True)
    assert waits == [0.5] * 6


def test_scheduled_issues_begin_when_their_time_has_come(readers):
    early, late = issue(), issue()
    now = timezone.now()
    Mailing.objects.filter(pk=early.pk).update(state="scheduled", send_at=now - timedelta(minutes=1))
    Mailing.objects.filter(pk=late.pk).update(state="scheduled", send_at=now + timedelta(minutes=5))
    output = io.StringIO()
    call_command("send_due", stdout=output)
    assert f"Mailing {early.pk} " in output.getvalue()
    assert [m.state for m in Mailing.objects.order_by("pk")] == ["sent", "scheduled"]


@pytest.mark.parametrize(
    "values", [{"state": "draft", "send_at": None}, {"send_at": timezone.now() + timedelta(days=1)}]
)
def test_an_issue_that_is_taken_back_while_another_is_being_sent_does_not_go_out(readers, values):
    issue(), issue()
    Mailing.objects.update(state="scheduled", send_at=timezone.now() - timedelta(minutes=1))

    def start_and_take_back(mailing, **options):
        started = start(mailing, **options)
        Mailing.objects.filter(state="scheduled").update(**values)
        return started

    with mock.patch.object(posting, "start", start_and_take_back):
        assert len(start_due()) == 1
    assert len(mail.outbox) == 6
    assert Mailing.objects.filter(state="sent").count() == 1


def test_a_mailing_whose_process_has_died_here_is_taken_up_at_once(readers):
    sent = start(issue())
    Lease(sent).take()
    assert start_due() == [], "it is being sent"
    host, pid, since, chance = Mailing.objects.get().lease_owner.split("|")
    Mailing.objects.update(lease_owner=f"{host}|{pid}|{int(since or 0) + 1}|{chance}")
    assert len(start_due()) == 1
    assert len(mail.outbox) == 6


# --- The command -----------------------------------------------------------------------------------------------------


def send_issue(which) -> str:
    output = io.StringIO()
    call_command("send_issue", str(which), stdout=output)
    return output.getvalue()


def test_latest_is_the_newest_that_is_not_out(readers):
    old, new = issue(), issue()
    assert f"Issue {new.pk} is sent: 6 recipients, sent 6." in send_issue("latest")
    assert f"Issue {old.pk} is sent" in send_issue("latest")
    assert "no issue that waits" in send_issue("latest")
    assert "not sent again" in send_issue(new.pk)
    assert len(mail.outbox) == 12


@pytest.mark.parametrize("which", ["99", "x", "9" * 40])
def test_unknown_issues_are_named(which):
    with pytest.raises(CommandError, match=f"no issue {which}"):
        send_issue(which)


def test_the_command_says_when_there_is_nobody():
    issue()
    with pytest.raises(CommandError, match="goes to nobody"):
        send_issue("latest")
