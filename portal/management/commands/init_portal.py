"""Set up a city's own, empty portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.setup import Portal


class Command(BaseCommand):
    help = (
        "Make what a portal needs before its first text: languages, home pages, lists, taxonomy, drafts of the legal "
        "pages, menus, groups, workflow. A second run adds what is missing and touches nothing else."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help='name of the city or district, such as "Kreis Lindental"')
        parser.add_argument(
            "--languages",
            default="",
            help="codes separated by commas, the source language among them; default: all of LANGUAGES",
        )

    def handle(self, *args, name, languages, **options):
        known = [code for code, _name in settings.LANGUAGES]
        wanted = [code.strip() for code in languages.split(",") if code.strip()] or known
        if unknown := [code for code in wanted if code not in known]:
            raise CommandError(
                f"Unknown language: {', '.join(unknown)}. Known are {', '.join(known)} (docs/languages.md)."
            )
        if settings.LANGUAGE_CODE not in wanted:
            raise CommandError(f"The source language {settings.LANGUAGE_CODE} must be among the languages.")
        with transaction.atomic():
            made = Portal(name, [code for code in known if code in wanted]).build()
        for line in made:
            self.stdout.write(f"+ {line}")
        self.stdout.write(
            self.style.SUCCESS(f"{name}: {len(made)} things added." if made else f"{name}: nothing to add.")
        )
