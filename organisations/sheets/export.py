"""Organisations as a table that the import reads back."""

from collections.abc import Iterable, Iterator

from organisations.models import OrganisationPage
from organisations.sheets.columns import COLUMNS, Column
from organisations.sheets.matching import OF_SHEET


def columns_for(internal: bool) -> list[Column]:
    """The columns that somebody may have; ``internal``: whether the internal records may be seen."""
    return [column for column in COLUMNS if internal or not column.internal]


def organisations(live_only: bool = True) -> Iterable[OrganisationPage]:
    """All originals by name, with what the columns read. The number of queries does not depend on them."""
    pages = OrganisationPage.objects.originals().select_related("locale", "record").order_by("title", "pk")
    pages = pages.prefetch_related("topics", "languages", "target_groups", "towns")
    return pages.live() if live_only else pages


def table(pages: Iterable[OrganisationPage], columns: list[Column]) -> Iterator[list[str]]:
    """Header and rows, as ``core.sheet.write`` takes them. Headers are the columns' names in the active language."""
    yield [column.key if column.key == "id" else str(column.label) for column in columns]
    for page in pages:
        page.__dict__["original"] = page
        yield [_cell(page, column) for column in columns]


def _cell(page: OrganisationPage, column: Column) -> str:
    text = column.cell(page)
    return "" if column.key == "external_id" and text.startswith(OF_SHEET) else text
