"""What import commands have in common: reading JSON, dry run, summary, exit code."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from rich.console import Console

from core.importing.record import Refused
from core.importing.report import Outcome, Report


def load_json(path: str, expected: type) -> list | dict:
    """The content of a JSON file, a list or an object as ``expected``; ``CommandError`` says what is wrong with it."""
    try:
        data = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not valid JSON: {error}.") from error
    if not isinstance(data, expected):
        wanted = "a list" if expected is list else "an object"
        raise CommandError(f"{path} does not have the expected shape: {wanted} at the top.")
    return data


class ImportCommand(BaseCommand):
    """Base of the import commands; exit code 1 when a record was refused."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="go through everything, then undo it")

    def run(self, work: Callable[[Report], None], dry_run: bool) -> None:
        """Call ``work`` with a report and print what it says. Messages of validators come in English like the rest.

        ``Refused`` outside of a record means that the whole file cannot be imported.
        """
        report = Report(dry_run)
        try:
            with translation.override("en"), transaction.atomic() if dry_run else nullcontext():
                work(report)
                if dry_run:
                    transaction.set_rollback(True)
        except Refused as error:
            raise CommandError(f"{error}.") from error
        console = Console(file=self.stdout, force_terminal=False, width=None if self.stdout.isatty() else 120)
        report.print(console, "Dry run: nothing was written" if dry_run else "Imported")
        if report.refused:
            total = sum(report.total(outcome) for outcome in Outcome)
            raise CommandError(f"{report.refused} of {total} records were refused.", returncode=1)
