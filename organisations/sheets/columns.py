"""The columns of a spreadsheet of associations: what is in them, and how it is read from a page and from a cell."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy

from organisations.blocks import NETWORKS
from organisations.models import OrganisationPage, OrganisationRecord
from organisations.sheets import cells, words
from organisations.sheets.words import in_order
from topics.models import AdviceLanguage, Place, TargetGroup, Topic

EMPTY = "-"
"""A cell with this empties; an empty cell changes nothing, because nobody fills in everything."""


@dataclass(frozen=True)
class Column:
    """One column. ``value`` reads it from a page, ``parse`` from a cell; both give the same for the same.

    ``term`` is set for lists of terms, ``internal`` for what the administration alone may see, ``text`` for what is
    written in a language.
    """

    key: str
    label: str
    value: Callable[[OrganisationPage], object]
    parse: Callable[[str], object] = cells.line
    internal: bool = False
    text: bool = False
    term: type | None = None
    shown: Callable[[object], str] = str

    def cell(self, page: OrganisationPage) -> str:
        """What the export writes."""
        return self.as_cell(self.value(page))

    def as_cell(self, value) -> str:
        """A value as text."""
        if value in (None, "", []):
            return ""
        return "; ".join(str(term) for term in value) if self.term else self.shown(value)


def _short(longest: int) -> Callable:
    return partial(cells.line, longest=longest)


def _field(name: str) -> Callable:
    return lambda page: getattr(page, name)


def _record(name: str) -> Callable:
    empty = OrganisationRecord._meta.get_field(name).get_default()
    return lambda page: getattr(page.record_or_none, name, empty)


def _address(name: str) -> Callable:
    return lambda page: next((child.value[name] or "" for child in page.address), "")


def _social(page: OrganisationPage, network: str) -> str:
    return next((child.value["url"] for child in page.social if child.value["network"] == network), "")


def _rich(name: str) -> Callable:
    return lambda page: cells.plain(getattr(page, name))


def _terms(name: str) -> Callable:
    return lambda page: in_order(getattr(page, name).all())


def _choice(name: str) -> Callable:
    choices = OrganisationPage._meta.get_field(name).choices
    return lambda value: str(dict(choices).get(value, value))


COLUMNS = [
    Column("id", gettext_lazy("id in the portal"), lambda page: str(page.translation_key)),
    Column("external_id", gettext_lazy("id in the source system"), _field("external_id")),
    Column("name", gettext_lazy("name"), _field("title")),
    Column("alternate_name", gettext_lazy("short name"), _field("alternate_name")),
    Column("kind", gettext_lazy("kind"), _field("kind"), words.kind, shown=_choice("kind")),
    Column("legal_form", gettext_lazy("legal form"), _field("legal_form"), words.legal_form, shown=_choice("legal_form")),
    Column("register_number", gettext_lazy("register number"), _field("register_number"), _short(50)),
    Column("founded", gettext_lazy("founded in"), _field("founded"), cells.year),
    Column("street", gettext_lazy("street and number"), _address("street"), _short(200)),
    Column("postcode", gettext_lazy("postcode"), _address("postcode"), cells.postcode),
    Column("city", gettext_lazy("town"), _address("city"), _short(100)),
    Column("phone", gettext_lazy("telephone"), _field("phone"), cells.phone),
    Column("email", gettext_lazy("e-mail"), _field("email"), cells.email),
    Column("website", gettext_lazy("website"), _field("website"), cells.web),
    *(
        Column(network, label, partial(_social, network=network), cells.web)
        for network, label in NETWORKS
        if network != "other"
    ),
    Column("topics", gettext_lazy("topics"), _terms("topics"), term=Topic),
    Column("languages", gettext_lazy("languages"), _terms("languages"), term=AdviceLanguage),
    Column("target_groups", gettext_lazy("target groups"), _terms("target_groups"), term=TargetGroup),
    Column("towns", gettext_lazy("towns"), _terms("towns"), term=Place),
    Column("summary", gettext_lazy("summary"), _field("summary"), _short(300), text=True),
    Column("about", gettext_lazy("about us"), _rich("about"), cells.paragraphs, text=True),
    Column("aims", gettext_lazy("our aims"), _rich("aims"), cells.paragraphs, text=True),
    Column("offers", gettext_lazy("what we offer"), _rich("offers"), cells.paragraphs, text=True),
    Column("meeting_times", gettext_lazy("when we meet"), _field("meeting_times"), cells.notes, text=True),
    Column("last_confirmed", gettext_lazy("last confirmed on"), _field("last_confirmed"), cells.day),
    Column("contact_name", gettext_lazy("contact for the administration"), _record("contact_name"), _short(200), internal=True),
    Column("contact_email", gettext_lazy("e-mail (internal)"), _record("contact_email"), cells.email, internal=True),
    Column("contact_phone", gettext_lazy("telephone (internal)"), _record("contact_phone"), _short(50), internal=True),
    Column("member_count", gettext_lazy("members"), _record("member_count"), cells.number, internal=True),
    Column("notes", gettext_lazy("notes"), _record("notes"), cells.notes, internal=True),
]  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
