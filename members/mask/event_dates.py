"""Dates of an event as rows that anybody can fill in: day, times, and a weekly repetition with an end."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.recurrence import rule_parts
from members.mask.fields import ClockField, DayField
from members.mask.forms import RowForm
from members.mask.parts import Rows

REPEATS = [("", _("once")), ("weekly", _("every week")), ("fortnightly", _("every two weeks"))]
RULES = {"weekly": {"FREQ": "WEEKLY"}, "fortnightly": {"FREQ": "WEEKLY", "INTERVAL": "2"}}
MIDNIGHT = time(0)


class DateForm(RowForm):
    """One date of an event: day, time, and how often it comes again."""

    day = DayField(label=_("Day"))
    starts = ClockField(label=_("From"), required=False)
    ends = ClockField(label=_("Until"), required=False)
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Only if it goes on for several days."))
    repeat = forms.ChoiceField(label=_("How often"), choices=REPEATS, required=False)
    until = DayField(label=_("For the last time on"), required=False)
    counts = ("day", "starts", "ends", "last_day", "until")

    def clean(self):
        values = super().clean()
        day, last, until = values.get("day"), values.get("last_day"), values.get("until")
        if values.get("ends") and not values.get("starts"):
            self.add_error("starts", _("When does it begin?"))
        if day and last and last < day:
            self.add_error("last_day", _("The last day must not be before the first."))
        if values.get("repeat") and not until and "until" not in self.errors:
            self.add_error("until", _("Until when is it repeated?"))
        if day and until and until < day:
            self.add_error("until", _("The last day must not be before the first."))
        if not values.get("repeat"):
            values["until"] = None
        if last == day:
            values["last_day"] = None
        return values


class EventDates(Rows):
    """``EventPage.dates`` as rows of ``DateForm``."""

    def __init__(self):
        super().__init__("dates", "date", [])

    def is_open(self, page):
        return super().is_open(page) and all(
            child.value["start"] and repeat_of(child.value["rrule"]) is not None for child in page.dates
        )

    def row(self, value):
        span = value.span
        day, last = span.start.date(), span.end.date()
        starts = None if span.all_day else span.start.time()
        ends = span.end.time() if not span.all_day and span.end > span.start else None
        through_midnight = ends is not None and last == day + timedelta(days=1) and ends < starts
        repeat, until = repeat_of(value["rrule"])
        return {
            "day": day,
            "starts": starts,
            "ends": ends,
            "last_day": None if last == day or through_midnight else last,
            "repeat": repeat,
            "until": until,
        }

    def value(self, row, before):
        day, starts, ends, last = row["day"], row["starts"], row["ends"], row["last_day"]
        if starts is None or ends is None:
            end = moment(last, time(23, 59)) if last else None
        else:
            # "20:00 to 1:00" ends on the next day.
            end = moment(last or day + timedelta(days=ends < starts), ends)
        return {
            "start": moment(day, starts or MIDNIGHT),
            "end": end,
            "all_day": starts is None,
            "rrule": rule_of(row["repeat"], row["until"]),
            "exceptions": list(before["exceptions"]) if before else [],
        }


def moment(day: date, clock: time) -> datetime:
    """A local day and time, aware."""
    return timezone.make_aware(datetime.combine(day, clock))


def rule_of(repeat: str, until: date | None) -> str:
    """The rule (RFC 5545) of a choice in ``REPEATS``; empty for a single date."""
    if repeat not in RULES:
        return ""
    return ";".join(f"{name}={value}" for name, value in {**RULES[repeat], "UNTIL": f"{until:%Y%m%d}"}.items())


def repeat_of(rule: str) -> tuple[str, date | None] | None:
    """The choice that a rule stands for, and its last day; ``None`` for a rule that the mask cannot show."""
    if not rule:
        return "", None
    parts = rule_parts(rule)
    until = parts.pop("UNTIL", "")
    repeat = next((code for code, wanted in RULES.items() if wanted == parts), None)
    return (repeat, date.fromisoformat(until)) if repeat and len(until) == 8 else None
