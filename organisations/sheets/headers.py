"""What people call the columns of their spreadsheet."""

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from core.importing import Refused
from organisations.sheets.columns import BY_KEY, COLUMNS, Column
from organisations.sheets.words import folded, name_key

HEADERS = {
    "id": "portal id|id im portal",
    "external_id": "external id|kennung|fremdschlüssel",
    "name": "verein|vereinsname|organisation|bezeichnung|titel|title|name des vereins|name der organisation",
    "alternate_name": "kurzname|abkürzung|kürzel|abbreviation",
    "kind": "art|typ|type|art der organisation",
    "legal_form": "rechtsform",
    "register_number": "registernummer|registernr|register nr|vr|vr nummer|vereinsregister|vereinsregisternummer",
    "founded": "gründung|gründungsjahr|gegründet|gegründet im jahr|year founded|seit",
    "street": "straße|street|anschrift|adresse|address|straße nr|straße hausnummer|straße und hausnummer",
    "postcode": "plz|postleitzahl|zip|postal code",
    "city": "ort|stadt|city|gemeinde|wohnort",
    "phone": "telefon|tel|phone|telefonnummer|rufnummer|telefon öffentlich",
    "email": "mail|e mail adresse|mailadresse|e mail öffentlich|kontakt e mail",
    "website": "webseite|homepage|internet|internetseite|url|web|www",
    "topics": "themen|thema|schwerpunkt|schwerpunkte|arbeitsfelder",
    "languages": "sprachen|sprache|language",
    "target_groups": "zielgruppen|zielgruppe|für wen|target group",
    "towns": "orte|städte|aktiv in|einzugsgebiet",
    "summary": "kurzbeschreibung|kurztext|zusammenfassung",
    "about": "beschreibung|description|über uns|über den verein",
    "aims": "ziele|unsere ziele|zweck|vereinszweck",
    "offers": "angebot|angebote|unsere angebote|aktivitäten",
    "meeting_times": "treffen|treffzeiten|wann wir uns treffen|regelmäßige treffen",
    "last_confirmed": "stand|geprüft am|bestätigt am|zuletzt bestätigt am|aktualisiert am",
    "contact_name": "ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|vorstand|vorsitz|contact",
    "contact_email": "e mail intern|mail intern|interne e mail",
    "contact_phone": "telefon intern|tel intern|mobil|handy",
    "member_count": "mitglieder|mitgliederzahl|anzahl mitglieder|anzahl der mitglieder",
    "notes": "notizen|notiz|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|interne notizen",
}
"""Usual German and English names beside the key of a column and its label in both languages."""
LABEL_LANGUAGES = ("de", "en")
NEW = "new"
"""The decision that a row is an organisation of its own, whatever it looks like."""


@dataclass
class Mapping:
    """What a file beside the spreadsheet says: which header is which column, and which rows are whom.

    ``columns``: header → key of a column, or empty for none. ``same``: name in the spreadsheet → id of the organisation
    in the portal. ``new``: names that are new although something similar exists. Names may be followed by the town.
    ``rows``, which no file has: number of a row → id, or ``NEW``; what an editor has decided about this row alone.
    """

    columns: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict, init=False)

    @classmethod
    def read(cls, content: bytes, is_toml: bool) -> "Mapping":
        """From JSON or TOML; ``Refused`` says what is wrong with it."""
        try:
            data = tomllib.loads(content.decode()) if is_toml else json.loads(content)
            mapping = cls(**data)
        except (ValueError, TypeError, RecursionError) as error:
            raise Refused(f"the mapping cannot be read: {error}") from error
        shaped = isinstance(mapping.columns, dict) and isinstance(mapping.same, dict) and isinstance(mapping.new, list)
        texts = [*mapping.columns.values(), *mapping.same.values(), *mapping.new] if shaped else [None]
        if not all(isinstance(text, str) for text in texts):
            raise Refused(
                "the mapping may hold the objects “columns” and “same” and the list “new”, with texts in them"
            )
        if unknown := set(filter(None, mapping.columns.values())) - set(BY_KEY):
            raise Refused(f"the mapping names unknown columns: {', '.join(sorted(unknown))}")
        return mapping

    @cached_property
    def names(self) -> dict[str, str]:
        """Compared name → id or ``NEW``."""
        return {
            **{name_key(title): wanted for title, wanted in self.same.items()},
            **{name_key(title): NEW for title in self.new},
        }

    def decision(self, number: int, name: str, town: str) -> str:
        """What was decided about a row: an id of the portal, ``NEW``, or nothing. The narrower decision counts."""
        if number in self.rows:
            return self.rows[number]
        return self.names.get(name_key(f"{name} {town}")) or self.names.get(name_key(name), "") if name else ""


def header_word(text: str) -> str:
    """What is compared of a header: "E-Mail *" and "email" are the same."""
    return folded(text).replace("e mail", "email")


def known_headers() -> dict[str, Column]:
    """Compared header → column, for every name that a column has."""
    known: dict[str, Column] = {}
    for column in COLUMNS:
        labels = []
        for code in LABEL_LANGUAGES:
            with translation.override(code):
                labels.append(str(column.label))
        for name in (column.key, *HEADERS.get(column.key, "").split("|"), *labels):
            known.setdefault(header_word(name), column)
    known.pop("", None)
    return known


def recognised(header: list[str], mapping: Mapping) -> list[Column | None]:
    """The column that each header means; ``None`` for those that nothing is taken from. ``Refused`` for doubles."""
    own = {header_word(title): BY_KEY.get(key) for title, key in mapping.columns.items()}
    known = {**known_headers(), **own}
    found = [known.get(header_word(title)) for title in header]
    if twice := [column for column, times in Counter(filter(None, found)).items() if times > 1]:
        titles = [title for title, column in zip(header, found, strict=True) if column == twice[0]]
        values = {"label": twice[0].label, "titles": ", ".join(titles)}
        raise Refused(_("Two columns mean the same, “%(label)s”: %(titles)s.") % values)
    if BY_KEY["name"] not in found and BY_KEY["id"] not in found:
        raise Refused(
            _("No column with the name of the organisation was found. The first row has to name the columns.")
        )
    return found
