"""What people type about themselves, made harmless: no marks that turn the text around, no line ends where none belong."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from core.mail import one_line
from newsletter.addresses import clean_address

HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that change the direction of what follows; line feeds and tabs stay."""


class LineField(forms.CharField):
    """One line: a name, a town. Directional marks and line ends are taken out instead of complained about."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return one_line(unicodedata.normalize("NFC", super().to_python(value)))


class ParagraphsField(forms.CharField):
    """Several lines."""

    def __init__(self, *, rows: int = 5, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        return HIDDEN.sub("", unicodedata.normalize("NFC", text)).strip()

    def widget_attrs(self, widget) -> dict:
        """Without ``maxlength``: a browser would cut off what is pasted, without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class AddressField(forms.CharField):
    """An e-mail address, cleaned as ``newsletter.addresses`` does it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("E-mail address"))
        super().__init__(widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}), **kwargs)

    def clean(self, value):
        value = super().clean(value)
        return clean_address(value) if value else value
