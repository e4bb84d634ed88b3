from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Dates, calendar, iCal."""

    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events import related, signals  # noqa: F401
