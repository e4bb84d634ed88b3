"""Contacts that pages of the guide point to: an office's telephone number is kept once."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.fields import PhoneField
from core.names import Named, NamesField, Text, text_in


class Contact(index.Indexed, Named):
    """An office or person to turn to, for contact cards in texts. Facts once, names and hours per language."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Short code, for imports."))
    descriptions = NamesField(_("what they help with"), blank=True, multiline=True)
    phone = PhoneField(_("telephone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True, validators=[URLValidator()])
    street = models.CharField(_("street and number"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=255, blank=True)
    hours = NamesField(_("opening hours in words"), blank=True, multiline=True)

    panels = [
        FieldPanel("names"),
        FieldPanel("key"),
        FieldPanel("descriptions"),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("website")], heading=_("Ways to reach")),
        MultiFieldPanel(
            [FieldPanel("street"), FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")])], heading=_("Address")
        ),
        FieldPanel("hours"),
    ]
    search_fields = [index.SearchField("search_text"), index.AutocompleteField("search_text")]

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["key"]

    @property
    def search_text(self) -> str:
        return " ".join([*self.names.values(), self.key])

    @property
    def description(self) -> Text:
        return text_in(self.descriptions)

    @property
    def opening_hours(self) -> Text:
        return text_in(self.hours)
