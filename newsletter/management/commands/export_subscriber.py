"""``manage.py export_subscriber EMAIL``: what the newsletter knows of a person (GDPR art. 15, 20)."""

import json

from django.core.management.base import BaseCommand, CommandError

from newsletter.retention import export_address


class Command(BaseCommand):
    help = "Print everything the newsletter has stored about an address, as JSON. Exit code 1 if that is nothing."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        found = export_address(email)
        if not found:
            raise CommandError("Nothing is stored about this address.", returncode=1)
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
