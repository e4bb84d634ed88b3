"""One row per date of an event, so that "what is on this week" is one indexed query."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.localised import in_language
from events.models.event import EventPage
from events.recurrence import expand, horizon


class OccurrenceQuerySet(models.QuerySet):
    def coming(self):
        """Not over yet, of public events, soonest first."""
        return self.filter(end__gte=timezone.now(), event__live=True).order_by("start", "pk")

    def between(self, start: datetime, end: datetime):
        """Overlapping the half-open interval, of public events, soonest first."""
        return self.filter(start__lt=end, end__gte=start, event__live=True).order_by("start", "pk")

    def in_reader_language(self, limit: int | None = None) -> list["Occurrence"]:
        """The occurrences with ``page`` set to the event in the reader's language. Two queries."""
        rows = list(self.select_related("event__locale", "event__organisation", "event__image")[:limit])
        events = {row.event_id: row.event for row in rows}
        pages = {page.original.pk: page for page in in_language(events.values())}
        for row in rows:
            row.page = pages[row.event_id]
        return rows


class Occurrence(models.Model):
    """Derived from ``EventPage.dates`` at publication; never edited."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("event"))
    start = models.DateTimeField(_("beginning"), db_index=True)
    end = models.DateTimeField(_("end"), db_index=True)
    all_day = models.BooleanField(_("all day"), default=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")

    def __str__(self):
        return f"{self.event} {timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @classmethod
    def rebuild(cls, event: EventPage) -> int:
        """Make the rows of a published original anew; returns how many there are."""
        until = horizon()
        rows = [
            cls(event_id=event.pk, start=span.start, end=span.end, all_day=span.all_day)
            for child in event.dates
            for span in expand(child.value.span, child.value["rrule"], list(child.value["exceptions"]), until)
        ]
        with transaction.atomic():
            cls.objects.filter(event_id=event.pk).delete()
            cls.objects.bulk_create(rows)
        return len(rows)
