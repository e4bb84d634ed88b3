"""``manage.py import_organisations FILE``: associations from a spreadsheet."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.importing import Outcome, Refused
from core.sheet import UnreadableError, stream
from organisations.sheets.applying import take_over
from organisations.sheets.headers import Mapping
from organisations.sheets.planning import Row
from organisations.sheets.reading import planner_for


class Command(BaseCommand):
    help = (
        "Take over associations from a spreadsheet, XLSX or CSV (docs/associations-sheet.md). A second run changes only "
        "what has changed in the file. Exit code 1 if a row was refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON or TOML: odd headers, and which rows are whom")
        parser.add_argument("--draft", action="store_true", help="new profiles are not published")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args, file, mapping, draft, dry_run, verbosity, **options):
        counts: Counter = Counter()
        with translation.override("en"):
            try:
                decisions = Mapping.read(mapping.read_bytes(), mapping.suffix == ".toml") if mapping else None
                planner, rows = planner_for(stream(file), decisions)
                if planner.left_out:
                    self.stdout.write(f"Columns that nothing is taken from: {', '.join(planner.left_out)}")
                planned = planner.rows(rows)
                for row in planned if dry_run else take_over(planned, draft):
                    counts[row.outcome] += 1
                    if row.outcome is not Outcome.UNCHANGED or row.notes:
                        self._tell(row, verbosity)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            except (UnreadableError, Refused) as error:
                raise CommandError(f"{file}: {error}") from error
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome))
        if counts[Outcome.REFUSED]:
            raise CommandError("Some rows were refused.", returncode=1)

    def _tell(self, row: Row, verbosity: int) -> None:
        self.stdout.write(f"{row.number} {row.name}: {row.outcome}. {'; '.join(row.notes)}".strip())
        if verbosity > 0 and row.outcome is Outcome.CHANGED:
            for change in row.changes:
                self.stdout.write(f"    {change.column.label}: {change.before or '–'} → {change.after or '–'}")
