"""``manage.py erase_subscriber EMAIL``: end a subscription and forget the address (GDPR art. 17)."""

from django.core.management.base import BaseCommand, CommandError

from newsletter.retention import erase_address


class Command(BaseCommand):
    help = (
        "End the subscription of an address and erase it. The proofs of consent stay for their time with a keyed hash in "
        "its place. Exit code 1 if nothing was stored; the hash then still keeps the address out of lists that are imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        number = erase_address(email)
        if not number:
            raise CommandError("Nothing is stored about this address.", returncode=1)
        self.stdout.write(f"{number} rows erased.")
