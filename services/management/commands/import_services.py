"""Import advisory services from a JSON file in the shape of HSDS."""

from core.importing import progress_bar
from core.importing.command import ImportCommand, load_json
from services.hsds_import import import_services


class Command(ImportCommand):
    help = (
        "Import organisations, advisory services, taxonomy terms and towns from a JSON file in the shape of HSDS 3 "
        "(docs/imports.md). A second run changes only what has changed in the file."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="JSON file")
        super().add_arguments(parser)

    def handle(self, *args, file, dry_run, **options):
        data = load_json(file, dict)
        self.run(lambda report: import_services(data, report, progress_bar), dry_run)
