"""What waits for a member: pages of the own organisations that are to be confirmed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from core.models import Confirmable
from freshness.rounds import due
from organisations.models import OrganisationPage
from organisations.permissions import memberships_of


@dataclass(frozen=True)
class Waiting:
    """A page (an original) that is due since ``due_on``. ``confirm_url`` takes a POST, with ``next`` if wanted."""

    page: Confirmable
    due_on: date
    confirm_url: str


def waiting_for(user) -> list[Waiting]:
    """Due profiles and services of the organisations that somebody works for, the longest due first."""
    own = [membership.organisation for membership in memberships_of(user)]
    if not own:
        return []
    organisations, services = due()
    offered = Q(provider__in=own)
    for organisation in own:
        offered |= Q(path__startswith=organisation.path)
    pages = [
        *organisations.filter(pk__in=[organisation.pk for organisation in own]).select_related("locale"),
        *services.filter(offered).select_related("locale"),
    ]
    pages.sort(key=lambda page: (page.review_due, page.title))
    return [Waiting(page, page.review_due, reverse("freshness:own", args=[page.pk])) for page in pages]


def may_confirm_own(user, page: Confirmable) -> bool:
    """Whether an original is the profile or a service of an organisation that the user works for."""
    for membership in memberships_of(user):
        organisation = membership.organisation
        if isinstance(page, OrganisationPage):
            found = page.pk == organisation.pk
        else:
            found = page.provider_id == organisation.pk or page.path.startswith(organisation.path)
        if found:
            return True
    return False
