"""All events, as a list of what is coming or as a month."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.models import BasePage


class EventIndexPage(BasePage):
    """The calendar."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("calendar of events")
        verbose_name_plural = _("calendars of events")
