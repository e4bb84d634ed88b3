"""For somebody who has lost telephone and recovery codes."""

from django.core.management.base import BaseCommand, CommandError

from members.signin.access import account_of
from members.signin.removing import remove_second_factor


class Command(BaseCommand):
    """As the button in the list of users, for superusers who have lost their own phone."""

    help = "Switches the second step of an account off and writes to its owner."

    def add_arguments(self, parser):
        parser.add_argument("account", help="e-mail address or user name")

    def handle(self, *args, account: str, **options):
        user = account_of(account)
        if user is None:
            raise CommandError(f"No account, or more than one, is called {account}.")
        if not remove_second_factor(user):
            raise CommandError(f"{user} has no second step.")
        self.stdout.write(f"{user} signs in without a second step now.")
