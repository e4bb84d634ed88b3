"""Menus: small lists of links that editors arrange."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, RevisionMixin, TranslatableMixin

from core.addresses import url_in
from core.languages import active_language, source_language


class MenuItemBlock(blocks.StructBlock):
    """A link to a page (whose title is the label, in the reader's language) or to another address."""

    page = blocks.PageChooserBlock(required=False, label=_("page"))
    url = blocks.URLBlock(required=False, label=_("or an address"))
    label = blocks.CharBlock(
        required=False, max_length=80, label=_("label"), help_text=_("Empty: the title of the page.")
    )

    class Meta:
        icon = "link"
        label = _("link")

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            errors["page"] = ValidationError(_("Choose a page or give an address."))
        if cleaned["url"] and not cleaned["label"]:
            errors["label"] = ValidationError(_("An address needs a label."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class Menu(TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A menu of the page shell, one per place and language."""

    class Place(models.TextChoices):
        MAIN = "main", _("main menu")
        FOOTER = "footer", _("footer")

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    heading = models.CharField(_("heading"), max_length=80, blank=True)
    items = StreamField([("item", MenuItemBlock())], verbose_name=_("links"), blank=True)

    panels = [FieldPanel("place"), FieldPanel("heading"), FieldPanel("items")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self):
        return f"{self.get_place_display()} ({self.locale_id and self.locale.language_code})"


def menus(language: str | None = None) -> dict[str, list[dict]]:
    """Links per place as ``{"label", "url", "lang"}``, in the reader's language where there is a menu or title for it.

    Two queries whatever the number of menus: the menus in the language and the source language, and their pages.
    """
    language = language or active_language()
    found = Menu.objects.filter(live=True, locale__language_code__in=[language, source_language()]).select_related(
        "locale"
    )
    by_place = {}
    for menu in sorted(found, key=lambda menu: menu.locale.language_code == language):
        by_place[menu.place] = menu
    raw = {place: [child["value"] for child in menu.items.raw_data] for place, menu in by_place.items()}
    pages = _pages({value["page"] for values in raw.values() for value in values if value.get("page")}, language)
    result = {}
    for place, values in raw.items():
        label_language = by_place[place].locale.language_code
        links = []
        for value in values:
            page = pages.get(value.get("page"))
            if page is not None:
                own = value.get("label") and label_language == language
                links.append(
                    {
                        "label": value["label"] if own else page.title,
                        "url": url_in(page, language),
                        "lang": language if own else page.locale.language_code,
                    }
                )
            elif value.get("url"):
                links.append({"label": value["label"], "url": value["url"], "lang": label_language})
        result[place] = links
    return result


def _pages(ids: set[int], language: str) -> dict[int, Page]:
    """Live pages by the given ids, each replaced by its translation into ``language`` where there is one."""
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    group = list(Page.objects.filter(translation_key__in=keys, live=True, alias_of=None).select_related("locale"))
    in_language = {page.translation_key: page for page in group if page.locale.language_code == language}
    return {page.pk: in_language.get(page.translation_key, page) for page in group if page.pk in ids}
