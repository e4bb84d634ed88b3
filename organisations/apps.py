from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Associations and providers."""

    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self):
        from organisations import moderation, retention, signals, topic_list  # noqa: F401
