"""``manage.py export_organisations FILE``: associations as a spreadsheet that ``import_organisations`` reads back."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.sheet import FORMATS, write
from organisations.sheets.columns import BY_KEY
from organisations.sheets.export import columns_for, organisations, table


class Command(BaseCommand):
    help = "Write all organisations to a file, XLSX or CSV by its ending, with the internal fields unless --public."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="ends in .xlsx or .csv")
        parser.add_argument("--columns", help=f"separated by commas; without it all of: {', '.join(BY_KEY)}")
        parser.add_argument("--public", action="store_true", help="without the internal fields")
        parser.add_argument("--drafts", action="store_true", help="also profiles that are not public")

    def handle(self, *args, file, columns, public, drafts, **options):
        form = file.suffix.lower().removeprefix(".")
        if form not in FORMATS:
            raise CommandError("The name of the file has to end in .xlsx or .csv.")
        chosen = columns_for(internal=not public)
        if columns:
            names = [name.strip() for name in columns.split(",")]
            if unknown := [name for name in names if name not in {column.key for column in chosen}]:
                raise CommandError(f"Unknown columns: {', '.join(unknown)}")
            chosen = [BY_KEY[name] for name in names]
        with translation.override(settings.LANGUAGE_CODE):
            pages = organisations(live_only=not drafts)
            try:
                file.write_bytes(write(table(pages, chosen), form))
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"{len(pages)} organisations written.")
