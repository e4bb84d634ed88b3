"""JSON from elsewhere, read field by field: what is missing is empty, what is of the wrong type refuses the record."""

import math
import re
from collections.abc import Mapping
from datetime import date, time, timedelta

from django.utils import timezone

RELATIVE_DATE = re.compile(r"([+-]\d{1,5})d\Z")
# C0 controls but tab and line ends; PostgreSQL stores no NUL, and none of them belongs in a text.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Refused(Exception):
    """A record that cannot be imported; the message says why, to the person who runs the import."""


class Record:
    """A JSON object. ``where`` names its place for messages, such as ``"phones[0]."``."""

    def __init__(self, data: object, where: str = ""):
        if not isinstance(data, Mapping):
            raise Refused(f"{where.rstrip('.') or 'record'} is {_kind(data)}, not an object")
        self.data = data
        self.where = where

    def __contains__(self, name: str) -> bool:
        """Whether there is a value that is not null."""
        return self.data.get(name) is not None

    def _refuse(self, name: str, problem: str) -> Refused:
        return Refused(f"{self.where}{name} {problem}")

    def _typed(self, name: str, expected: type | tuple, noun: str):
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            raise self._refuse(name, f"is {_kind(value)}, not {noun}")
        return value

    def text(self, name: str, max_length: int | None = None, required: bool = False) -> str:
        """A string without surrounding space; empty if missing, unless it is required."""
        value = CONTROLS.sub("", self._typed(name, str, "a text") or "").strip()
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise self._refuse(name, "contains half a character") from error
        if required and not value:
            raise self._refuse(name, "is missing")
        if max_length and len(value) > max_length:
            raise self._refuse(name, f"is longer than {max_length} characters")
        return value

    def identifier(self, name: str = "id") -> str:
        """A required id; numbers are taken as their digits."""
        value = self.data.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            return str(value)
        return self.text(name, max_length=255, required=True)

    def number(self, name: str) -> float | None:
        """A finite number."""
        value = self._typed(name, (int, float), "a number")
        if value is not None and (not math.isfinite(value) or abs(value) > 10**12):
            raise self._refuse(name, "is not a usable number")
        return value

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number between ``low`` and ``high``."""
        value = self._typed(name, int, "a whole number")
        if value is not None and not low <= value <= high:
            raise self._refuse(name, f"is not between {low} and {high}")
        return value

    def flag(self, name: str) -> bool:
        """True or false; missing is false."""
        return bool(self._typed(name, bool, "true or false"))

    def day(self, name: str) -> date | None:
        """An ISO date (a time after it is ignored), or days from today such as ``"-45d"``."""
        value = self.text(name)
        if not value:
            return None
        if relative := RELATIVE_DATE.match(value):
            return timezone.localdate() + timedelta(days=int(relative[1]))
        try:
            return date.fromisoformat(value[:10])
        except ValueError as error:
            raise self._refuse(name, f"“{value[:20]}” is not a date") from error

    def clock(self, name: str) -> time | None:
        """An ISO time as wall time; a time zone after it is ignored."""
        value = self.text(name)
        if not value:
            return None
        try:
            return time.fromisoformat(value).replace(tzinfo=None, microsecond=0)
        except ValueError as error:
            raise self._refuse(name, f"“{value[:20]}” is not a time") from error

    def items(self, name: str) -> list:
        """A list of anything, as it is; empty if missing."""
        return self._typed(name, list, "a list") or []

    def record(self, name: str) -> "Record":
        """An object; empty if missing."""
        value = self.data.get(name)
        return Record({} if value is None else value, f"{self.where}{name}.")

    def records(self, name: str) -> list["Record"]:
        """A list of objects; empty if missing."""
        return [Record(item, f"{self.where}{name}[{number}].") for number, item in enumerate(self.items(name))]

    def by_key(self, name: str) -> dict[str, "Record"]:
        """An object of objects, such as translations per language; an empty list counts as empty, as PHP writes it."""
        value = self.data.get(name)
        if value is None or value == []:
            return {}
        inner = self.record(name)
        return {str(key): Record(item, f"{inner.where}{key}.") for key, item in inner.data.items()}

    def texts(self, name: str) -> list[str]:
        """A list of non-empty strings; empty if missing."""
        wrapped = Record({f"{name}[{number}]": item for number, item in enumerate(self.items(name))}, self.where)
        return [text for key in wrapped.data if (text := wrapped.text(key))]


def label_of(data: object, number: int) -> str:
    """How a record is called in the report: its id, else its name, else its place in the file."""
    if isinstance(data, Mapping):
        for name in ("id", "path", "name"):
            if isinstance(data.get(name), (str, int)) and data[name] != "":
                return str(data[name])[:100]
    return f"#{number}"


def _kind(value: object) -> str:
    names = {
        bool: "a truth value",
        dict: "an object",
        float: "a number",
        int: "a number",
        list: "a list",
        str: "a text",
    }
    return names.get(type(value), "null" if value is None else type(value).__name__)
