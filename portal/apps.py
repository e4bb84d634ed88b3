from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself: commands that set up a portal, demo content, theme."""

    name = "portal"
