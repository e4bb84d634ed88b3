"""When a place is open: weekly slots, exceptions and public holidays, in local wall time.

Pure functions over the values of ``ServicePlaceBlock``; nothing here asks the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

WEEKDAY_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@lru_cache(maxsize=16)
def public_holidays(year: int) -> Mapping[date, str]:
    """Public holidays of North Rhine-Westphalia with their German names (Feiertagsgesetz NW)."""
    return holidays.country_holidays("DE", subdiv="NW", years=year, language="de")


@dataclass(frozen=True)
class OpenTime:
    """An interval on one day. ``kind`` is one of ``SLOT_KINDS``."""

    opens_at: time
    closes_at: time
    kind: str = "open"


def times_on(place: Mapping, day: date) -> list[OpenTime]:
    """Opening times of a place on a day, earliest first; empty if closed.

    An exception replaces the weekly times of its days; a public holiday closes the place unless an exception opens it.
    """
    exceptions = [
        entry
        for entry in place.get("exceptions") or []
        if entry["first_day"] <= day <= (entry["last_day"] or entry["first_day"])
    ]
    if exceptions:
        opened = [entry for entry in exceptions if entry["opens_at"]]
        return sorted((OpenTime(entry["opens_at"], entry["closes_at"]) for entry in opened), key=_start)
    if place.get("closed_on_holidays") and day in public_holidays(day.year):
        return []
    code = WEEKDAY_CODES[day.weekday()]
    times = [
        OpenTime(slot["opens_at"], slot["closes_at"], slot["kind"])
        for slot in place.get("slots") or []
        if slot["weekday"] == code
        and (slot["valid_from"] is None or slot["valid_from"] <= day)
        and (slot["valid_to"] is None or day <= slot["valid_to"])
    ]
    return sorted(times, key=_start)


def open_now(places: Iterable[Mapping], moment: datetime | None = None) -> OpenTime | None:
    """The time within which somebody can be reached without appointment at ``moment`` (default: now), if there is one."""
    local = timezone.localtime(moment)
    for place in places:
        for interval in times_on(place, local.date()):
            if interval.kind != "appointment" and interval.opens_at <= local.time() < interval.closes_at:
                return interval
    return None


def next_opening(places: Iterable[Mapping], moment: datetime | None = None, days: int = 14) -> tuple | None:
    """``(date, OpenTime)`` of the next beginning without appointment within ``days`` days, or ``None``."""
    local = timezone.localtime(moment)
    places = list(places)
    for offset in range(days):
        day = local.date() + timedelta(days=offset)
        starts = [
            interval
            for place in places
            for interval in times_on(place, day)
            if interval.kind != "appointment" and (offset or interval.opens_at > local.time())
        ]
        if starts:
            return day, min(starts, key=_start)
    return None


def week(place: Mapping, day: date | None = None) -> list[tuple[str, list[OpenTime]]]:
    """``(weekday code, times)`` from Monday to Sunday, from the weekly slots valid on ``day``; for the table of hours."""
    day = day or timezone.localdate()
    rows = []
    for code in WEEKDAY_CODES:
        times = [
            OpenTime(slot["opens_at"], slot["closes_at"], slot["kind"])
            for slot in place.get("slots") or []
            if slot["weekday"] == code and (slot["valid_to"] is None or day <= slot["valid_to"])
        ]
        rows.append((code, sorted(times, key=_start)))
    return rows


def upcoming_exceptions(place: Mapping, day: date | None = None, days: int = 60) -> list[Mapping]:
    """Exceptions that have not ended and begin within ``days`` days, earliest first."""
    day = day or timezone.localdate()
    entries = [
        entry
        for entry in place.get("exceptions") or []
        if (entry["last_day"] or entry["first_day"]) >= day and entry["first_day"] <= day + timedelta(days=days)
    ]
    return sorted(entries, key=lambda entry: entry["first_day"])


def _start(interval: OpenTime) -> tuple:
    return interval.opens_at, interval.closes_at
