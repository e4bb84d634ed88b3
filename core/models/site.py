"""What a city sets once for its portal."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.names import NamesField, Text, text_in

LOGO_FILTER = "max-352x96|format-webp-lossless"
"""Twice the size that it is shown in at most. Without loss: logos are flat colours and letters."""


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting):
    """Name, operator and logo of the portal."""

    names = NamesField(_("name of the portal"), blank=True)
    operator = models.CharField(
        _("operator"), max_length=255, blank=True, help_text=_("The city or district that runs the portal.")
    )
    email = models.EmailField(_("e-mail of the editors"), blank=True)
    logo = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )

    panels = [
        MultiFieldPanel([FieldPanel("names"), FieldPanel("operator"), FieldPanel("email")], heading=_("Portal")),
        FieldPanel("logo", help_text=_("Stands on white before the name, in the header of every page.")),
    ]
    select_related = ["logo"]

    class Meta:
        verbose_name = _("portal")
        verbose_name_plural = _("portal")

    @property
    def name(self) -> Text:
        return text_in(self.names)

    @cached_property
    def header_logo(self) -> dict[str, str | int] | None:
        """The logo as the header shows it, as ``{"url", "width", "height"}``; ``None`` if there is none or its
        file cannot be read: no page is lost for it.

        Plain values, so that it is remembered with the settings and a page asks nothing for it.
        """
        if self.logo is None:
            return None
        try:
            rendition = self.logo.get_rendition(LOGO_FILTER)
        except OSError:
            return None
        return {"url": rendition.url, "width": rendition.width, "height": rendition.height}
