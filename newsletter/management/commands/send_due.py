"""What a timer calls every few minutes."""

from django.core.management.base import BaseCommand

from newsletter.posting import start_due


class Command(BaseCommand):
    """Scheduled issues and circulars begin, interrupted ones go on."""

    help = "Begins issues and circulars whose time has come, and goes on with interrupted ones."

    def handle(self, *args, **options):
        for mailing in start_due():
            self.stdout.write(f"Mailing {mailing.pk} is being sent.")
