"""Associations of a topic, for the pages of the guide."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from core.addresses import list_url
from core.localised import in_language
from organisations.models import OrganisationIndexPage, OrganisationPage
from topics.facets import about
from topics.related import MAX_RELATED, Related, collect_related

ORDER = 20


@receiver(collect_related)
def organisations_of_topic(sender, topic, language, **kwargs) -> Related:
    """Associations and networks, as in the directory; providers are there by their services."""
    kinds = [OrganisationPage.Kind.ASSOCIATION, OrganisationPage.Kind.NETWORK]
    pages = about(OrganisationPage.objects.published().filter(kind__in=kinds), topic)
    pages = pages.select_related("locale", "logo").prefetch_related("towns").order_by("title", "pk")
    more_url = list_url(OrganisationIndexPage, language, topic=topic.code)
    return Related(_("Associations"), in_language(pages[:MAX_RELATED], language), ORDER, more_url)
