"""Whom a circular reaches: the responsible persons of organisations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.db.models.functions import Lower

from organisations.models import Membership, OrganisationPage, OrganisationRecord
from topics.facets import Facet
from users.models import User


@dataclass(frozen=True)
class Addressee:
    """An organisation and the addresses, in small letters, of who answers for it; none if nobody is known."""

    organisation: OrganisationPage
    emails: tuple[str, ...]


def matching(kinds: list[str], terms: dict[str, tuple[type[Model], str, list[str]]]) -> QuerySet:
    """Public profiles of the kinds with, for each entry of ``terms`` (model, relation, codes), any of the terms.

    As in the lists of the portal: within one choice any counts, between choices all; a top topic includes its subtopics.
    """
    pages = OrganisationPage.objects.published()
    if kinds:
        pages = pages.filter(kind__in=kinds)
    for name, (model, relation, codes) in terms.items():
        pages = Facet(name, name, model, relation).restrict(pages, codes)
    return pages.order_by("title", "pk")


def addressees(organisations: Iterable[OrganisationPage]) -> list[Addressee]:
    """The internal contact of each organisation, else its administrators, else its public e-mail. Three queries."""
    organisations = list(organisations)
    keys = [organisation.pk for organisation in organisations]
    contacts = dict(
        OrganisationRecord.objects.filter(organisation__in=keys)
        .exclude(contact_email="")
        .values_list("organisation_id", "contact_email")
    )
    administrators = defaultdict(list)
    members = Membership.objects.administrators().filter(organisation__in=keys).exclude(user__email="").order_by("pk")
    for organisation_id, email in members.values_list("organisation_id", "user__email"):
        administrators[organisation_id].append(email)

    def emails_of(organisation: OrganisationPage) -> tuple[str, ...]:
        if contact := contacts.get(organisation.pk):
            found = [contact]
        else:
            found = administrators[organisation.pk] or [organisation.email]
        return tuple(dict.fromkeys(email.strip().lower() for email in found if email.strip()))

    return [Addressee(organisation, emails_of(organisation)) for organisation in organisations]


def languages_of(emails: Iterable[str]) -> dict[str, str]:
    """Address (small letters) → language of letters; only of active accounts that have chosen one. One query."""
    accounts = User.objects.filter(is_active=True).exclude(language="").annotate(address=Lower("email"))
    return dict(accounts.filter(address__in=set(emails)).values_list("address", "language"))
