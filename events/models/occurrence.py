"""One row per date of an event, so that "what is on this week" is one indexed query."""

from datetime import UTC, datetime

from django.db import models, transaction
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from core.localised import in_language
from events.models.event import EventPage
from events.recurrence import Period


class OccurrenceQuerySet(models.QuerySet):
    """Occurrences by time."""

    def public(self):
        """Of live events that everybody may see: no page above them asks for a password or a login."""
        closed = PageViewRestriction.objects.annotate(
            event_path=ExpressionWrapper(OuterRef("event__path"), models.CharField())
        )
        return self.filter(~Exists(closed.filter(event_path__startswith=F("page__path"))), event__live=True)

    def coming(self):
        """Not over yet, of public events, soonest first."""
        return self.public().filter(end__gte=timezone.now()).order_by("start", "pk")

    def between(self, start: datetime, end: datetime):
        """Overlapping the half-open interval, of public events, soonest first."""
        overlapping = Q(end__gt=start) | Q(start__gte=start)
        return self.public().filter(overlapping, start__lt=end).order_by("start", "pk")

    def next_of_each(self):
        """Coming, but of each event only the next."""
        same_event = Occurrence.objects.filter(event=OuterRef("event"), end__gte=timezone.now())
        return self.coming().filter(pk=Subquery(same_event.order_by("start", "pk").values("pk")[:1]))

    def in_reader_language(self, limit: int | None = None, language: str | None = None) -> list["Occurrence"]:
        """The occurrences with ``page`` set to the event in ``language`` (default: the reader's). Two queries.

        Each page knows the first of its listed dates as ``page.next_occurrence``.
        """
        rows = list(self.select_related("event__locale", "event__organisation", "event__image")[:limit])
        events = {row.event_id: row.event for row in rows}
        pages = {page.original.pk: page for page in in_language(events.values(), language)}
        for row in rows:
            row.page = pages[row.event_id]
            row.page.__dict__.setdefault("next_occurrence", row)
        return rows


class Occurrence(Period, models.Model):
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
        constraints = [models.UniqueConstraint(fields=["event", "start", "end", "all_day"], name="occurrence_once")]

    def __str__(self):
        return f"{self.event} {timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @classmethod
    def rebuild(cls, event: EventPage) -> int:
        """Bring the rows of a published original in line with its dates; returns how many there are.

        Rows that are right already stay, so that a daily run writes only what is new. ``ValueError`` if a
        repetition is invalid, which the editor's form does not let through.
        """
        wanted = {(span.start.astimezone(UTC), span.end.astimezone(UTC), span.all_day) for span in event.spans()}
        with transaction.atomic():
            existing = {
                (start, end, all_day): pk
                for pk, start, end, all_day in cls.objects.filter(event_id=event.pk).values_list(
                    "pk", "start", "end", "all_day"
                )
            }
            cls.objects.filter(pk__in=[pk for key, pk in existing.items() if key not in wanted]).delete()
            cls.objects.bulk_create(
                [
                    cls(event_id=event.pk, start=start, end=end, all_day=all_day)
                    for start, end, all_day in sorted(wanted - existing.keys())
                ],
                ignore_conflicts=True,
            )
        return len(wanted)
