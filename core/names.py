"""Short texts that belong to a shared row, one per language, in one JSON column: ``{"de": "Wohnen", "ar": "السكن"}``.

For names of terms, offices and the like: a row is read once and can be shown in any language without a join.
"""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.languages import active_language, autonym, direction, html_lang, source_language


class Text(str):
    """A piece of text with the code of the language it is in. Prints itself as HTML, marked when it is foreign.

    A string, since templates turn everything else into one before they ask for its HTML. ``text`` is for places that take
    no HTML: attributes, titles, options.
    """

    language: str

    def __new__(cls, text: str, language: str):
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self):
        return self.text, self.language

    @property
    def text(self) -> str:
        return str(self)

    def __html__(self):
        if not self.text or self.language == active_language():
            return format_html("{}", self.text)
        return format_html(
            '<span lang="{}" dir="{}">{}</span>', html_lang(self.language), direction(self.language), self.text
        )


def text_in(names: dict[str, str], language: str | None = None) -> Text:
    """The text in ``language`` (default: the reader's), else in the source language, else in any; may be empty.

    Leichte Sprache falls back to German like every other language.
    """
    for code in (language or active_language(), source_language(), *names):
        if names.get(code):
            return Text(names[code], code)
    return Text("", source_language())


class NamesWidget(forms.MultiWidget):
    """One input per interface language, each labelled with its language and in its direction."""

    template_name = "core/widgets/names.html"

    def __init__(self, widget=forms.TextInput, attrs=None):
        self.codes = [code for code, _name in settings.LANGUAGES]
        widgets = {
            code.replace("-", "_"): widget(
                attrs={"lang": html_lang(code), "dir": direction(code), "aria-label": autonym(code)}
            )
            for code in self.codes
        }
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for code, subwidget in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            subwidget["language_name"] = autonym(code)
        return context


class NamesFormField(forms.MultiValueField):
    """Form field of ``NamesField``. Only the source language is required, and only if the field is."""

    def __init__(self, *, multiline=False, required=True, **kwargs):
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        widget = NamesWidget(forms.Textarea) if multiline else NamesWidget()
        codes = [code for code, _name in settings.LANGUAGES]
        fields = [forms.CharField(required=required and code == source_language()) for code in codes]
        kwargs["widget"] = widget
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list):
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: text.strip() for code, text in zip(codes, data_list or [], strict=False) if text and text.strip()}

    def has_changed(self, initial, data):
        return self.compress(data if isinstance(data, list) else []) != (initial or {})


class NamesField(models.JSONField):
    """A JSON column of texts per language."""

    def __init__(self, *args, multiline=False, **kwargs):
        self.multiline = multiline
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        defaults = {"form_class": NamesFormField, "multiline": self.multiline, "required": not self.blank}
        return models.Field.formfield(self, **{**defaults, **kwargs})


class Named(models.Model):
    """A shared row with a name in every language."""

    names = NamesField(_("name"))

    class Meta:
        abstract = True

    def __str__(self):
        return text_in(self.names).text or f"#{self.pk}"

    @property
    def name(self) -> Text:
        return text_in(self.names)
