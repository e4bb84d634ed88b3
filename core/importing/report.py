"""What an import did: counted per kind of record, with the reason for each record that was refused."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from core.importing.record import Refused

T = TypeVar("T")
Progress = Callable[[Sequence[T], str], Iterable[T]]
"""Goes through a sequence and shows how far it is, under a label."""


class Outcome(StrEnum):
    """What became of a record."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


def progress_bar(items: Sequence[T], label: str) -> Iterable[T]:
    """A bar on the terminal; silent when the output goes elsewhere."""
    return track(items, label, console=Console(stderr=True), disable=not sys.stderr.isatty())


def quiet(items: Sequence[T], label: str) -> Iterable[T]:
    """No progress bar."""
    return items


class Entry:
    """The outcome of one record, which may consist of several pages."""

    def __init__(self):
        self.outcome = None

    def add(self, outcome: Outcome) -> None:
        """Take in the outcome of one more part; the first part decides whether the record is new."""
        if self.outcome is None:
            self.outcome = outcome
        elif self.outcome is Outcome.UNCHANGED and outcome is not Outcome.UNCHANGED:
            self.outcome = Outcome.CHANGED


class Report:
    """Collects outcomes. Kinds are shown in the order in which they first appear.

    ``dry_run`` tells the importer that everything will be undone, so that nothing may leave the database.
    """

    def __init__(self, dry_run: bool = False):
        self.dry_run = dry_run
        self.counts: dict[str, Counter] = {}
        self.refusals: list[tuple[str, str, str]] = []
        self.hints: Counter = Counter()

    @contextmanager
    def record(self, kind: str, name: str) -> Iterator[Entry]:
        """Import one record within: all of it or nothing. What refuses it is noted, and the import goes on."""
        entry = Entry()
        try:
            with transaction.atomic():
                yield entry
        except (Refused, ValidationError, IntegrityError, DataError) as error:
            self.refuse(kind, name, reason(error))
        else:
            self.count(kind, entry.outcome or Outcome.UNCHANGED)

    def count(self, kind: str, outcome: Outcome) -> None:
        """Note the outcome of a record."""
        self.counts.setdefault(kind, Counter())[outcome] += 1

    def refuse(self, kind: str, name: str, why: str) -> None:
        """Note a record that was left out."""
        self.count(kind, Outcome.REFUSED)
        self.refusals.append((kind, name, why))

    def hint(self, text: str) -> None:
        """Note something in the data that was not taken over; the same hint is printed once, with a count."""
        self.hints[text] += 1

    @property
    def refused(self) -> int:
        return len(self.refusals)

    def total(self, outcome: Outcome) -> int:
        """How many records of all kinds had this outcome."""
        return sum(counter[outcome] for counter in self.counts.values())

    def print(self, console: Console, title: str) -> None:
        """The summary table, then the refused records, then the hints."""
        table = Table(title=title, title_justify="left")
        table.add_column("")
        for outcome in Outcome:
            table.add_column(outcome.value, justify="right")
        for kind, counter in self.counts.items():
            table.add_row(kind, *(str(counter[outcome]) for outcome in Outcome))
        console.print(table)
        if self.refusals:
            table = Table("kind", "record", "reason", title="Refused", title_justify="left")
            for row in self.refusals:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)
        for text, number in self.hints.items():
            console.print(Text(f"Not taken over ({number}×): {text}"))


def reason(error: Exception, where: str = "") -> str:
    """One line for an error; for validation errors with the names of the fields, below ``where``."""
    if isinstance(error, ValidationError):
        return "; ".join(_messages(error, where)) or "invalid"
    return str(error) or type(error).__name__


def _messages(error: ValidationError, where: str = "") -> Iterator[str]:
    """Messages of a validation error with their path; StreamField errors keep theirs in ``block_errors``."""
    inner = getattr(error, "block_errors", None)
    if isinstance(inner, dict):
        parts = inner.items()
    elif inner is not None:
        parts = enumerate(inner)
    elif hasattr(error, "error_dict"):
        parts = error.error_dict.items()
    else:
        yield from (f"{where}: {message}" if where else message for message in error.messages)
        return
    for name, part in parts:
        label = f"{where}[{name}]" if isinstance(name, int) else f"{where}.{name}".lstrip(".")
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, ValidationError):
                yield from _messages(one, "" if name == "__all__" else label)
