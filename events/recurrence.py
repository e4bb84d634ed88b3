"""Dates of a series, by the rules of RFC 5545 (RRULE, EXDATE), in local wall time.

A language café at 18:00 stays at 18:00 when the clocks change, so rules are expanded without a time zone and only the
results are placed into Europe/Berlin.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from django.utils import timezone
from django.utils.translation import gettext as _

MAX_OCCURRENCES = 1100
"""Three years of daily dates: of an endless series the last year and the two to come."""
HORIZON_DAYS = 731
DAY = "(MO|TU|WE|TH|FR|SA|SU)"
PARTS = {
    "FREQ": "(DAILY|WEEKLY|MONTHLY|YEARLY)",
    "INTERVAL": "[1-9][0-9]{0,2}",
    "COUNT": "[1-9][0-9]{0,3}",
    "UNTIL": "[0-9]{8}(T[0-9]{6}Z?)?",
    "BYDAY": f"[+-]?[1-5]?{DAY}(,[+-]?[1-5]?{DAY})*",
    "BYMONTH": "(0?[1-9]|1[0-2])(,(0?[1-9]|1[0-2]))*",
    "BYMONTHDAY": "[+-]?(0?[1-9]|[12][0-9]|3[01])(,[+-]?(0?[1-9]|[12][0-9]|3[01]))*",
    "BYSETPOS": "[+-]?[1-9][0-9]{0,2}(,[+-]?[1-9][0-9]{0,2})*",
    "WKST": DAY,
}
"""The parts of a rule that an event can have, and their form. Times come from the beginning, so no BYHOUR and the like;
an interval of 0 or a rule by the second would keep a server busy for ever."""


class Period:
    """What can be said of anything with ``start`` and ``end`` (aware) and ``all_day``."""

    @property
    def first_day(self) -> date:
        """The local day on which it begins."""
        return timezone.localtime(self.start).date()

    @property
    def last_day(self) -> date:
        """The local day on which it ends; midnight belongs to the evening before."""
        end = timezone.localtime(self.end)
        return (end - timedelta(microseconds=1)).date() if self.end > self.start else end.date()

    @property
    def is_one_day(self) -> bool:
        return self.first_day == self.last_day

    @property
    def has_end(self) -> bool:
        """Whether a time of the end is known and worth showing."""
        return not self.all_day and self.end > self.start

    @property
    def structured_dates(self) -> dict[str, str]:
        """``startDate`` and, where known, ``endDate`` of schema.org (ISO 8601 with offset; days for whole days)."""
        if self.all_day:
            return {"startDate": self.first_day.isoformat(), "endDate": self.last_day.isoformat()}
        dates = {"startDate": timezone.localtime(self.start).isoformat()}
        return {**dates, "endDate": timezone.localtime(self.end).isoformat()} if self.has_end else dates


@dataclass(frozen=True)
class Span(Period):
    """Beginning and end of one occurrence, aware, in local time; a whole day ends at 23:59."""

    start: datetime
    end: datetime
    all_day: bool = False

    @classmethod
    def of(cls, start: datetime, end: datetime | None, all_day: bool) -> "Span":
        """From two moments in any time zone; without an end it ends as it begins."""
        start = timezone.localtime(start)
        end = timezone.localtime(end) if end else start
        if all_day:
            start = start.replace(hour=0, minute=0, second=0, microsecond=0)
            end = end.replace(hour=23, minute=59, second=0, microsecond=0)
        return cls(start, end, all_day)


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of an RRULE by name, in capitals; ``ValueError`` with a sentence for editors if it is none.

    Stricter than RFC 5545, section 3.3.10, where a part would be of no use to an event or would take long to expand.
    """
    parts: dict[str, str] = {}
    for part in rule.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _equals, value = part.strip().partition("=")
        if name not in PARTS or name in parts or not re.fullmatch(PARTS[name], value):
            raise ValueError(_("“%(part)s” cannot stand in a repetition.") % {"part": part.strip()[:60]})
        parts[name] = value
    if "FREQ" not in parts:
        raise ValueError(_("The repetition must say how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError(_("A repetition ends by COUNT or by UNTIL, not by both."))
    if parts["FREQ"] in ("DAILY", "WEEKLY") and re.search("[0-9]", parts.get("BYDAY", "")):
        raise ValueError(_("Days with a number, such as 1MO, need FREQ=MONTHLY or YEARLY."))
    if parts["FREQ"] in ("DAILY", "WEEKLY") and "BYMONTHDAY" in parts:
        raise ValueError(_("Days of the month need FREQ=MONTHLY or YEARLY."))
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTH", "BYMONTHDAY"} & parts.keys():
        raise ValueError(_("BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY."))
    return parts


def last_moment(until: str) -> datetime:
    """The value of UNTIL as naive local time. A day counts to its end; "Z" is UTC (RFC 5545, section 3.3.5)."""
    try:
        if len(until) == 8:
            return datetime.combine(date.fromisoformat(until), time(23, 59, 59))
        moment = datetime.fromisoformat(until)
        return timezone.make_naive(moment) if until.endswith("Z") else moment
    except (ValueError, OverflowError) as error:
        raise ValueError(_("“%(part)s” is not a date.") % {"part": until}) from error


def starts(rule: str, first: datetime) -> Iterator[datetime]:
    """Beginnings by the rule, from ``first`` on, both naive local time; ``ValueError`` if it is no rule."""
    parts = rule_parts(rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{last_moment(parts['UNTIL']):%Y%m%dT%H%M%S}"
    yield from rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first)


def check_rule(rule: str, first: datetime) -> None:
    """Raise ``ValueError`` with a sentence for editors unless the rule is valid and has a date.

    ``first`` is naive local time.
    """
    if next(starts(rule, first), None) is None:
        raise ValueError(_("This repetition has no date."))


def first_start(span: Span, rule: str) -> datetime:
    """When the series really begins, aware: the first date that fits the rule, which may be later than ``span``."""
    if not rule:
        return span.start
    first = next(starts(rule, span.start.replace(tzinfo=None)), None)
    return span.start if first is None else first.replace(tzinfo=span.start.tzinfo)


def expand(span: Span, rule: str, exceptions: list[date], until: datetime) -> list[Span]:
    """Occurrences that begin before ``until`` (aware), without those on days in ``exceptions``, soonest first.

    At most the last ``MAX_OCCURRENCES`` of a series; ``ValueError`` for an invalid rule.
    """
    if not rule:
        return [] if span.start.date() in exceptions else [span]
    zone = timezone.get_default_timezone()
    naive = span.start.replace(tzinfo=None)
    length = span.end.replace(tzinfo=None) - naive
    kept: deque[Span] = deque(maxlen=MAX_OCCURRENCES)
    for start in starts(rule, naive):
        aware = start.replace(tzinfo=zone)
        if aware >= until:
            break
        if start.date() not in exceptions:
            kept.append(Span(aware, (start + length).replace(tzinfo=zone), span.all_day))
    return list(kept)


def horizon() -> datetime:
    """How far ahead occurrences are kept: two years from now."""
    return timezone.now() + timedelta(days=HORIZON_DAYS)
