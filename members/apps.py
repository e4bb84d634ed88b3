from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """What associations do themselves. Stands after Wagtail's apps, whose policies for files it replaces."""

    name = "members"
    verbose_name = _("Associations' own area")

    def ready(self):
        from members import policies  # noqa: F401
        from members.joining import retention  # noqa: F401
        from members.signin import links  # noqa: F401
