"""Facts of organisations in templates."""

from django import template
from django.db.models import Exists, OuterRef

from organisations.blocks import NETWORKS
from organisations.models import OrganisationPage

register = template.Library()
MAX_CONNECTIONS = 200


@register.filter
def social_name(link) -> str:
    """Name of the network of a ``SocialLinkBlock`` value; for others the host of the address."""
    if link["network"] == "other":
        return link["url"].split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")
    return dict(NETWORKS).get(link["network"], link["network"])


@register.simple_tag
def connections(organisation: OrganisationPage) -> dict[str, list[OrganisationPage]]:
    """Published organisations around this one: ``{"networks", "members"}``, by name. One query."""
    through = OrganisationPage.member_of.through.objects
    network = through.filter(from_organisationpage=organisation.pk, to_organisationpage=OuterRef("pk"))
    member = through.filter(to_organisationpage=organisation.pk, from_organisationpage=OuterRef("pk"))
    around = (
        OrganisationPage.objects.filter(Exists(network) | Exists(member), live=True)
        .annotate(is_network=Exists(network), is_member=Exists(member))
        .order_by("title", "pk")
    )
    pages = list(around[:MAX_CONNECTIONS])
    return {
        "networks": [page for page in pages if page.is_network],
        "members": [page for page in pages if page.is_member],
    }
