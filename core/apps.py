from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every feature leans on: the base page, translation state, blocks, images, navigation."""

    name = "core"
    verbose_name = _("Content")

    def ready(self):
        from core import accounts_kept, checks, reports, signals  # noqa: F401
