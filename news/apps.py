from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News of the portal and of associations."""

    name = "news"
    verbose_name = _("News")

    def ready(self):
        from news import related  # noqa: F401
