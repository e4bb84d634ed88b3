"""All events, as a list of what is coming or as a month."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.models import BasePage
from events.models.event import EventPage
from events.models.occurrence import Occurrence, OccurrenceQuerySet
from events.month import Month, midnight
from organisations.profiles import profile_by_key
from organisations.related import of_organisation
from topics.facets import Facet, FacetedList
from topics.models import AdviceLanguage, Place, TargetGroup, Topic

PAGE_SIZE = 20
FACETS = [
    Facet("topic", _("Topic"), Topic, "topics"),
    Facet("language", _("Language"), AdviceLanguage, "languages"),
    Facet("place", _("Place"), Place, "town"),
    Facet("target", _("For whom"), TargetGroup, "target_groups"),
]
PERIODS = {"today": (_("Today"), 1), "week": (_("Next 7 days"), 7), "month": (_("Next 30 days"), 30)}
"""Choices of ``?period=`` with the number of days, today included."""


def day_of(text: str) -> date | None:
    """A day from ``"2026-12-05"``, or ``None``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1 < day.year < 9999 else None


def coming_in(params: QueryDict) -> OccurrenceQuerySet:
    """What is coming, within ``?day=`` or ``?period=`` if they say something."""
    if day := day_of(params.get("day", "")):
        return Occurrence.objects.between(midnight(day), midnight(day + timedelta(days=1)))
    coming = Occurrence.objects.coming()
    if params.get("period") in PERIODS:
        _label, days = PERIODS[params["period"]]
        coming = coming.filter(start__lt=midnight(timezone.localdate() + timedelta(days=days)))
    return coming


class EventIndexPage(BasePage):
    """The calendar."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("calendar of events")
        verbose_name_plural = _("calendars of events")

    def get_context(self, request, *args, **kwargs):
        """The list of what is coming, or with ``?month=2026-12`` (or an empty ``?month=``) a month.

        List: ``results`` (occurrences in order, each with ``page``, the event in the reader's language; ``start``,
        ``end``, ``all_day``, ``is_one_day``, ``has_end``), ``page_of_results``, ``period`` (chosen code), ``periods``
        (pairs of code and label), ``day`` (date or ``None``). Month: ``month`` (see ``events.month.Month``), else
        ``None``. Both: ``facets``, ``is_filtered``, ``organisation`` (profile of ``?organisation=`` or ``None``),
        ``calendar_url`` (the same choice as an iCalendar file).
        """
        context = super().get_context(request, *args, **kwargs)
        params = request.GET
        organisation = profile_by_key(params.get("organisation", ""))
        month = Month.parse(params["month"]) if "month" in params else None
        occurrences = Occurrence.objects.between(month.start, month.end) if month else coming_in(params)
        if organisation is not None:
            occurrences = occurrences.filter(event__in=EventPage.objects.filter(of_organisation(organisation)))
        events = EventPage.objects.published().filter(pk__in=occurrences.values("event"))
        faceted = FacetedList(events, FACETS, params)
        if faceted.is_filtered:
            occurrences = occurrences.filter(event__in=faceted.pages())
        if month:
            month.fill(occurrences)
            context["month"] = month
        else:
            page = Paginator(occurrences, PAGE_SIZE).get_page(params.get("page"))
            context |= {"month": None, "page_of_results": page, "results": page.object_list.in_reader_language()}
        period, day = params.get("period", ""), day_of(params.get("day", ""))
        return {
            **context,
            "facets": faceted.choices(),
            "period": period if period in PERIODS and day is None else "",
            "periods": [(code, label) for code, (label, _days) in PERIODS.items()],
            "day": day,
            "organisation": organisation,
            "is_filtered": faceted.is_filtered or bool(day or organisation) or period in PERIODS,
            "calendar_url": self.calendar_url(faceted, organisation),
        }

    def calendar_url(self, faceted: FacetedList, organisation) -> str:
        """Path of the iCalendar file with the same choice of terms, or of the organisation's."""
        if organisation is not None:
            return reverse("calendar_organisation", args=[organisation.translation_key])
        chosen = [(name, code) for name, codes in faceted.selected.items() for code in codes]
        return reverse("calendar_all") + (f"?{urlencode(chosen)}" if chosen else "")
