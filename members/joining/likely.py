"""Profiles that an application may be about although it does not say so."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from members.models import Application
from organisations.models import OrganisationPage
from organisations.sheets.matching import SAME_NAME
from organisations.sheets.words import name_key


@dataclass(frozen=True)
class Likely:
    """A profile (an original, perhaps a draft) and why it may be meant, in the editor's language."""

    organisation: OrganisationPage
    reasons: list[str]
    likeness: float
    """Of the names, 0 to 100."""


def likely_profiles(application: Application) -> list[Likely]:
    """The most likely first. One query over all organisations, compared in memory: a district has some hundred."""
    name, email = name_key(application.name), application.email.casefold()
    website, domain = _site(application.website), email.rpartition("@")[2]
    found = []
    for page in OrganisationPage.objects.originals().select_related("record", "locale"):
        likeness = max(
            fuzz.token_sort_ratio(name, name_key(text)) for text in (page.title, page.alternate_name or page.title)
        )
        record = page.record_or_none
        known = {page.email.casefold(), record.contact_email.casefold() if record else ""} - {""}
        site = _site(page.website)
        reasons = [
            reason
            for reason, holds in (
                (_("the applicant chose it"), page.pk == application.claimed_id),
                (_("same name"), likeness == 100),
                (_("similar name"), SAME_NAME <= likeness < 100),
                (_("same e-mail"), email in known),
                (_("same website"), site != "" and site in (website, domain)),
            )
            if holds
        ]
        if reasons:
            found.append(Likely(page, reasons, likeness))
    return sorted(found, key=lambda one: (-len(one.reasons), -one.likeness, one.organisation.pk))


def _site(address: str) -> str:
    """Host and path without what differs by habit: ``www.``, the scheme, a slash at the end."""
    parts = urlsplit(address.casefold())
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}".rstrip("/")
