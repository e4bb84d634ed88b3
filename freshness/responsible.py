"""Whom to ask about a page: an address that need not be a user, found along a chain."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Lower

from core.languages import NAMES, source_language
from core.models import Confirmable
from freshness.models import Review
from freshness.rounds import reviewed
from organisations.models import Membership, OrganisationPage, OrganisationRecord
from services.models import ServicePage
from services.models.index import for_lists


def addresses_of(pages: Iterable[Confirmable]) -> dict[int, list[str]]:
    """Page id → addresses in small letters, empty if there is nobody to ask. Five queries for any number of pages.

    The page's own (``Review``), else for a service what holds for its provider, else its public e-mail; for an
    organisation the internal contact, else its administrators, else its public e-mail.
    """
    pages = list(pages)
    provider_of = _providers([page for page in pages if isinstance(page, ServicePage)])
    organisations = {page.pk: page for page in pages if isinstance(page, OrganisationPage)}
    organisations.update({provider.pk: provider for provider in provider_of.values()})
    own = dict(
        Review.objects.filter(page__in=[*organisations, *provider_of, *(page.pk for page in pages)])
        .exclude(email="")
        .values_list("page_id", "email")
    )
    contacts = dict(
        OrganisationRecord.objects.filter(organisation__in=organisations)
        .exclude(contact_email="")
        .values_list("organisation_id", "contact_email")
    )
    administrators = defaultdict(list)
    rows = Membership.objects.administrators().filter(organisation__in=organisations).exclude(user__email="")
    for organisation_id, email in rows.order_by("pk").values_list("organisation_id", "user__email"):
        administrators[organisation_id].append(email)

    def of_organisation(organisation: OrganisationPage) -> list[str]:
        for single in (own.get(organisation.pk), contacts.get(organisation.pk)):
            if single:
                return [single]
        return administrators[organisation.pk] or [organisation.email]

    def of_page(page: Confirmable) -> list[str]:
        if isinstance(page, OrganisationPage):
            return of_organisation(page)
        if page.pk in own:
            return [own[page.pk]]
        found = of_organisation(provider_of[page.pk]) if page.pk in provider_of else []
        return found if any(found) else [page.email]

    return {page.pk: list(dict.fromkeys(address.lower() for address in of_page(page) if address)) for page in pages}


def pages_of(address: str) -> list[Confirmable]:
    """Everything published about somebody that this address answers for, profiles first.

    Looks at what may lead to the address only; the chain then decides.
    """
    organisations, services = reviewed()
    asked = Q(review__email__iexact=address) | Q(email__iexact=address)
    about = (
        asked
        | Q(record__contact_email__iexact=address)
        | Q(memberships__in=Membership.objects.administrators().filter(user__email__iexact=address))
    )
    mine = organisations.filter(about).select_related("locale").prefetch_related("languages").distinct()
    mine = list(mine.order_by("title", "pk"))
    offered = asked | Q(provider__in=mine)
    for organisation in mine:
        offered |= Q(path__startswith=organisation.path)
    candidates = [*mine, *for_lists(services.filter(offered)).distinct().order_by("title", "pk")]
    addresses = addresses_of(candidates)
    return [page for page in candidates if address.lower() in addresses[page.pk]]


def languages_of(addresses: Iterable[str]) -> dict[str, str]:
    """Address → the interface language that its account prefers; only those of accounts that have chosen one."""
    chosen = (
        get_user_model()
        .objects.annotate(address=Lower("email"))
        .filter(address__in=list(addresses), is_active=True)
        .values_list("address", "wagtail_userprofile__preferred_language")
    )
    return {address: language for address, language in chosen if language in NAMES}


def language_for(address: str, pages: Iterable[Confirmable], chosen: dict[str, str]) -> str:
    """The account's language, else that in which the person's first page was written, else the portal's."""
    written = next((page.language for page in pages), "")
    return chosen.get(address) or (written if written in NAMES else source_language())


def _providers(services: list[ServicePage]) -> dict[int, OrganisationPage]:
    """Service id → the organisation that offers it: named in the page, else the one that the page stands below."""
    parents = {page.pk: page.path[: -page.steplen] for page in services if page.provider_id is None}
    found = OrganisationPage.objects.filter(
        Q(pk__in={page.provider_id for page in services}) | Q(path__in=set(parents.values()))
    ).select_related("locale")
    by_id, by_path = {page.pk: page for page in found}, {page.path: page for page in found}
    pairs = ((page.pk, by_id.get(page.provider_id) or by_path.get(parents.get(page.pk))) for page in services)
    return {pk: organisation for pk, organisation in pairs if organisation is not None}
