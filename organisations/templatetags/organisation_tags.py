"""Facts of organisations in templates."""

from django import template

from organisations.blocks import NETWORKS
from organisations.models import OrganisationPage

register = template.Library()
MAX_MEMBERS = 100


@register.filter
def social_name(link) -> str:
    """Name of the network of a ``SocialLinkBlock`` value; for others the host of the address."""
    if link["network"] == "other":
        return link["url"].split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")
    return dict(NETWORKS).get(link["network"], link["network"])


@register.simple_tag
def networks_of(organisation: OrganisationPage) -> list[OrganisationPage]:
    """Published organisations that this one is a member of."""
    return list(organisation.member_of.filter(live=True).order_by("title"))


@register.simple_tag
def members_of(organisation: OrganisationPage) -> list[OrganisationPage]:
    """Published members of a network; none is asked for where the kind is another."""
    if organisation.kind != OrganisationPage.Kind.NETWORK:
        return []
    return list(organisation.members.filter(live=True).order_by("title")[:MAX_MEMBERS])
