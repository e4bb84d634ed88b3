"""When an event takes place; edited on the original only."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from events.recurrence import Span, check_rule

EARLIEST_YEAR, LATEST_YEAR = 2000, 2199


class DateValue(blocks.StructValue):
    """A date with what follows from it."""

    @property
    def span(self) -> Span:
        """The first occurrence in local time."""
        return Span.of(self["start"], self["end"], self["all_day"])


class EventDateBlock(blocks.StructBlock):
    """A date, or a series of them by a rule of RFC 5545."""

    start = blocks.DateTimeBlock(label=_("beginning"))
    end = blocks.DateTimeBlock(required=False, label=_("end"))
    all_day = blocks.BooleanBlock(required=False, label=_("all day"))
    rrule = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("repetition"),
        help_text=_("RFC 5545, for example FREQ=WEEKLY;BYDAY=TU;COUNT=12"),
    )
    exceptions = blocks.ListBlock(blocks.DateBlock(), default=[], label=_("not on"))

    class Meta:
        icon = "date"
        label = _("date")
        value_class = DateValue

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["start"] is None:
            return cleaned  # a draft may be saved before it has a date
        errors = {}
        if not EARLIEST_YEAR <= cleaned["start"].year <= LATEST_YEAR:
            errors["start"] = ValidationError(_("Please check the year."))
        elif cleaned["end"] and cleaned["end"] < cleaned["start"]:
            errors["end"] = ValidationError(_("The end must not be before the beginning."))
        elif cleaned["end"] and cleaned["end"].year > LATEST_YEAR:
            errors["end"] = ValidationError(_("Please check the year."))
        elif cleaned["rrule"]:
            try:
                check_rule(cleaned["rrule"], timezone.localtime(cleaned["start"]).replace(tzinfo=None))
            except ValueError as error:
                errors["rrule"] = ValidationError(str(error))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned
