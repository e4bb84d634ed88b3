"""The daily mails: one for each address, with everything of it that is due.

A mail is claimed in the database and the claim committed before it is sent. So a run may be killed at any point, or two
may run at once: nobody gets the same mail twice, and what was not claimed is sent by the next run.
"""

import smtplib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from logging import getLogger

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.mail import letter
from core.models import Confirmable, PortalSettings
from freshness.links import url_for
from freshness.models import Reminder
from freshness.responsible import addresses_of, language_for, languages_of
from freshness.rounds import due, link_days, mails_in_a_round, next_number, reviewed, sent_in_this_round, unanswered

logger = getLogger(__name__)
CERTAINLY_NOT_SENT = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
"""The server has said no. After anything else, such as a broken connection, nobody knows."""


@dataclass(frozen=True)
class Mail:
    """What goes to one address today: pages and, by their ids, which mail of the round it is for each."""

    address: str
    pages: list[Confirmable]
    numbers: dict[int, int]

    @property
    def is_last(self) -> bool:
        """Whether it is the last one about one of its pages: readers will be told next."""
        return mails_in_a_round() - 1 in self.numbers.values()

    @property
    def is_repeated(self) -> bool:
        """Whether all of it has been asked before."""
        return 0 not in self.numbers.values()

    def claims(self) -> list[Reminder]:
        """The unsaved rows that stand for it."""
        return [
            Reminder(page_id=page.pk, address=self.address, since=page.known_since, number=self.numbers[page.pk])
            for page in self.pages
        ]


def schedule_new() -> None:
    """Give a date to what was published by older versions of the portal, which kept none."""
    for pages in reviewed():
        for page in pages.filter(review_due=None).iterator():
            page.reschedule()


def mails_of_today() -> list[Mail]:
    """All mails that are to go out now, in a stable order. The number of queries does not depend on the pages."""
    pages = [page for found in due() for page in unanswered(found).select_related("locale").order_by("title", "pk")]
    asked = addresses_of(pages)
    sent = sent_in_this_round(pages)
    by_address: dict[str, list[tuple[Confirmable, int]]] = defaultdict(list)
    for page in pages:
        for address in asked[page.pk]:
            number = next_number(sent[page.pk, address], timezone.localdate())
            if number is not None:
                by_address[address].append((page, number))
    return [
        Mail(address, [page for page, _number in entries], {page.pk: number for page, number in entries})
        for address, entries in sorted(by_address.items())
    ]


def send_all(mails: Iterable[Mail]) -> Iterator[tuple[Mail, str]]:
    """Send, one after the other over one connection; yields each with its outcome, as it comes.

    "sent", "refused" (for good), "failed" (put off or perhaps lost), "claimed" (another run was quicker). Raises
    ``OSError`` or ``SMTPException`` where the mail server cannot be reached at all; nothing is claimed then.
    """
    mails = list(mails)
    languages = languages_of(mail.address for mail in mails)
    editors = PortalSettings.objects.exclude(email="").order_by("-site__is_default_site").first()
    connection = get_connection()
    try:
        for mail in mails:
            connection.open()
            message = compose(mail, language_for(mail.address, mail.pages, languages), editors.email if editors else "")
            message.connection = connection
            outcome = _send(mail, message)
            yield mail, outcome
            if outcome == "failed":
                connection.close()
    finally:
        connection.close()


def _send(mail: Mail, message: EmailMessage) -> str:
    try:
        with transaction.atomic():
            claims = Reminder.objects.bulk_create(mail.claims())
    except IntegrityError:
        return "claimed"
    message.extra_headers["Message-ID"] = claims[0].message_id
    mine = Reminder.objects.filter(pk__in=[claim.pk for claim in claims])
    try:
        message.send()
    except CERTAINLY_NOT_SENT as error:
        if is_permanent(error):
            mine.update(refused=True)
            return "refused"
        mine.delete()
        logger.warning("A reminder was put off by the mail server: %s", type(error).__name__)
        return "failed"
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("A reminder may be lost: %s", type(error).__name__)
        return "failed"
    mine.update(sent_at=timezone.now())
    return "sent"


def compose(mail: Mail, language: str, reply_to: str) -> EmailMessage:
    """The unsent mail. What cannot be delivered comes back to the mailbox that ``fetch_bounces`` reads."""
    message = letter(
        "reminder",
        mail.address,
        language,
        {"mail": mail, "pages": mail.pages, "url": url_for(mail.address, language), "days": link_days()},
        reply_to=reply_to,
    )
    if settings.NEWSLETTER_BOUNCES_TO:
        message.extra_headers["From"] = message.from_email
        message.from_email = settings.NEWSLETTER_BOUNCES_TO
    return message


def is_permanent(error: smtplib.SMTPException) -> bool:
    """Whether the server refused the recipient for good (RFC 5321, 4.2.1: codes that begin with 5)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _text in error.recipients.values())
