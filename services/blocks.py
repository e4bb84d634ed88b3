"""Facts of a service that come in lists. They are edited on the original only and never translated.

Kept in StreamFields rather than in child tables: a page then reads its places, hours, phones and contacts with no
query of their own, and drafts, revisions and comparison come with the page. Block ids are the stable ids of HSDS.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks.address import AddressBlock
from core.fields import PhoneFormField

WEEKDAYS = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
"""Codes of RFC 5545 (``BYDAY``), as HSDS uses them."""

SLOT_KINDS = [("open", _("without appointment")), ("appointment", _("by appointment")), ("phone", _("by telephone"))]

ACCESSIBILITY = [
    ("step-free", _("step-free")),
    ("accessible-toilet", _("accessible toilet")),
    ("lift", _("lift")),
    ("induction-loop", _("induction loop")),
    ("sign-language", _("sign language")),
    ("parking", _("disabled parking")),
]


class PhoneBlock(blocks.FieldBlock):
    """A telephone number, checked like the model field."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = PhoneFormField(required=required, help_text=help_text, max_length=50)
        super().__init__(**kwargs)


class PhoneEntryBlock(blocks.StructBlock):
    """A telephone number and the languages spoken on it (HSDS ``phone``)."""

    number = PhoneBlock(label=_("number"))
    description = blocks.CharBlock(required=False, max_length=200, label=_("when or for what"))
    languages = blocks.ListBlock(SnippetChooserBlock("topics.AdviceLanguage"), default=[], label=_("languages"))

    class Meta:
        icon = "mobile-alt"
        label = _("telephone")


class SlotBlock(blocks.StructBlock):
    """A weekly time in local wall time (HSDS ``schedule``: BYDAY, opens_at, closes_at)."""

    weekday = blocks.ChoiceBlock(choices=WEEKDAYS, label=_("day"))
    opens_at = blocks.TimeBlock(label=_("from"))
    closes_at = blocks.TimeBlock(label=_("until"))
    kind = blocks.ChoiceBlock(choices=SLOT_KINDS, default="open", label=_("kind"))
    valid_from = blocks.DateBlock(required=False, label=_("valid from"))
    valid_to = blocks.DateBlock(required=False, label=_("valid until"))

    class Meta:
        icon = "time"
        label = _("weekly time")

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        # A draft may be saved, also by itself, while required fields are still empty.
        if cleaned["opens_at"] and cleaned["closes_at"] and cleaned["opens_at"] >= cleaned["closes_at"]:
            errors["closes_at"] = ValidationError(_("The end must be after the beginning."))
        if cleaned["valid_from"] and cleaned["valid_to"] and cleaned["valid_from"] > cleaned["valid_to"]:
            errors["valid_to"] = ValidationError(_("The last day must not be before the first."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class ExceptionBlock(blocks.StructBlock):
    """Days on which other times hold: closed, or open at the given time."""

    first_day = blocks.DateBlock(label=_("from"))
    last_day = blocks.DateBlock(required=False, label=_("until (empty: one day)"))
    opens_at = blocks.TimeBlock(required=False, label=_("open from (empty: closed)"))
    closes_at = blocks.TimeBlock(required=False, label=_("open until"))
    note = blocks.CharBlock(required=False, max_length=200, label=_("reason"))

    class Meta:
        icon = "calendar-alt"
        label = _("exception")

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        if cleaned["first_day"] and cleaned["last_day"] and cleaned["last_day"] < cleaned["first_day"]:
            errors["last_day"] = ValidationError(_("The last day must not be before the first."))
        if (cleaned["opens_at"] is None) != (cleaned["closes_at"] is None):
            errors["closes_at"] = ValidationError(_("Give both times, or none for closed."))
        elif cleaned["opens_at"] and cleaned["opens_at"] >= cleaned["closes_at"]:
            errors["closes_at"] = ValidationError(_("The end must be after the beginning."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class ServicePlaceBlock(blocks.StructBlock):
    """A place where the service is given, with its own hours (HSDS ``service_at_location``)."""

    confidential = blocks.BooleanBlock(
        required=False,
        label=_("confidential address"),
        help_text=_("For shelters: the address is never shown, searched, exported or given to other systems."),
    )
    address = AddressBlock(label=_("address"))
    transportation = blocks.CharBlock(required=False, max_length=300, label=_("how to get there"))
    accessibility = blocks.MultipleChoiceBlock(choices=ACCESSIBILITY, required=False, label=_("accessibility"))
    accessibility_note = blocks.CharBlock(required=False, max_length=300, label=_("note on accessibility"))
    slots = blocks.ListBlock(SlotBlock(), default=[], label=_("weekly times"))
    exceptions = blocks.ListBlock(ExceptionBlock(), default=[], label=_("exceptions"))
    closed_on_holidays = blocks.BooleanBlock(required=False, default=True, label=_("closed on public holidays"))

    class Meta:
        icon = "site"
        label = _("place")


class ContactEntryBlock(blocks.StructBlock):
    """A person to ask for. Shown only with the person's consent and only until it expires."""

    name = blocks.CharBlock(max_length=200, label=_("name"))
    title = blocks.CharBlock(required=False, max_length=200, label=_("function"))
    email = blocks.EmailBlock(required=False, label=_("e-mail"))
    phone = PhoneBlock(required=False, label=_("telephone"))
    consent = blocks.BooleanBlock(required=False, label=_("has agreed to be named here"))
    consent_until = blocks.DateBlock(required=False, label=_("agreement ends on"))

    class Meta:
        icon = "user"
        label = _("contact person")
