"""The form for an association's own offers: advisory services with languages, places, hours and telephones."""

import re
from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import PhoneFormField
from members.mask.fields import AddressField, LineField, MailField, PlainTextField, TermField, TermsField
from members.mask.forms import RowField, RowForm
from members.mask.own_forms import OwnForm
from members.mask.parts import MOST_ROWS, Part, RichList, RichText, Rows, Terms
from services.blocks import SLOT_KINDS, WEEKDAYS
from services.models import ServiceLanguage, ServicePage
from topics.models import AdviceLanguage, TargetGroup, Topic

O_CLOCK = r"(?:Uhr|heures?|h|часов|год|saat|الساعة)"
CLOCK = rf"(?:{O_CLOCK}\s*)?(\d{{1,2}})(?:[:.h](\d\d))?(?!\d)\s*{O_CLOCK}?"
UNTIL = r"(?:[-–—]|bis|to|until|à|до|إلى|الى|حتى|ile)"
HOURS = re.compile(rf"{CLOCK}\s*{UNTIL}\s*{CLOCK}", re.IGNORECASE)
BETWEEN = re.compile(r"(?:[\s,;.|/+&،؛]|und|and|et|ve|и|та|і|و|von|from|de|с|з|من|arası)*", re.IGNORECASE)
"""Words in the languages of the portal that say nothing but times. What has others is not read: they may mean something."""


class HoursField(LineField):
    """Opening hours of a day as people write them, ``10–12, 14:00–17:30``; the value is that text in one form."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=100, ltr=True, **kwargs)

    def clean(self, value):
        return hours_text(read_hours(super().clean(value)))


def read_hours(text: str) -> list[tuple[time, time]]:
    """``"10-12, 14:30–17"`` → pairs of beginning and end; ``ValidationError`` for what cannot be read."""
    found, end = [], 0
    try:
        for match in HOURS.finditer(text):
            if not BETWEEN.fullmatch(text[end : match.start()]):
                raise ValueError(text)
            first, second = time(int(match[1]), int(match[2] or 0)), time(int(match[3]), int(match[4] or 0))
            if first >= second:
                raise ValidationError(_("The end must be after the beginning."))
            found.append((first, second))
            end = match.end()
        if not BETWEEN.fullmatch(text[end:]):
            raise ValueError(text)
    except ValueError as error:
        raise ValidationError(_("Please write the times like this: 10:00–12:00, 14:00–17:00")) from error
    return sorted(found)


def hours_text(hours: list[tuple[time, time]]) -> str:
    """Opening hours of a place as one line for each day."""
    return ", ".join(f"{first:%H:%M}–{second:%H:%M}" for first, second in hours)


class PlaceForm(RowForm):
    """One place of an offer with its hours."""

    name = LineField(label=_("Name of the place"), required=False, max_length=200)
    street = LineField(label=_("Street and number"), required=False, max_length=200)
    postcode = LineField(label=_("Postcode"), required=False, max_length=10, ltr=True)
    city = LineField(label=_("Town"), required=False, max_length=100)
    confidential = forms.BooleanField(
        label=_("Keep this address secret"),
        required=False,
        help_text=_("For shelters. Nobody but the editors sees it."),
    )
    kind = forms.ChoiceField(label=_("When people come"), choices=SLOT_KINDS, required=False)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        HoursField(label=name) for _code, name in WEEKDAYS
    )
    counts = ("name", "street", "postcode", "city", "monday", "tuesday", "wednesday", "thursday", "friday",
              "saturday", "sunday")  # fmt: skip


DAYS = dict(zip([code for code, _name in WEEKDAYS], PlaceForm.counts[4:], strict=True))
"""Code of a weekday → field of ``PlaceForm``."""
ALWAYS = {"valid_from": None, "valid_to": None}
ADDRESS = ("name", "street", "postcode", "city")


class Places(Rows):
    """``ServicePage.places`` as rows of ``PlaceForm``; exceptions, access and the way there stay as editors wrote them."""

    def __init__(self):
        super().__init__("places", "place", [])

    def is_open(self, page):
        return super().is_open(page) and all(
            len({slot["kind"] for slot in child.value["slots"]}) < 2
            and not any(slot["valid_from"] or slot["valid_to"] for slot in child.value["slots"])
            for child in page.places
        )

    def row(self, value):
        slots = list(value["slots"])
        hours = {
            field: hours_text(sorted((s["opens_at"], s["closes_at"]) for s in slots if s["weekday"] == code))
            for code, field in DAYS.items()
        }
        address = {key: value["address"][key] or "" for key in ADDRESS}
        return {
            **address,
            "confidential": value["confidential"],
            "kind": slots[0]["kind"] if slots else "open",
            **hours,
        }

    def value(self, row, before):
        address = dict(before["address"]) if before else {"latitude": None, "longitude": None}
        if any(row[key] != (address.get(key) or "") for key in ADDRESS[1:]):
            address |= {"latitude": None, "longitude": None}
        slots = [
            {"weekday": code, "opens_at": first, "closes_at": second, "kind": row["kind"] or "open", **ALWAYS}
            for code, field in DAYS.items()
            for first, second in read_hours(row[field])
        ]
        return {
            **(before or {}),
            "address": {**address, **{key: row[key] for key in ADDRESS}},
            "confidential": row["confidential"],
            "slots": slots,
        }


class SpokenForm(RowForm):
    """One language of an offer, and how it is spoken there."""

    language = TermField(AdviceLanguage, label=_("Language"))
    how = forms.ChoiceField(label=_("How"), choices=ServiceLanguage.How.choices, required=False)
    counts = ("language",)


class Spoken(Rows):
    """``ServicePage.languages``, rows of their own; the same language twice counts once."""

    def __init__(self):
        super().__init__("languages", "", [])

    def is_open(self, page):
        return len(page.languages.all()) <= MOST_ROWS

    def read(self, page):
        return [{"id": "", "language": row.language_id, "how": row.how} for row in page.languages.all()]

    def write(self, page, value):
        there = {row.language_id: row for row in page.languages.all()}
        rows = {}
        for number, row in enumerate(value):
            spoken = there.get(row["language"]) or ServiceLanguage(language_id=row["language"])
            spoken.how, spoken.sort_order = row["how"] or ServiceLanguage.How.STAFF, number
            rows.setdefault(row["language"], spoken)
        page.languages.set(rows.values())

    def shown(self, value):
        names = dict(TermField(AdviceLanguage).term_choices())
        return ", ".join(names[row["language"]].text for row in value)


class PhoneForm(RowForm):
    """One telephone number of an offer."""

    number = PhoneFormField(label=_("Telephone"), max_length=50)
    description = LineField(label=_("When or for what"), required=False, max_length=200)
    counts = ("number", "description")


class OfferForm(OwnForm):
    """An advisory service of an association."""

    description = PlainTextField(label=_("What do you offer?"), required=False)
    eligibility_description = PlainTextField(label=_("For whom, and for whom not?"), required=False, rows=3)
    application_process = PlainTextField(label=_("How do people sign up?"), required=False, rows=3)
    required_documents = PlainTextField(
        label=_("What should people bring?"), required=False, rows=4, help_text=_("One thing in each line.")
    )
    email = MailField(label=_("E-mail"), required=False)
    website = AddressField(label=_("Website"), required=False)
    booking_url = AddressField(label=_("Web address for appointments"), required=False)
    cost = forms.ChoiceField(label=_("Cost"), choices=ServicePage.Cost.choices, initial=ServicePage.Cost.FREE)
    fees_description = LineField(label=_("How much?"), required=False, max_length=300)
    target_groups = TermsField(TargetGroup, label=_("For whom it is"))
    topics = TermsField(Topic, label=_("Topics"))

    parts = {
        "title": Part("title"),
        "summary": Part("summary"),
        "description": RichText("description"),
        "eligibility_description": RichText("eligibility_description"),
        "application_process": RichText("application_process"),
        "required_documents": RichList("required_documents"),
        "languages": Spoken(),
        "places": Places(),
        "phones": Rows("phones", "phone", ["number", "description"]),
        "email": Part("email"),
        "website": Part("website"),
        "booking_url": Part("booking_url"),
        "cost": Part("cost"),
        "fees_description": Part("fees_description"),
        "target_groups": Terms("target_groups", TargetGroup),
        "topics": Terms("topics", Topic),
    }
    row_fields = {
        "languages": RowField(SpokenForm, _("In which languages?"), _("Language"), extra=2),
        "places": RowField(
            PlaceForm,
            _("Places and opening hours"),
            _("Place"),
            _("Write the times like this: 10:00–12:00, 14:00–17:00. Empty: closed."),
        ),
        "phones": RowField(PhoneForm, _("Telephones"), _("Telephone")),
    }
    sections = [
        (_("What do you offer?"), ["language", "title", "summary", "description"]),
        (_("Languages"), ["languages"]),
        (_("Where and when?"), ["places"]),
        (_("How people reach you"), ["phones", "email", "website", "booking_url"]),
        (_("Good to know"), ["cost", "fees_description", "required_documents", "application_process",
                             "eligibility_description", "target_groups", "topics"], True),
    ]  # fmt: skip
