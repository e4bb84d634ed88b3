"""Import the guide of a municipality from its Integreat portal."""

from django.core.management.base import CommandError
from wagtail.models import Locale

from core.importing import progress_bar
from core.importing.command import ImportCommand, load_json
from core.languages import NAMES
from topics.integreat import import_pages


class Command(ImportCommand):
    help = (
        "Import page lists of the Integreat API v3 (/<region>/<language>/pages/) as pages of the guide, languages as "
        "translations of each other (docs/imports.md). A second run changes only what has changed in the files."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="LANGUAGE=FILE", help="such as de=de.json en=en.json")
        parser.add_argument(
            "--under", default="", metavar="PATH", help="page below which they go, such as themen/wohnen"
        )
        super().add_arguments(parser)

    def handle(self, *args, files, under, dry_run, **options):
        lists = {}
        for argument in files:
            language, equals, path = argument.partition("=")
            if not equals or not path:
                raise CommandError(f"{argument} is not LANGUAGE=FILE, such as de=pages.json.")
            if language in lists:
                raise CommandError(f"The language {language} is given twice.")
            if language not in NAMES or not Locale.objects.filter(language_code=language).exists():
                known = ", ".join(Locale.objects.values_list("language_code", flat=True))
                raise CommandError(f"Unknown language: {language}. This portal has {known} (docs/languages.md).")
            lists[language] = load_json(path, list)
        self.run(lambda report: import_pages(lists, report, under, progress_bar), dry_run)
