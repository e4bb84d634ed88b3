"""Mails that came back: delivery status notifications (RFC 3464) and complaints (RFC 5965) in a mailbox.

A report is believed if it carries the Message-ID of a mail that we have sent, which only its recipient and the servers
on its way know; anybody could send us a report that merely names an address.
"""

import logging
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.utils import timezone

from core.mail import came_back, one_line
from newsletter.models import Delivery

log = logging.getLogger(__name__)
ID_HEADERS = ("Message-ID", "Message-Id")
NOT_WANTED_NOW = "4.7."
"""RFC 3463: a limit or another rule of the receiving side, not a mailbox that takes nothing."""
COMPLAINT = "complaint"
"""Also the reason of the suspension that follows."""
LARGEST = 2_000_000
"""Bytes of a report that is read; a returned mail with its pictures is smaller."""


@dataclass(frozen=True)
class Report:
    """What a mail says of one of ours."""

    message_id: str
    kind: str
    """``failed``, ``delayed`` (the server goes on trying), ``delivered`` or ``complaint``."""
    status: str = ""
    """The enhanced code (RFC 3463), such as ``5.1.1``."""
    text: str = ""

    @property
    def is_permanent(self) -> bool:
        """A complaint ends it at once, and so does a failure of class 5; a mailbox that is full may be emptied again."""
        return self.kind == COMPLAINT or (self.kind == "failed" and self.status[:1] == "5" and self.status != "5.2.2")


def parse(content: bytes) -> Report | None:
    """The report in a mail; ``None`` if it is something else: an answer, spam, or a notice that nobody can read."""
    if len(content) > LARGEST:
        return None
    try:
        message = message_from_bytes(content, policy=policy.default)
        parts = {part.get_content_type(): part for part in message.walk()}
        original = _original(parts)
        if original is None:
            return None
        if "message/feedback-report" in parts:
            return Report(original, COMPLAINT, text=COMPLAINT)
        if "message/delivery-status" in parts:
            return _status(parts["message/delivery-status"], original)
    except Exception:  # a stranger's mail may make the parser stumble anywhere
        log.info("A mail in the mailbox for bounces cannot be read.")
    return None


def _original(parts: dict[str, EmailMessage]) -> str | None:
    """Message-ID of the mail that the report is about, from the copy or the headers that it returns (RFC 3462)."""
    if copy := parts.get("message/rfc822"):
        returned = copy.get_payload(0)
    elif headers := parts.get("text/rfc822-headers"):
        text = headers.get_payload(decode=True)
        returned = message_from_bytes(text, policy=policy.default) if text else None
    else:
        return None
    found = next((returned[name] for name in ID_HEADERS if returned and returned[name]), None)
    return str(found).strip() if found else None


def _status(part: EmailMessage, message_id: str) -> Report | None:
    """The first group of fields that is about a recipient (RFC 3464, 2.3)."""
    for group in part.get_payload():
        if action := str(group.get("Action", "")).strip().lower():
            kind = action if action in {"failed", "delayed", "delivered"} else "delivered"
            status = str(group.get("Status", "")).strip().split(" ")[0]
            text = one_line(str(group.get("Diagnostic-Code", "")))[:250]
            return Report(message_id, kind, status, text)
    return None


def note(report: Report) -> bool:
    """Write it down; whether it was about a mail of ours. The same report twice counts once."""
    delivery = Delivery.of_message_id(report.message_id)
    if delivery is None:
        return _is_elsewhere(report)
    if report.kind not in {"failed", COMPLAINT}:
        return True
    text = without_address(f"{report.status} {report.text}".strip(), delivery.address)
    first = Delivery.objects.filter(pk=delivery.pk, bounced_at__isnull=True)
    is_new = first.update(bounced_at=timezone.now(), error=text[:300])
    if is_new and delivery.subscriber is not None and not report.status.startswith(NOT_WANTED_NOW):
        delivery.subscriber.bounced(report.is_permanent, text)
    return True


def _is_elsewhere(report: Report) -> bool:
    """Whether another part of the portal has sent it; that one is told."""
    is_permanent = report.is_permanent and report.kind == "failed"
    answers = came_back.send(Report, message_id=report.message_id, is_permanent=is_permanent)
    return any(is_theirs for _receiver, is_theirs in answers)


def without_address(text: str, address: str) -> str:
    """An answer of a server without the recipient's address, which is kept in one place only."""
    start = text.lower().find(address.lower()) if address else -1
    while start >= 0:
        text = text[:start] + "…" + text[start + len(address) :]
        start = text.lower().find(address.lower())
    return text
