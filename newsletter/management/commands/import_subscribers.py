"""``manage.py import_subscribers FILE.csv``: subscribers of an older newsletter, with proof of their consent."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.sheet import UnreadableError, read
from newsletter.importing import COLUMNS, CREATED, REFUSED, UNCHANGED, import_subscribers

LARGEST, MOST_ROWS = 50_000_000, 500_000


class Command(BaseCommand):
    help = f"Take over subscribers from CSV or XLSX with the columns {', '.join(COLUMNS)}. Exit code 1 if a row was refused."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args, file, dry_run, **options):
        with translation.override("en"):
            try:
                sheet = read(file.read_bytes(), LARGEST, MOST_ROWS)
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
            except UnreadableError as error:
                raise CommandError(f"{file}: {error}") from error
            report = import_subscribers(sheet, file.name, dry_run)
        for number, reason in report.refusals:
            self.stdout.write(f"row {number}: {reason}")
        self.stdout.write(", ".join(f"{report.counts[name]} {name}" for name in (CREATED, UNCHANGED, REFUSED)))
        if report.counts[REFUSED]:
            raise CommandError("Some rows were refused.", returncode=1)
