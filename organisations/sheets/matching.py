"""Which organisation of the portal a row is about; what only looks like it is proposed and never merged."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from core.importing import Refused
from organisations.models import OrganisationPage
from organisations.sheets.headers import NEW
from organisations.sheets.words import folded, name_key

SAME_NAME = 88
"""Likeness of names (0 to 100, words in any order) from which two organisations may be one."""
SAME_NAME_AT_ADDRESS = 60
"""At the same address less is enough; by itself an address says little, many associations share a house."""
OF_SHEET = "sheet:"
"""Begins the external id of profiles that were made from a row without an id; a later file finds them by name and town."""


@dataclass
class Known:
    """What is compared of an organisation in the portal, or of a row further up (``page`` is ``None``)."""

    page: OrganisationPage | None
    number: int | None
    name: str
    emails: set[str]
    address: str
    words: str = ""
    """The words of the name in alphabetical order."""

    def __post_init__(self):
        self.words = _words(self.name)


@dataclass(frozen=True)
class Candidate:
    """Something that may be the same as a row, and why. ``id`` is the translation key, empty for a row further up;
    ``label`` its name with the town, because in two towns two may have the same name.
    """

    label: str
    id: str
    reason: str


class Directory:
    """All organisations (originals), in memory, and the rows that were looked at so far."""

    def __init__(self):
        pages = OrganisationPage.objects.originals().select_related("locale", "record")
        pages = pages.prefetch_related("topics", "languages", "target_groups", "towns").order_by("pk")
        self.by_id: dict[str, OrganisationPage] = {}
        self.by_external: dict[str, OrganisationPage] = {}
        self.by_name: dict[str, list[tuple[str, OrganisationPage]]] = defaultdict(list)
        """Compared name → (compared town, or nothing; page), of those whose external id was made here."""
        self.known: list[Known] = []
        for page in pages:
            page.__dict__["original"] = page
            self.by_id[str(page.translation_key)] = page
            if page.external_id:
                self.by_external.setdefault(page.external_id, page)
            if page.external_id.startswith(OF_SHEET):
                name, _bar, town = page.external_id.removeprefix(OF_SHEET).partition("|")
                self.by_name[name].append((town or folded(_city(page)), page))
            self.known.append(_of_page(page))
        self.rows: dict[int | str, int] = {}
        """Page id, or external id of a new one → the row that is about it."""

    def find(self, cells: dict[str, str], decided: str) -> tuple[OrganisationPage | None, str]:
        """The organisation that a row says it is about, and the external id of the row; ``None`` if it names none.

        ``decided`` is a translation key, ``NEW`` or empty. Raises ``Refused`` for an id that is unknown.
        """
        key, external = _ids(cells)
        name, town = name_key(cells.get("name", "")), folded(cells.get("city", ""))
        made = f"{OF_SHEET}{name}{f'|{town}' if town else ''}"[:255]
        if wanted := key or (decided if decided != NEW else ""):
            page = self.by_id.get(wanted)
            if page is None:
                raise Refused(_("no organisation of the portal has the id %(id)s") % {"id": wanted})
            return page, external or (made if name and not key else "")
        page = self.by_external.get(external or made)
        if page is None and not external:
            named = [page for known, page in self.by_name[name] if not town or known in ("", town)]
            if len(named) == 1:
                return named[0], made if town else named[0].external_id
        return page, external or made

    def take(self, number: int, page: OrganisationPage | None, external: str) -> None:
        """Note that a row is about an organisation; ``Refused`` if an earlier one is."""
        earlier = self.rows.setdefault(page.pk if page else external, number)
        if earlier != number:
            raise Refused(_("row %(number)d is about the same organisation") % {"number": earlier})

    def add(self, number: int, cells: dict[str, str]) -> None:
        """Remember a row that makes a new organisation, so that later rows are compared with it."""
        self.known.append(_of_row(number, cells))

    def candidates(self, cells: dict[str, str]) -> Iterator[Candidate]:
        """What a row may be about although it does not say so."""
        row = _of_row(None, cells)
        likeness = self._likeness(row.name)
        for at, known in enumerate(self.known):
            if not (at in likeness or row.emails & known.emails):
                continue
            reasons = [
                reason
                for reason, holds in (
                    (_("similar name"), likeness.get(at, 0) >= SAME_NAME),
                    (_("same e-mail"), bool(row.emails & known.emails)),
                    (_("same address"), at in likeness and row.address == known.address != ""),
                )
                if holds
            ]
            if reasons:
                if known.page is None:
                    yield Candidate(_("row %(number)d") % {"number": known.number}, "", ", ".join(reasons))
                else:
                    label = ", ".join(filter(None, [known.page.title, _city(known.page)]))
                    yield Candidate(label, str(known.page.translation_key), ", ".join(reasons))

    def _likeness(self, name: str) -> dict[int, float]:
        """Place in ``known`` → how like the names are, whatever the order of their words; only those that are at all."""
        names = [known.words for known in self.known]
        found = process.extract(
            _words(name), names, scorer=fuzz.ratio, processor=None, score_cutoff=SAME_NAME_AT_ADDRESS, limit=None
        )
        return {at: score for _name, score, at in found}


def _ids(cells: dict[str, str]) -> tuple[str, str]:
    """Translation key and external id. A number in a column "ID" is one of the office's own."""
    key, external = cells.get("id", ""), cells.get("external_id", "")
    try:
        return str(UUID(key)), external
    except ValueError:
        return "", (external or key)[:255]


def _of_page(page: OrganisationPage) -> Known:
    address = next((child.value for child in page.address), {})
    record = page.record_or_none
    emails = {email.lower() for email in (page.email, record.contact_email if record else "") if email}
    return Known(page, None, name_key(page.title), emails, _address(address.get("street"), address.get("postcode")))


def _of_row(number: int | None, cells: dict[str, str]) -> Known:
    emails = {cells[name].strip().lower() for name in ("email", "contact_email") if cells.get(name, "").strip(" -")}
    address = _address(cells.get("street"), cells.get("postcode"))
    return Known(None, number, name_key(cells.get("name", "")), emails, address)


def _city(page: OrganisationPage) -> str:
    return next((child.value["city"] or "" for child in page.address), "")


def _words(name: str) -> str:
    return " ".join(sorted(name.split()))


def _address(street: str | None, postcode: str | None) -> str:
    words = folded(street or "").replace("strasse", "str").replace(" ", "")
    return f"{words} {folded(postcode or '').zfill(5)}" if words else ""
