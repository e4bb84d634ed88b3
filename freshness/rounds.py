"""When which mail of a round is due. A round begins when a page is to be confirmed again and ends when it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core.models import Confirmable
from core.models.confirmable import stale_days
from freshness.models import Answer, Reminder
from organisations.models import OrganisationPage
from services.models import ServicePage

MODELS = (OrganisationPage, ServicePage)
NOT_OFFERED = ["inactive", "defunct"]
"""Status of services that no list shows, so that nobody has to confirm them."""


def reviewed() -> list[QuerySet]:
    """The public originals of every type that is to be confirmed, a query set for each."""
    return [OrganisationPage.objects.published(), ServicePage.objects.published().exclude(status__in=NOT_OFFERED)]


def due() -> list[QuerySet]:
    """Those whose time has come."""
    return [pages.filter(review_due__lte=timezone.localdate()) for pages in reviewed()]


def unanswered(pages: QuerySet) -> QuerySet:
    """Those of ``pages`` about which no answer waits for an editor: it is the editors' turn, nobody else is urged."""
    return pages.exclude(Exists(Answer.objects.open().filter(page=OuterRef("pk"))))


def mails_in_a_round() -> int:
    """The first and its repeats."""
    return 1 + len(settings.REVIEW_REPEAT_DAYS)


def sent_in_this_round(pages: Iterable[Confirmable]) -> dict[tuple[int, str], list[Reminder]]:
    """(Page id, address) → the mails since the page was last confirmed. One query."""
    since = {page.pk: page.known_since for page in pages}
    sent = defaultdict(list)
    for reminder in Reminder.objects.filter(page__in=since):
        if reminder.since == since[reminder.page_id]:
            sent[reminder.page_id, reminder.address].append(reminder)
    return sent


def next_number(sent: Collection[Reminder], today: date) -> int | None:
    """The mail of the round that is to go out today to an address, which got ``sent``; ``None``: none today.

    Gaps are counted from when the last one was taken up, so that mails that a broken server delayed do not come at once.
    """
    if not sent:
        return 0
    last = max(sent, key=lambda reminder: reminder.number)
    if last.refused or last.number >= len(settings.REVIEW_REPEAT_DAYS):
        return None
    gap = timedelta(days=settings.REVIEW_REPEAT_DAYS[last.number])
    return last.number + 1 if last.claimed_on + gap <= today else None


def stale_before() -> date:
    """Pages that were due on this day or earlier carry the note for readers."""
    return timezone.localdate() - timedelta(days=stale_days())


def link_days() -> int:
    """How long the link of a mail works: the first one's until readers are told, and a month more."""
    return stale_days() + 30


def is_due(page: Confirmable) -> bool:
    """Whether one page waits for its confirmation."""
    return page.review_due is not None and page.review_due <= timezone.localdate()
