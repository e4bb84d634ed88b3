"""Dates of a series, by the rules of RFC 5545 (RRULE, EXDATE), in local wall time.

A language café at 18:00 stays at 18:00 when the clocks change, so rules are expanded without a time zone and only the
results are placed into Europe/Berlin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from django.utils import timezone
from django.utils.translation import gettext as _

MAX_OCCURRENCES = 750
"""Two years of daily dates; a rule without an end stops here."""


@dataclass(frozen=True)
class Span:
    """Beginning and end of one occurrence, aware; ``all_day`` ends are the last moment's day."""

    start: datetime
    end: datetime
    all_day: bool = False

    @classmethod
    def of(cls, start: datetime, end: datetime | None, all_day: bool) -> "Span":
        start = timezone.localtime(start)
        end = timezone.localtime(end) if end else start
        if all_day:
            start = start.replace(hour=0, minute=0, second=0, microsecond=0)
            end = end.replace(hour=23, minute=59, second=0, microsecond=0)
        return cls(start, end, all_day)


def check_rule(rule: str, start: datetime) -> None:
    """Raise ``ValueError`` with a sentence for editors unless ``rule`` is a valid RRULE with at least one date.

    ``start`` is naive local time.
    """
    try:
        parsed = rrulestr(rule, dtstart=start, ignoretz=True)
        first = next(iter(parsed), None)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(_("This is not a rule of RFC 5545: %(error)s") % {"error": error}) from error
    if first is None:
        raise ValueError(_("This rule has no date."))


def expand(
    span: Span, rule: str, exceptions: list[date], until: datetime, limit: int = MAX_OCCURRENCES
) -> Iterator[Span]:
    """Occurrences from the first on that begin before ``until`` (aware), without those on days in ``exceptions``."""
    if not rule:
        if span.start.date() not in exceptions:
            yield span
        return
    naive = span.start.replace(tzinfo=None)
    length = span.end.replace(tzinfo=None) - naive
    zone = timezone.get_default_timezone()
    for number, start in enumerate(rrulestr(rule, dtstart=naive, ignoretz=True)):
        aware = start.replace(tzinfo=zone)
        if number >= limit or aware >= until:
            return
        if start.date() not in exceptions:
            yield Span(aware, (start + length).replace(tzinfo=zone), span.all_day)


def horizon() -> datetime:
    """How far ahead occurrences are kept: two years."""
    return timezone.now() + timedelta(days=731)
