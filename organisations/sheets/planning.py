"""What taking over a spreadsheet would do, row by row; changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.importing import Outcome, Refused
from core.languages import source_language
from organisations.models import OrganisationPage
from organisations.sheets.columns import EMPTY, Column
from organisations.sheets.headers import NEW, Mapping, recognised
from organisations.sheets.matching import Candidate, Directory
from organisations.sheets.words import Terms

IDENTITY = {"id", "external_id"}


@dataclass(frozen=True)
class Change:
    """One column of one row."""

    column: Column
    before: str
    after: str
    value: object


@dataclass
class Row:
    """What becomes of a row. ``notes`` say why it is refused, or what of it is left out."""

    number: int
    name: str
    outcome: Outcome = Outcome.UNCHANGED
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    page: OrganisationPage | None = None
    external_id: str = ""

    def refuse(self, why: str) -> None:
        self.outcome, self.changes = Outcome.REFUSED, []
        self.notes.append(why)


class Planner:
    """Goes through the rows of one file. ``internal``: whether the internal columns may be taken over."""

    def __init__(self, header: list[str], mapping: Mapping | None = None, internal: bool = True):
        self.mapping = mapping or Mapping()
        found = recognised(header, self.mapping)
        allowed = [column if column is None or internal or not column.internal else None for column in found]
        self.columns = allowed
        self.left_out = [title for title, column in zip(header, allowed, strict=True) if title and column is None]
        self.terms = Terms()
        self.directory = Directory()

    def rows(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
        """Each row of the file with what becomes of it, one at a time."""
        for number, cells in rows:
            given = {column.key: cell for column, cell in zip(self.columns, cells, strict=True) if column and cell}
            row = Row(number, " ".join(given.get("name", "").split())[:255])
            try:
                self._plan(row, given)
            except Refused as error:
                row.refuse(str(error))
            yield row

    def _plan(self, row: Row, given: dict[str, str]) -> None:
        decided = self.mapping.decision(row.number, row.name, given.get("city", ""))
        row.page, row.external_id = self.directory.find(given, decided)
        if row.page is None and not row.name:
            raise Refused(_("the name is missing"))
        if row.page is None and decided != NEW and (candidates := list(self.directory.candidates(given))):
            row.candidates = candidates[:5]
            shown = "; ".join(
                f"{one.label} ({one.reason}{', id ' + one.id if one.id else ''})" for one in row.candidates
            )
            raise Refused(_("may be the same as: %(candidates)s") % {"candidates": shown})
        self.directory.take(row.number, row.page, row.external_id)
        row.name = row.name or row.page.title
        if row.page is not None and not row.page.live:
            row.notes.append(_("is not public; left as it is"))
            return
        for column in self.columns:
            if column and column.key not in IDENTITY and column.key in given:
                self._compare(row, column, given[column.key])
        if row.page is None:
            self.directory.add(row.number, given)
            row.outcome = Outcome.CREATED
        elif row.changes:
            if row.page.has_unpublished_changes and any(not change.column.internal for change in row.changes):
                raise Refused(_("somebody has changes that are not published yet; publish or discard them first"))
            row.outcome = Outcome.CHANGED

    def _compare(self, row: Row, column: Column, cell: str) -> None:
        before = column.cell(row.page) if row.page else ""
        if cell == before.strip():
            return
        if column.text and row.page and row.page.language != source_language():
            row.notes.append(
                _("“%(column)s” left out: the page is written in another language") % {"column": column.label}
            )
            return
        try:
            value = self._value(row, column, cell)
        except Refused as error:
            raise Refused(f"{column.label}: {error}") from error
        if value is None:
            return
        known = column.value(row.page) if row.page else ""
        if value == known or (value in ("", []) and known in ("", None, [])) or _is_older(column, value, known):
            return
        row.changes.append(Change(column, before, column.as_cell(value), value))

    def _value(self, row: Row, column: Column, cell: str):
        """The value of a cell; ``None`` where nothing is to be taken from it."""
        if cell == EMPTY:
            if column.key in {"name", "kind", "last_confirmed"}:
                raise Refused(_("must not be empty"))
            return [] if column.term else ""
        if column.term is None:
            return column.parse(cell)
        terms, unknown = self.terms.find(column.term, cell)
        if unknown:
            values = {"column": column.label, "words": ", ".join(unknown)}
            row.notes.append(_("“%(column)s” not known and left out: %(words)s") % values)
        return terms or None


def _is_older(column: Column, value, known) -> bool:
    """A confirmation that the portal knows is never replaced by an older one."""
    return column.key == "last_confirmed" and bool(known) and value <= known
