"""Events as iCalendar (RFC 5545, with properties of RFC 7986), for the calendars on people's phones.

Series keep their rule, so that a subscriber's calendar stays small and right beyond our horizon.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid5

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vDuration, vRecur, vUri
from wagtail.blocks import StreamValue

from core.languages import html_lang
from core.names import text_in
from events.models import EventPage
from events.recurrence import Span, first_start, last_moment, rule_parts

PRODUCT = "-//Integration portal//Events//EN"
REFRESH = timedelta(hours=6)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""Summer time as it has been since 1996 (Directive 2000/84/EC); the library would list every change since 1970."""


def calendar(pages: Iterable[EventPage], name: str, language: str) -> Calendar:
    """A calendar called ``name`` of events as ``core.localised.in_language`` gives them, links into ``language``.

    Reads topics and organisation of each event's facts: prefetch and select them.
    """
    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    for property_name in ("name", "x-wr-calname"):
        result.add(property_name, name, parameters={"LANGUAGE": html_lang(language)})
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH))
    result.add_component(Timezone.from_ical(ZONE))
    for page in pages:
        for child in page.facts.dates:
            result.add_component(event_component(page, child, language))
    return result


def event_component(page: EventPage, child: StreamValue.StreamChild, language: str) -> Event:
    """One date, or one series, of an event as ``VEVENT``.

    The UID depends on the event and the date only, so that it stays the same in every language and after every change.
    """
    facts, own = page.facts, {"LANGUAGE": page.lang}
    event = Event()
    event.add("uid", str(uuid5(page.translation_key, child.id)))
    changed = max(moment for moment in (page.last_published_at, facts.last_published_at, LONG_AGO) if moment)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    add_times(event, child.value)
    event.add("status", "CANCELLED" if facts.cancelled else "CONFIRMED")
    event.add("summary", page.title, parameters=own)
    if facts.cancelled and page.cancellation:
        comment = page.cancellation
        event.add("comment", comment.text, parameters={"LANGUAGE": html_lang(comment.language)})
    if page.summary:
        event.add("description", page.summary, parameters=own)
    event.add("url", settings.BASE_URL.rstrip("/") + page.url_in(language))
    add_place(event, page)
    for topic in facts.topics.all():
        topic_name = text_in(topic.names, language)
        event.add("categories", [topic_name.text], parameters={"LANGUAGE": html_lang(topic_name.language)})
    if facts.organisation is not None and facts.organisation.live:
        event.add("contact", facts.organisation.title, parameters={"LANGUAGE": html_lang(settings.LANGUAGE_CODE)})
    return event


def add_times(event: Event, value) -> None:
    """``DTSTART``, ``DTEND``, ``RRULE`` and ``EXDATE`` of an ``EventDateBlock`` value.

    The first date is one that the rule gives: clients count ``DTSTART`` as a date in any case.
    """
    span, rule = value.span, value["rrule"]
    start = first_start(span, rule)
    length = span.end.replace(tzinfo=None) - span.start.replace(tzinfo=None)
    end = (start.replace(tzinfo=None) + length).replace(tzinfo=start.tzinfo)
    if span.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", end.date() + timedelta(days=1))
    else:
        event.add("dtstart", start)
        if length:
            event.add("dtend", end)
    if not rule:
        return
    parts = rule_parts(rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = until(parts["UNTIL"], span)
    event.add("rrule", vRecur.from_ical(";".join(f"{name}={part}" for name, part in parts.items())))
    days = sorted(set(value["exceptions"]))
    if days and span.all_day:
        event.add("exdate", days, parameters={"VALUE": "DATE"})
    elif days:
        event.add("exdate", [datetime.combine(day, start.timetz()) for day in days])


def until(text: str, span: Span) -> str:
    """``UNTIL`` in the form that goes with the beginning: a day for whole days, else UTC (RFC 5545, section 3.3.10)."""
    moment = last_moment(text)
    if span.all_day:
        return f"{moment:%Y%m%d}"
    return f"{timezone.make_aware(moment).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def add_place(event: Event, page: EventPage) -> None:
    """``LOCATION`` and ``GEO`` of the address, ``CONFERENCE`` (RFC 7986) of an online meeting."""
    address, online = page.address, page.facts.online_url
    if address is not None:
        event.add("location", address.one_line, parameters={"LANGUAGE": html_lang(settings.LANGUAGE_CODE)})
        if address.has_coordinates:
            event.add("geo", (address["latitude"], address["longitude"]))
    elif online:
        event.add("location", online)
    if online:
        event.add("conference", vUri(online), parameters={"VALUE": "URI"})
