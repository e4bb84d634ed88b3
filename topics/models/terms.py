"""The taxonomy: language-neutral codes with names and search words in every language.

Codes follow the seed in ``topics/data/taxonomy.json``; they appear in addresses, imports and the API and never change.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.names import Named, NamesField

code_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters, digits and hyphens only."))


class Term(index.Indexed, Named):
    """An entry of a vocabulary."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    search_words = NamesField(
        _("search words"),
        blank=True,
        help_text=_("Other words that people use, separated by commas; not shown, only found."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    external_id = models.CharField(_("id in the source system"), max_length=255, blank=True, db_index=True)

    panels = [FieldPanel("names"), FieldPanel("code"), FieldPanel("search_words"), FieldPanel("sort_order")]
    search_fields = [index.SearchField("search_text"), index.AutocompleteField("search_text")]

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    @property
    def search_text(self) -> str:
        """All names and search words of all languages in one string."""
        return " ".join([*self.names.values(), *self.search_words.values(), self.code])


class Topic(Term):
    """What something is about; two levels."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children", verbose_name=_("parent")
    )
    icon = models.CharField(_("icon"), max_length=30, blank=True)

    panels = [*Term.panels, FieldRowPanel([FieldPanel("parent"), FieldPanel("icon")])]

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class TargetGroup(Term):
    """Whom something is for."""

    class Meta(Term.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class AdviceMode(Term):
    """How advice is given: in person, by phone, by video ..."""

    class Meta(Term.Meta):
        verbose_name = _("way of giving advice")
        verbose_name_plural = _("ways of giving advice")


class AdviceLanguage(Term):
    """A language that is spoken at a counter or in an association. The code is a BCP 47 tag."""

    autonym = models.CharField(_("own name"), max_length=80)
    rtl = models.BooleanField(_("written from right to left"), default=False)

    panels = [*Term.panels, FieldRowPanel([FieldPanel("autonym"), FieldPanel("rtl")])]

    class Meta(Term.Meta):
        verbose_name = _("advice language")
        verbose_name_plural = _("advice languages")

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"


class Place(Term):
    """A town or district of the area, with its postcodes."""

    class Kind(models.TextChoices):
        TOWN = "town", _("town")
        DISTRICT = "district", _("district")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TOWN)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="districts", verbose_name=_("part of")
    )
    postcodes = models.CharField(
        _("postcodes"), max_length=500, blank=True, help_text=_("Separated by spaces, for the search by postcode.")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    panels = [
        *Term.panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("parent")]),
        FieldPanel("postcodes"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Centre")),
    ]

    class Meta(Term.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
