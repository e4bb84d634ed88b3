"""Opening times and other facts of services in templates."""

from datetime import date, timedelta

from django import template
from django.utils import timezone

from services import opening
from services.blocks import ACCESSIBILITY, SLOT_KINDS, WEEKDAYS

register = template.Library()


@register.simple_tag
def opening_week(place) -> list[dict]:
    """Rows of the table of hours, Monday first: ``{"name", "times", "today"}``; empty if no hours are known."""
    if not place.get("slots"):
        return []
    names, today = dict(WEEKDAYS), timezone.localdate().weekday()
    return [
        {"name": names[code], "times": times, "today": number == today}
        for number, (code, times) in enumerate(opening.week(place))
    ]


@register.simple_tag
def opening_exceptions(place) -> list:
    """Days of the next two months on which other times hold."""
    return opening.upcoming_exceptions(place)


@register.filter
def slot_kind(code: str) -> str:
    """What a weekly time means: without appointment, by appointment, by telephone."""
    return dict(SLOT_KINDS).get(code, code)


@register.filter
def accessibility_label(code: str) -> str:
    """The name of a point of the accessibility checklist."""
    return dict(ACCESSIBILITY).get(code, code)


@register.filter
def is_today(day: date) -> bool:
    """Whether ``day`` is today in Europe/Berlin."""
    return day == timezone.localdate()


@register.filter
def is_tomorrow(day: date) -> bool:
    """Whether ``day`` is tomorrow in Europe/Berlin."""
    return day == timezone.localdate() + timedelta(days=1)
