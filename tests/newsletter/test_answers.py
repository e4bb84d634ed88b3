"""What the mail server answers and what follows, with made-up answers and over real SMTP."""

from unittest import mock

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from newsletter import smtp
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.sending import Run, start
from newsletter.smtp import RefusedError, SmtpWire, UnreachableError
from tests import factories as make
from tests.newsletter.mailings import FakeWire, issue, send, states
from tests.newsletter.sink import sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsletter", "without_waiting")]
State = Delivery.State


# --- The server's answers --------------------------------------------------------------------------------------------


def test_an_unknown_mailbox_is_suspended_and_the_others_get_their_mail(readers):
    wire = FakeWire(offering={readers[1].email: [RefusedError(550, f"5.1.1 <{readers[1].email}> unknown")]})
    sent = issue()
    send(sent, wire)
    readers[1].refresh_from_db()
    assert readers[1].is_suspended
    row = sent.deliveries.get(subscriber=readers[1])
    assert row.state == State.FAILED
    assert "5.1.1" in row.error
    assert readers[1].email not in row.error, "the address is kept in one place only"
    assert len(wire.taken) == 5


@pytest.mark.parametrize(
    ("error", "is_mailbox"),
    [
        (RefusedError(550, "no such user"), True),
        (RefusedError(550, "5.7.1 relaying denied"), False),
        (RefusedError(554, "5.7.1 looks like spam"), False),
        (RefusedError(552, "too large"), False),
        (RefusedError(550, "5.2.1 mailbox disabled"), True),
        (RefusedError(450, "4.2.1 busy"), False),
    ],
)
def test_only_answers_about_the_mailbox_suspend_it(readers, error, is_mailbox):
    send(issue(), FakeWire(offering={readers[0].email: [error]}))
    readers[0].refresh_from_db()
    assert readers[0].is_suspended == is_mailbox


def test_a_temporary_refusal_is_tried_again_after_a_while(readers, settings):
    settings.NEWSLETTER_RETRY_SECONDS = [60, 60]
    wire = FakeWire(offering={readers[0].email: [RefusedError(451, "4.7.1 later")]})
    sent = issue()
    outcome = send(sent, wire)
    assert outcome.state == "later"
    assert 50 < outcome.wait <= 60
    assert sent.state == Mailing.State.SENDING
    assert send(sent, wire).state == "later", "not before its time"
    Delivery.objects.update(retry_at=timezone.now())
    assert send(sent, wire).state == "done"
    assert sorted(wire.taken) == sorted(reader.email for reader in readers)


def test_after_the_last_attempt_it_has_failed_and_counts_as_a_soft_bounce(readers, settings):
    settings.NEWSLETTER_RETRY_SECONDS = [0, 0]
    wire = FakeWire(offering={readers[0].email: [RefusedError(451, "4.2.2 full")] * 3})
    sent = issue()
    while send(sent, wire).state == "later":
        pass
    readers[0].refresh_from_db()
    assert states(sent)[0] == State.FAILED
    assert readers[0].soft_bounces == 1
    assert sent.state == Mailing.State.SENT


# --- A real server ---------------------------------------------------------------------------------------------------


@pytest.fixture
def wire(tmp_path):
    with sink(tmp_path, "--keep") as server:
        wire = SmtpWire(EmailBackend(host="127.0.0.1", port=server.port), "bounces@example.org")
        wire.server = server
        yield wire
        wire.close()


def test_over_smtp(readers, wire):
    make.subscriber("reject-x@example.org")
    make.subscriber("busy-x@example.org")
    sent = issue()
    assert send(sent, wire).state == "later"
    assert sorted(wire.server.accepted()) == [reader.email for reader in readers]
    assert Subscriber.objects.get(email="reject-x@example.org").is_suspended
    content = next(wire.server.kept.iterdir()).read_bytes()
    assert b"\r\n.\r\n" not in content
    assert max(map(len, content.split(b"\r\n"))) <= 998
    wire.server.gate.touch()
    Delivery.objects.filter(state=State.PENDING).update(retry_at=timezone.now())
    assert send(sent, wire).state == "done"
    assert "busy-x@example.org" in wire.server.accepted()


def test_a_mail_that_was_only_offered_is_thrown_away_by_the_server(readers, wire):
    wire.smtp  # noqa: B018 - opens the connection
    run = Run(start(issue()), lambda wait: True, wire)
    delivery = Delivery.objects.select_related("subscriber").first()
    wire.offer(run.letters.mail(delivery))
    wire.drop()
    assert wire.server.accepted() == []


def test_a_server_that_does_not_answer_the_last_word_in_time_may_have_the_mail(readers, wire, monkeypatch):
    """RFC 5321, 4.5.3.2.6: it gets ten minutes."""
    assert smtp.DOT_TIMEOUT == 600
    monkeypatch.setattr(smtp, "DOT_TIMEOUT", 1)
    wire.backend.timeout = 1
    make.subscriber("silent-x@example.org")
    sent = issue()
    assert send(sent, wire).state == "done"
    assert states(sent) == [State.SENT] * 6 + [State.UNSURE]


def test_a_server_that_says_no_to_the_last_word_does_not_have_the_mail(readers, wire):
    make.subscriber("closing-x@example.org")
    sent = issue()
    assert send(sent, wire).state == "later"
    assert states(sent) == [State.SENT] * 6 + [State.PENDING]
    assert "Shutting down" in sent.deliveries.last().error


def test_lines_that_begin_with_a_dot_arrive_as_they_are(readers, wire):
    class Dotted:
        to = "a@example.org"

        def data(self):
            return b"Message-ID: <x@y>\r\nSubject: x\r\n\r\n.\r\n..\r\n.a\r\nb"

    wire.offer(Dotted())
    wire.hand_over()
    (kept,) = wire.server.kept.iterdir()
    assert kept.read_bytes().endswith(b"\r\n\r\n.\r\n..\r\n.a\r\nb\r\n")


def test_a_server_that_is_not_there_is_unreachable():
    wire = SmtpWire(EmailBackend(host="127.0.0.1", port=1), "x@example.org")
    with pytest.raises(UnreachableError):
        wire.offer(mock.Mock(data=lambda: b"x"))
