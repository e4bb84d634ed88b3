"""Services of a topic and of an organisation, for the pages below this feature."""

from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from core.addresses import list_url
from core.localised import in_language
from organisations.related import collect_published, of_organisation
from services.models import ServiceIndexPage, ServicePage
from services.models.index import for_lists
from services.models.service import ServiceLanguage
from topics.facets import about
from topics.related import MAX_RELATED, Related, collect_related

ORDER = 10
MAX_OF_PROVIDER = 50
"""A provider's page is the only place where all its services stand together, so they are not cut off early."""


def offered() -> QuerySet:
    """Published services that are still offered."""
    return for_lists(ServicePage.objects.published().listed())


@receiver(collect_related)
def services_of_topic(sender, topic, language, **kwargs) -> Related:
    """Those where the reader's language is spoken come first."""
    speaks = ServiceLanguage.objects.filter(service=OuterRef("pk"), language__code=language)
    services = about(offered(), topic).alias(speaks=Exists(speaks)).order_by("-speaks", "title", "pk")
    more_url = list_url(ServiceIndexPage, language, topic=topic.code)
    return Related(_("Advice and help"), in_language(services[:MAX_RELATED], language), ORDER, more_url)


@receiver(collect_published)
def services_of_organisation(sender, organisation, **kwargs) -> Related:
    """What the organisation offers, as provider or on pages of its own."""
    services = offered().filter(of_organisation(organisation, "provider")).order_by("title", "pk")
    return Related(_("Advice and help"), in_language(services[:MAX_OF_PROVIDER]), ORDER)
