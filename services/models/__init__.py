from services.models.index import ServiceIndexPage
from services.models.service import ServiceLanguage, ServicePage

__all__ = ["ServiceIndexPage", "ServiceLanguage", "ServicePage"]
