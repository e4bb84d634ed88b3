from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    """The guide, and the taxonomy that everything is tagged with."""

    name = "topics"
    verbose_name = _("Guide and taxonomy")
