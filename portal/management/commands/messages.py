"""``make messages``: collect the interface texts of code and templates into the catalogues."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from portal.catalogues import compile_stale

IGNORED = [".venv/*", "var/*", "node_modules/*", "tests/*", "docs/*"]


class Command(BaseCommand):
    help = "Collect interface texts into locale/*/LC_MESSAGES/django.po (needs GNU gettext) and compile the catalogues."

    def handle(self, *args, **options):
        # Texts are written in English, so English needs no catalogue.
        locales = [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]
        call_command(
            "makemessages",
            locale=locales,
            ignore_patterns=IGNORED,
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            verbosity=options["verbosity"],
        )
        for path in compile_stale():
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
