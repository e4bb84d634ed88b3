"""Calendars to subscribe to: all events, those of an organisation, one event. Texts in the language of the address."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from core.context_processors import portal_settings
from core.languages import active_language
from core.localised import in_language
from core.shell_cache import remembered
from events.ical import calendar
from events.models import EventPage, Occurrence
from events.models.index import FACETS
from organisations.models import OrganisationPage
from organisations.related import of_organisation
from topics.facets import FacetedList

MAX_EVENTS = 500
"""The next ones; more than that in one file is of no use to a phone."""
KEPT_DAYS = 31
"""How long an event that is over stays in subscribed calendars."""
MAX_AGE_SECONDS = 15 * 60


def subscribable(view):
    """Safe methods only, cacheable for a quarter of an hour, with an ETag for the calls after that."""
    return require_safe(conditional_page(cache_control(public=True, max_age=MAX_AGE_SECONDS)(view)))


def public_events() -> QuerySet:
    """Published events that everybody may see, with what an iCalendar file says of them."""
    return EventPage.objects.published().public().select_related("locale", "organisation").prefetch_related("topics")


def current(events: QuerySet) -> QuerySet:
    """Those that come, or were on in the last weeks, soonest first, at most ``MAX_EVENTS``."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    dates = Occurrence.objects.filter(event=OuterRef("pk"), end__gte=since).order_by("start")
    events = events.alias(next=Subquery(dates.values("start")[:1])).filter(next__isnull=False)
    return events.order_by("next", "pk")[:MAX_EVENTS]


def ical_response(content: bytes, filename: str) -> HttpResponse:
    """An iCalendar file that opens in the reader's calendar."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Content-Language"] = active_language()
    return response


def rendered(events: Iterable[EventPage], name: str) -> bytes:
    """The events in the reader's language as a calendar called ``name``."""
    language = active_language()
    return calendar(in_language(events), name, language).to_ical()


@subscribable
def all_events(request: HttpRequest) -> HttpResponse:
    """Everything that is coming; ``?topic=``, ``?language=``, ``?place=`` and ``?target=`` narrow it like the list.

    An unknown code leaves nothing: a subscription must not suddenly hold everything.
    """
    faceted = FacetedList(public_events(), FACETS, request.GET)
    portal_name = portal_settings(request).name.text
    name = f"{_('Events')} – {portal_name}" if portal_name else _("Events")
    asked = {code for facet in FACETS for code in request.GET.getlist(facet.parameter) if code}
    if not asked:
        # Hundreds of events take a second, and this is the file that phones ask for all day.
        content = remembered(f"ical:{active_language()}", lambda: rendered(current(public_events()), name))
    elif asked <= {code for codes in faceted.selected.values() for code in codes}:
        content = rendered(current(faceted.pages()), name)
    else:
        content = rendered([], name)
    return ical_response(content, "events.ics")


@subscribable
def organisation_events(request: HttpRequest, key: UUID) -> HttpResponse:
    """What an organisation has on; ``key`` is its translation key. 404 if it is not public."""
    organisation = OrganisationPage.objects.published().public().filter(translation_key=key).first()
    if organisation is None:
        raise Http404
    events = current(public_events().filter(of_organisation(organisation)))
    return ical_response(rendered(events, organisation.title), f"{organisation.slug}.ics")


@subscribable
def one_event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One event with all its dates, also past ones; ``key`` is its translation key. 404 if it is not public."""
    events = list(public_events().filter(translation_key=key)[:1])
    if not events:
        raise Http404
    return ical_response(rendered(events, events[0].title), f"{events[0].slug}.ics")
