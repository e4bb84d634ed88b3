from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding things."""

    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from django.conf import settings

        from search import signals  # noqa: F401
        from search.engines import address, outbox  # noqa: F401

        address.check(settings)
