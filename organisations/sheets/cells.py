"""What people write into cells, as values; ``Refused`` says in their language what is wrong with one."""

import html
import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from core.fields import parse_phone
from core.importing import Refused, clean_text
from core.importing.record import CONTROLS
from core.mail import one_line

# "0351 / 12 34" is one number; a slash before another 0 or + begins the next.
BETWEEN_NUMBERS = re.compile(r"\s*[;,\n]\s*|\s+(?:oder|or|und|and)\s+|\s*/\s*(?=[0+])")
GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
BLOCK_END = re.compile(r"</(?:p|li|h\d)>|<br ?/?>")


def line(cell: str, longest: int = 255) -> str:
    """Text of one line, without what turns the text around it."""
    text = one_line(cell)
    if len(text) > longest:
        raise Refused(_("“%(text)s…” is longer than %(number)d characters") % {"text": text[:30], "number": longest})
    return text


def paragraphs(cell: str) -> str:
    """Plain text, paragraphs separated by a blank line."""
    return plain(clean_text(CONTROLS.sub("", cell)))


def plain(markup: str) -> str:
    """The paragraphs of rich text as plain text, separated by a blank line."""
    text = html.unescape(re.sub(r"<[^>]*>", "", BLOCK_END.sub("\n\n", markup)))
    return "\n\n".join(part for part in (" ".join(part.split()) for part in re.split(r"\n\s*\n", text)) if part)


def markup(text: str) -> str:
    """Plain text as rich text; ``plain`` takes it back."""
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in text.split("\n\n") if part)


def notes(cell: str) -> str:
    """Internal text, with its line breaks."""
    return CONTROLS.sub("", cell).replace("\r\n", "\n").strip()


def email(cell: str) -> str:
    """The first of the addresses in a cell."""
    first = re.split(r"[;,\s]+", cell.strip().removeprefix("mailto:"))[0]
    try:
        validate_email(first)
    except ValidationError as error:
        raise Refused(_("“%(text)s” is no e-mail address") % {"text": line(cell)[:60]}) from error
    return first


def phone(cell: str) -> str:
    """The first of the numbers in a cell, as the office writes it."""
    first = line(BETWEEN_NUMBERS.split(cell.strip())[0], 50)
    try:
        parse_phone(first)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return first


def web(cell: str) -> str:
    """An address; ``https://`` is put before one that has no scheme."""
    text = line(cell, 490)
    text = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise Refused(_("“%(text)s” is no web address") % {"text": text[:60]}) from error
    return text


def year(cell: str) -> int:
    """The year in a cell, which may be a whole date or "seit 1998"."""
    found = YEAR.search(cell)
    if found is None:
        raise Refused(_("there is no year in “%(text)s”") % {"text": line(cell)[:60]})
    return int(found[0])


def number(cell: str) -> int:
    """A number of people: "ca. 1.200" is 1200."""
    digits = re.sub(r"(?<=\d)[.\s'](?=\d{3}\b)", "", cell)
    found = re.search(r"\d{1,9}", digits)
    if found is None:
        raise Refused(_("there is no number in “%(text)s”") % {"text": line(cell)[:60]})
    return int(found[0])


def postcode(cell: str) -> str:
    """A postcode. Spreadsheets take it for a number and lose the zero of the east of Germany."""
    text = line(cell, 10)
    return text.zfill(5) if text.isdigit() and len(text) == 4 else text


def day(cell: str) -> date:
    """A date as ISO, German (1.3.2026), or as a spreadsheet keeps it."""
    text = cell.strip()
    try:
        if german := GERMAN_DATE.match(text):
            return date(int(german[3]), int(german[2]), int(german[1]))
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise Refused(_("“%(text)s” is no date; write 2026-03-01 or 01.03.2026") % {"text": line(cell)[:60]}) from error
