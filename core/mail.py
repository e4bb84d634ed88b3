"""Letters of the portal to one person: a text template in the person's language, nothing that loads or tracks."""

import logging
import re
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Site

from core.models.site import PortalSettings

came_back = Signal()
"""A report on a mail that nobody has got, with ``message_id`` and ``is_permanent``. Whose mail it was answers ``True``."""
logger = logging.getLogger(__name__)
CONTROL = re.compile(r"[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Text that may stand in a mail header: no line breaks (header injection), no marks that turn the text around."""
    return " ".join(CONTROL.sub(" ", text).split())


def ascii_address(address: str) -> str:
    """The address with an ASCII domain, which every server takes (IDNA 2008, which keeps ``ß``; Django's own conversion
    would send to another domain). Unchanged if the domain has no such form.
    """
    local, _at, domain = address.rpartition("@")
    try:
        return address if domain.isascii() else f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return address


def message_id(kind: str, pk: int) -> str:
    """For the mail that row ``pk`` of some kind stands for. The same at every attempt, so that systems that compare drop
    a second copy; nobody else can make it up, so that a bounce that names it is about this mail (RFC 5322, 3.6.4).
    """
    return f"<{pk}.{_mark(kind, pk)}@{urlsplit(settings.BASE_URL).hostname}>"


def of_message_id(kind: str, text: str) -> int | None:
    """The key of the row, if it is an id of that kind and ours."""
    pk, _dot, mark = text.strip().strip("<>").partition("@")[0].partition(".")
    if not (pk.isdecimal() and len(pk) < 19 and constant_time_compare(_mark(kind, int(pk)), mark)):
        return None
    return int(pk)


def _mark(kind: str, pk: int) -> str:
    return salted_hmac(kind, str(pk), secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:20]


def letter(
    template: str, to: str, language: str, context: dict, *, reply_to: str = "", headers: dict[str, str] | None = None
) -> EmailMessage:
    """An unsent mail from ``templates/mail/<template>.txt``, whose first line is the subject.

    The template gets ``context`` and ``portal`` (the portal's settings) and ends with the shared footer
    (``mail/footer.txt``: who writes, and where the imprint is). Addresses in it are absolute, from ``BASE_URL``.
    """
    with translation.override(language):
        site = Site.objects.filter(is_default_site=True).first()
        portal = PortalSettings.objects.filter(site=site).first() or PortalSettings()
        values = {**context, "portal": portal, "base_url": settings.BASE_URL.rstrip("/"), "language": language}
        subject, _break, body = render_to_string(f"mail/{template}.txt", values).strip().partition("\n")
        body = f"{body.strip()}\n\n-- \n{render_to_string('mail/footer.txt', values).strip()}\n"
    message = EmailMessage(
        one_line(subject),
        body,
        to=[ascii_address(to)],
        reply_to=[ascii_address(reply_to)] if reply_to else None,
        headers=headers or {},
    )
    message.extra_headers.setdefault("Auto-Submitted", "auto-generated")  # RFC 3834: no out-of-office answers
    return message


def post(message: EmailMessage) -> None:
    """Send once the transaction is committed. A mail server that does not answer is logged and spoils nothing else.

    For news that is also on a page of the portal; what must arrive has a table of its own (``newsletter.sending``).
    """

    def send() -> None:
        try:
            message.send()
        except OSError:  # smtplib's errors are OSErrors, too
            logger.exception("A mail with the subject %r could not be sent.", message.subject)

    transaction.on_commit(send)
