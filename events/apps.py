from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Dates, calendar, iCal."""

    name = "events"
    verbose_name = _("Events")
