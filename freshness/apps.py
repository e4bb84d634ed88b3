from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    """Who confirms what is published, and when."""

    name = "freshness"
    verbose_name = _("Freshness")

    def ready(self):
        from freshness import retention, signals  # noqa: F401
