"""A month as a grid of weeks, Monday first (ISO 8601), for the calendar without scripts."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

MAX_PER_DAY = 5
MONTHS_BACK, MONTHS_AHEAD = 12, 24
"""How far one can leaf: occurrences are kept for about as long, and crawlers must come to an end."""


def midnight(day: date) -> datetime:
    """The beginning of a local day, aware."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def shifted(first: date, months: int) -> date:
    """The first day of the month that many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


@dataclass
class Day:
    """One cell; ``occurrences`` has at most ``MAX_PER_DAY``, ``more`` says how many are not shown."""

    date: date
    in_month: bool
    is_today: bool
    occurrences: list = field(default_factory=list)
    more: int = 0


@dataclass
class Month:
    """The month that begins on ``first``."""

    first: date
    weeks: list[list[Day]] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """From ``"2026-12"``; the current month for anything else and for months out of reach."""
        current = timezone.localdate().replace(day=1)
        match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
        if match and (year := int(match[1])):
            first = date(year, int(match[2]), 1)
            if shifted(current, -MONTHS_BACK) <= first <= shifted(current, MONTHS_AHEAD):
                return cls(first)
        return cls(current)

    @property
    def code(self) -> str:
        """As in the address: ``"2026-12"``."""
        return f"{self.first:%Y-%m}"

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment of the next month."""
        return midnight(shifted(self.first, 1))

    @property
    def weekdays(self) -> list[date]:
        """Seven days, Monday first, for the names in the head of the table."""
        return [day.date for day in self.weeks[0]]

    @property
    def previous(self) -> str:
        """Code of the month before; empty at the edge of what is kept."""
        return self._neighbour(-1)

    @property
    def next(self) -> str:
        """Code of the month after; empty at the edge of what is kept."""
        return self._neighbour(1)

    @property
    def days_with_events(self) -> list[Day]:
        """For a list in place of the table, on a phone or read aloud."""
        return [day for week in self.weeks for day in week if day.occurrences]

    def _neighbour(self, months: int) -> str:
        code = f"{shifted(self.first, months):%Y-%m}"
        return code if Month.parse(code).code == code else ""

    def fill(self, occurrences: QuerySet) -> "Month":
        """Lay the ``Occurrence`` rows (of this month) into the days. Three queries, however many there are."""
        by_day: dict[date, list[int]] = {}
        last = shifted(self.first, 1) - timedelta(days=1)
        for row in occurrences.only("start", "end", "all_day"):
            day = max(row.first_day, self.first)
            while day <= min(row.last_day, last):
                by_day.setdefault(day, []).append(row.pk)
                day += timedelta(days=1)
        shown = {pk for pks in by_day.values() for pk in pks[:MAX_PER_DAY]}
        rows = {row.pk: row for row in occurrences.model.objects.filter(pk__in=shown).in_reader_language()}
        today = timezone.localdate()
        self.weeks = [
            [
                Day(
                    date=day,
                    in_month=day.month == self.first.month,
                    is_today=day == today,
                    occurrences=[rows[pk] for pk in by_day.get(day, [])[:MAX_PER_DAY]],
                    more=max(0, len(by_day.get(day, [])) - MAX_PER_DAY),
                )
                for day in week
            ]
            for week in Calendar(firstweekday=0).monthdatescalendar(self.first.year, self.first.month)
        ]
        return self
