from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Advisory services with places, hours and languages."""

    name = "services"
    verbose_name = _("Advisory services")

    def ready(self):
        from services import related  # noqa: F401
