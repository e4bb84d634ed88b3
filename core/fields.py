"""Model and form fields shared by the features."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

REGION = "DE"


def parse_phone(value: str) -> phonenumbers.PhoneNumber:
    """A number as people write it ("0211 / 12 34-5"), as a number; ``ValidationError`` if it is none.

    Numbers without a country code are German ones. Only the form is checked, not whether the number is assigned,
    so that short service numbers (116 117, 115) pass too.
    """
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("“%(value)s” is not a telephone number."), params={"value": value}) from error
    return number


def phone_uri(value: str) -> str:
    """A ``tel:`` URI (RFC 3966) for a stored number; short national numbers stay as dialled."""
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        return ""
    national = str(number.national_number)
    if len(national) <= 6 and not value.strip().startswith(("+", "0")):
        return f"tel:{national}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)


class PhoneFormField(forms.CharField):
    """A telephone number in a form or block."""

    widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr"})

    def clean(self, value):
        value = super().clean(value)
        if value:
            parse_phone(value)
        return value


class PhoneField(models.CharField):
    """A telephone number, kept as the office writes it; dialled through ``phone_uri``."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 50)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PhoneFormField, **kwargs})
