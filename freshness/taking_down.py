"""Taking pages from the site that nobody answers for any more. Only where the city has set it so."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.models import Confirmable
from freshness.rounds import mails_in_a_round, reviewed, sent_in_this_round, stale_before, unanswered


def take_down() -> list[Confirmable]:
    """Unpublish what has carried the note for readers for ``REVIEW_UNPUBLISH_DAYS``; returns the pages.

    Only pages about which somebody got all mails of the round, the last of them that long ago: without a working address
    or with an answer that nobody has looked at, an editor has to look.
    """
    if not settings.REVIEW_UNPUBLISH_DAYS:
        return []
    days = timedelta(days=settings.REVIEW_UNPUBLISH_DAYS)
    before = stale_before() - days
    stale = [page for pages in reviewed() for page in unanswered(pages).filter(review_due__lte=before)]
    asked = {
        page_id
        for (page_id, _address), sent in sent_in_this_round(stale).items()
        if not any(reminder.refused for reminder in sent)
        and sum(reminder.sent_at is not None for reminder in sent) == mails_in_a_round()
        and max(reminder.sent_at for reminder in sent) <= timezone.now() - days
    }
    gone = [page for page in stale if page.pk in asked]
    for page in gone:
        page.unpublish(log_action=True)
    return gone
