"""Mails that come back, and how long it is kept who got what."""

import imaplib
import io
import mailbox
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.retention import REGISTRY
from newsletter.admin.mailings import dispatch_url
from newsletter.bounces import parse
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.retention import erase_address, export_address
from tests import factories as make
from tests.newsletter.mailings import circular, issue, send

pytestmark = pytest.mark.django_db

DSN = """\
From: MAILER-DAEMON@mx.example
To: bounces@portal.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{to}>: no such
 user here

--b
Content-Type: {returned}

Subject: Neues
Message-ID: {message_id}
To: {to}

--b--
"""
COMPLAINT = DSN.replace("report-type=delivery-status", "report-type=feedback-report").replace(
    "Content-Type: message/delivery-status\n", "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
)


@pytest.fixture
def reader(newsletter):
    return make.subscriber("reader@example.org")


@pytest.fixture
def delivery(reader) -> Delivery:
    sent = issue()
    send(sent)
    return sent.deliveries.get()


@pytest.fixture(params=["maildir", "mbox"])
def box(request, tmp_path, settings):
    path = tmp_path / "box"
    settings.NEWSLETTER_BOUNCES_URL = f"{request.param}://{path}"
    made = mailbox.Maildir(path) if request.param == "maildir" else mailbox.mbox(path)
    made.flush()
    yield made
    made.close()


def report(
    delivery, *, template=DSN, action="failed", status="5.1.1", returned="text/rfc822-headers", message_id=""
) -> bytes:
    return template.format(
        to="Reader@example.org", action=action, status=status, returned=returned,
        message_id=message_id or delivery.message_id,
    ).encode()  # fmt: skip


def fetch(box, *mails: bytes) -> str:
    for content in mails:
        box.add(content)
    box.flush()
    output = io.StringIO()
    call_command("fetch_bounces", stdout=output)
    return output.getvalue()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_an_address_that_does_not_exist_is_suspended(box, delivery, reader, returned):
    assert "1 reports noted" in fetch(box, report(delivery, returned=returned))
    reader.refresh_from_db()
    delivery.refresh_from_db()
    assert reader.is_suspended
    assert "5.1.1" in reader.suspended_reason
    assert delivery.bounced_at is not None
    assert "reader@example.org" not in delivery.error.lower()
    assert delivery.mailing.figures()["bounced"] == 1
    assert "0 reports noted" in fetch(box), "it was removed"


@pytest.mark.parametrize(
    ("values", "suspended", "soft"),
    [
        ({"status": "4.4.7"}, False, 1),
        ({"status": "4.7.1"}, False, 0),
        ({"status": "5.2.2"}, False, 1),
        ({"action": "delayed", "status": "4.4.1"}, False, 0),
        ({"action": "delivered", "status": "2.0.0"}, False, 0),
        ({"template": COMPLAINT}, True, 0),
    ],
)
def test_what_comes_back_is_weighed(box, delivery, values, suspended, soft):
    fetch(box, report(delivery, **values))
    reader = Subscriber.objects.get()
    assert (reader.is_suspended, reader.soft_bounces) == (suspended, soft)


def test_the_same_report_twice_counts_once(box, delivery, reader):
    fetch(box, *[report(delivery, status="4.2.2")] * 3)
    reader.refresh_from_db()
    assert reader.soft_bounces == 1


def test_a_forged_report_suspends_nobody_and_stays_for_a_person(box, delivery, reader):
    forged = delivery.message_id.replace(".", ".0", 1)
    others = [report(delivery, message_id=forged), report(delivery, message_id="<x@y>"), b"Subject: Frage\n\nHallo?"]
    assert "0 reports noted and removed, 3 other" in fetch(box, *others)
    reader.refresh_from_db()
    assert not reader.is_suspended
    assert len(box) == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report; boundary=\n\n", b"x" * 3_000_000, DSN[:400].encode()],
)
def test_garbage_is_no_report(content):
    assert parse(content) is None


def test_a_bounce_of_somebody_who_has_left_is_only_counted(box, delivery, reader):
    reader.delete()
    assert "1 reports noted" in fetch(box, report(delivery))
    assert not Subscriber.objects.exists()


def test_a_bounce_of_a_circular_is_counted_and_shown_before_the_next(box, newsletter, admin_client):
    make.organisation(email="a@x.example")
    make.organisation(email="b@x.example")
    sent = circular()
    send(sent)
    fetch(box, report(sent.deliveries.get(email="a@x.example")))
    assert sent.figures()["bounced"] == 1
    assert Delivery.undelivered(["a@x.example", "b@x.example"]) == {"a@x.example"}
    again = circular()
    expected = admin_client.get(dispatch_url(again)).context["expected"]
    assert expected["undelivered"] == {"a@x.example"}
    send(again)
    assert Delivery.undelivered(["a@x.example"]) == set(), "it works again"


@pytest.mark.parametrize("url", ["", "pop3://x", "maildir:///does/not/exist", "mbox:///does/not/exist"])
def test_a_mailbox_that_cannot_be_read_is_said(settings, url):
    settings.NEWSLETTER_BOUNCES_URL = url
    with pytest.raises(CommandError):
        call_command("fetch_bounces")


def test_the_password_is_not_printed(settings):
    settings.NEWSLETTER_BOUNCES_URL = "imaps://user:geheim@127.0.0.1:1/INBOX"
    with pytest.raises(CommandError) as caught:
        call_command("fetch_bounces")
    assert "geheim" not in str(caught.value)


# --- Retention -------------------------------------------------------------------------------------------------------


def test_who_got_what_is_forgotten_in_time_and_the_report_goes_on_counting(delivery, settings):
    make.organisation(email="a@x.example")
    letter = circular()
    send(letter)
    kept = REGISTRY[Delivery]
    assert not kept.expired().exists()
    Mailing.objects.update(finished_at=timezone.now() - timedelta(days=settings.NEWSLETTER_DELIVERY_DAYS + 1))
    assert kept.erase(kept.expired()) == 2
    assert not kept.expired().exists()
    assert not Delivery.objects.exclude(email="", subscriber=None, error="").exists()
    assert delivery.mailing.figures()["sent"] == letter.figures()["sent"] == 1


def test_a_person_is_told_and_erased(delivery, reader):
    assert "newsletter.Delivery" in export_address("Reader@example.org")
    erase_address("reader@example.org")
    assert export_address("reader@example.org").get("newsletter.Delivery", []) == []
    assert delivery.mailing.figures()["recipients"] == 1


class FakeImap(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 (RFC 3501) as the command speaks, for one folder."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _blank, command = line.partition(" ")
            self.server.heard.append(command)
            self.answer(command)
            self.wfile.write(f"{tag} OK done\r\n".encode())

    def answer(self, command: str) -> None:
        mails = self.server.mails
        if command == "CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif command.startswith("UID SEARCH"):
            self.wfile.write(b"* SEARCH " + b" ".join(b"%d" % n for n in mails) + b"\r\n")
        elif command.startswith("UID FETCH"):
            content = mails[int(command.split()[2])]
            self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n" % (len(content), content))
        elif command == "LOGOUT":
            self.wfile.write(b"* BYE\r\n")


def test_an_imap_mailbox(delivery, reader, settings, monkeypatch):
    monkeypatch.setattr(
        imaplib, "IMAP4_SSL", lambda host, port, ssl_context, timeout: imaplib.IMAP4(host, port, timeout=timeout)
    )
    with socketserver.TCPServer(("127.0.0.1", 0), FakeImap) as server:
        server.mails, server.heard = {7: b"Subject: Frage\r\n\r\nHallo", 9: report(delivery)}, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.NEWSLETTER_BOUNCES_URL = (
            f"imaps://bounces%40x:p%40ss@127.0.0.1:{server.server_address[1]}/Ruecklaeufer"
        )
        call_command("fetch_bounces", stdout=io.StringIO())
        server.shutdown()
    reader.refresh_from_db()
    assert reader.is_suspended
    assert 'LOGIN bounces@x "p@ss"' in server.heard
    assert 'SELECT "Ruecklaeufer"' in server.heard
    assert [command for command in server.heard if "STORE" in command] == ["UID STORE 9 +FLAGS (\\Deleted)"]
    assert "EXPUNGE" in server.heard
