"""What a city sets once for its portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.names import NamesField, Text, text_in


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
        FieldPanel("logo"),
    ]
    select_related = ["logo"]

    class Meta:
        verbose_name = _("portal")
        verbose_name_plural = _("portal")

    @property
    def name(self) -> Text:
        return text_in(self.names)
