from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page, which assembles what the features have."""

    name = "home"
    verbose_name = _("Home page")
