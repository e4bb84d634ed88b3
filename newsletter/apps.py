from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Subscribers, their consent, issues and circulars, and how they are sent."""

    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self):
        from newsletter import checks, deliveries_kept, farewell, retention  # noqa: F401
