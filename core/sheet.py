"""Spreadsheets of editors, XLSX and CSV: read what their programs make of it, write what their programs can open."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LARGEST = 1_000_000
"""Bytes of a file. The thesaurus of the seed has about 230,000 as CSV."""
LARGEST_UNPACKED, LARGEST_STREAMED = 20_000_000, 2_000_000_000
MOST_ROWS, MOST_COLUMNS = 5000, 100
# A cell that begins like this is a formula to spreadsheet programs (OWASP, "CSV Injection"). The apostrophe makes it a
# text; one that was there already gets another, so that reading takes away exactly what writing has added.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class UnreadableError(ValueError):
    """Nothing can be read; the message says why, in the editor's language."""


@dataclass
class Sheet:
    """The first row, and the others with their number in the file. All cells are stripped strings, rows of one length."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def escaped(text: str) -> str:
    """A cell that no program takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text of a cell that ``escaped`` has made."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write(rows: Iterable[list[str]], form: str) -> bytes:
    """A file of ``form`` ``"xlsx"`` or ``"csv"``. CSV as German Excel opens it: UTF-8 with BOM, semicolons."""
    if form == "xlsx":
        workbook = Workbook(write_only=True)
        worksheet = workbook.create_sheet()
        for row in rows:
            worksheet.append([_text_cell(worksheet, escaped(cell)) for cell in row])
        output = io.BytesIO()
        workbook.save(output)
        return output.getvalue()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _text_cell(worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def read(content: bytes, largest: int = LARGEST, most_rows: int = MOST_ROWS) -> Sheet:
    """The table of a file, whatever its name; raises ``UnreadableError``. Operators may read larger ones than editors."""
    (_first, header), *rest = rows_of(content, largest, most_rows)
    while header and not header[-1]:
        header.pop()
    width = len(header)
    return Sheet(header, [(number, (row + [""] * width)[:width]) for number, row in rest])


def rows_of(content: bytes, largest: int = LARGEST, most_rows: int = MOST_ROWS) -> list[tuple[int, list[str]]]:
    """All rows that are not empty, each as long as it is; for tables with a title above the header. Raises as ``read``."""
    if len(content) > largest:
        raise UnreadableError(_("The file is too large: at most %(size)d KB.") % {"size": largest // 1000})
    table = _xlsx(content, most_rows) if content.startswith(b"PK") else _csv(content)
    rows = list(_filled(table))
    if not rows:
        raise UnreadableError(_("The file is empty."))
    if len(rows) > most_rows:
        raise UnreadableError(_("The file has too many rows: at most %(rows)d.") % {"rows": most_rows})
    return rows


def stream(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of an operator's file with their number, one at a time: any number of rows, little memory.

    Cells are stripped strings, empty rows are left out. Raises ``UnreadableError`` or ``OSError``.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(b"PK"):
            with _workbook(file, LARGEST_STREAMED) as table:
                yield from _filled(table)
            return
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        try:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter)
            yield from _filled((reader.line_num, row[:MOST_COLUMNS]) for row in reader)
        except UnicodeError as error:
            raise UnreadableError(
                _("The letters of this file cannot be read. Save it as XLSX or as CSV UTF-8.")
            ) from error
        except csv.Error as error:
            raise UnreadableError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error


def _filled(table: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows in which anything stands."""
    for number, row in table:
        cells = [unescaped(cell.strip()) for cell in row]
        if any(cells):
            yield number, cells


def _xlsx(content: bytes, most_rows: int) -> list[tuple[int, list[str]]]:
    with _workbook(io.BytesIO(content), LARGEST_UNPACKED) as table:
        return list(islice(table, most_rows + 2))


@contextmanager
def _workbook(file: BinaryIO, largest: int) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of the first sheet of an XLSX file, as they are read from it."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > largest:
                raise UnreadableError(_("The file is too large when it is unpacked."))
        workbook = load_workbook(file, read_only=True, data_only=True)
        try:
            worksheet = workbook.worksheets[0]
            worksheet.reset_dimensions()  # some programs write wrong ones
            found = worksheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            yield ((number, [_as_text(value) for value in row]) for number, row in enumerate(found, start=1))
        finally:
            workbook.close()
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl and its parsers raise whatever a broken file makes them stumble over
        raise UnreadableError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error


def _as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _delimiter(first: str) -> str:
    """What separates the cells of a CSV file, by its first line."""
    return max(";,\t", key=first.count)


def _csv(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(_("The letters of this file cannot be read. Save it as XLSX or as CSV UTF-8.")) from error
    if "\0" in text:
        raise UnreadableError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV."))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0]))
        return [(reader.line_num, row[:MOST_COLUMNS]) for row in reader]
    except csv.Error as error:
        raise UnreadableError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error
