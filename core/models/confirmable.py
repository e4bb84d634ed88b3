"""Pages whose facts somebody has to confirm from time to time: profiles and services."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ask_interval = Signal()
"""Sent with ``page``; a receiver answers the months after which this one is to be confirmed again, or ``None``."""


def stale_days() -> int:
    """Days after the review is due from which readers are told: all reminders have been without an answer by then."""
    return sum(settings.REVIEW_REPEAT_DAYS) + settings.REVIEW_NOTE_DAYS


class Confirmable(models.Model):
    """Mixin for page types. When the facts were confirmed belongs to the page as a whole and not to a revision.

    So these fields are in no revision: publishing or editing an older draft never brings an old date back. They are
    meaningful on the original of a translation group only and are written by ``confirm``.
    """

    last_confirmed = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=255, blank=True, help_text=_("Internal."))
    review_due = models.DateField(_("to be confirmed again on"), null=True, blank=True, editable=False, db_index=True)

    unversioned_fields = ["last_confirmed", "confirmed_by", "review_due"]
    exclude_fields_in_copy = unversioned_fields

    class Meta:
        abstract = True

    def serializable_data(self):
        """As Wagtail keeps it in a revision, without what is in none."""
        data = super().serializable_data()
        return {name: value for name, value in data.items() if name not in self.unversioned_fields}

    def with_content_json(self, content):
        """A revision as a page; what is in no revision comes from the row, like Wagtail's own ``live`` and ``locked``.

        Read anew: a revision keeps the page it was made from, and somebody may have confirmed it since.
        """
        page = super().with_content_json(content)
        row = type(self).objects.filter(pk=self.pk).values(*self.unversioned_fields).first()
        for name, value in (row or {}).items():
            setattr(page, name, value)
        return page

    def save(self, *args, **kwargs):
        if self.review_due is None and self.known_since:
            self.review_due = self.next_review(self.known_since)
        return super().save(*args, **kwargs)

    @property
    def known_since(self) -> date | None:
        """The day the facts were right: confirmed, or published first; ``None`` for what was never public."""
        if self.last_confirmed or not self.first_published_at:
            return self.last_confirmed
        return timezone.localdate(self.first_published_at)

    def next_review(self, since: date) -> date:
        """When facts that were right on a day are to be confirmed again."""
        own = (months for _receiver, months in ask_interval.send(sender=type(self), page=self) if months)
        months = next(own, settings.REVIEW_MONTHS[self._meta.app_label])
        return since + relativedelta(months=months)

    def confirm(self, by: str, day: date | None = None) -> bool:
        """Note that the facts of this original were right on ``day`` (default: today); no revision, no new date of change.

        Nothing happens, and ``False`` is the answer, if they were confirmed on a later day: old files cannot bring an
        old date back.
        """
        day = day or timezone.localdate()
        if self.last_confirmed and self.last_confirmed > day:
            return False
        self.last_confirmed, self.confirmed_by, self.review_due = day, by[:255], self.next_review(day)
        type(self).objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in self.unversioned_fields})
        return True

    def reschedule(self) -> None:
        """Compute anew when it is to be confirmed again, after its interval has changed."""
        if self.known_since:
            self.review_due = self.next_review(self.known_since)
            type(self).objects.filter(pk=self.pk).update(review_due=self.review_due)

    @property
    def is_stale(self) -> bool:
        """Whether readers have to be told that nobody has confirmed the facts for too long."""
        due = self.facts.review_due
        return due is not None and due + timedelta(days=stale_days()) <= timezone.localdate()
