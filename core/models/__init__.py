from core.models.base import BasePage, BasePageQuerySet
from core.models.confirmable import Confirmable
from core.models.contact import Contact
from core.models.media import PortalDocument, PortalImage, PortalRendition
from core.models.navigation import Menu
from core.models.page_views import PageViews
from core.models.plain import AccessibilityStatementPage, StandardPage
from core.models.report import ContentReport
from core.models.site import PortalSettings
from core.models.text_state import TextState

__all__ = [
    "AccessibilityStatementPage",
    "BasePage",
    "BasePageQuerySet",
    "Confirmable",
    "Contact",
    "ContentReport",
    "Menu",
    "PageViews",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "StandardPage",
    "TextState",
]
