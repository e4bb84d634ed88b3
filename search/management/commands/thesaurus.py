"""``manage.py thesaurus export|import FILE``: the thesaurus as a table, as the editors' import and export."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.sheet import FORMATS, UnreadableError, read, write
from search.models import Concept
from search.thesaurus_sheet import compare, table, take_over


class Command(BaseCommand):
    help = "Write the thesaurus to a file, or take it over from one. Exit code 1 if a row was refused."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["export", "import"])
        parser.add_argument("file", type=Path, help="ends in .xlsx or .csv")
        parser.add_argument("--dry-run", action="store_true", help="import: say what would happen, change nothing")

    def handle(self, *args, action, file, dry_run, **options):
        form = file.suffix.lower().removeprefix(".")
        if form not in FORMATS:
            raise CommandError("The name of the file has to end in .xlsx or .csv.")
        with translation.override("en"):
            try:
                if action == "export":
                    self._export(file, form)
                else:
                    self._import(file, dry_run)
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error

    def _export(self, file: Path, form: str) -> None:
        concepts = Concept.objects.prefetch_related("topics", "target_groups")
        file.write_bytes(write(table(concepts), form))
        self.stdout.write(f"{len(concepts)} concepts written.")

    def _import(self, file: Path, dry_run: bool) -> None:
        try:
            sheet = read(file.read_bytes())
            comparison = compare(sheet) if dry_run else take_over(sheet)
        except UnreadableError as error:
            raise CommandError(f"{file}: {error}") from error
        for row in comparison.rows:
            if row.state != "unchanged":
                self.stdout.write(f"{row.number} {row.code}: {row.state}. {' '.join(row.notes)}".strip())
        if comparison.left_out:
            self.stdout.write(f"Columns left out: {', '.join(comparison.left_out)}")
        counts = comparison.counts
        self.stdout.write(", ".join(f"{number} {state}" for state, number in counts.items()))
        if counts["refused"]:
            raise CommandError("Some rows were refused.", returncode=1)
