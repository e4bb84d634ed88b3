"""Daily: ask whether what is published is still right."""

from collections import Counter
from smtplib import SMTPException

from django.core.management.base import BaseCommand, CommandError

from freshness.reminders import mails_of_today, schedule_new, send_all
from freshness.taking_down import take_down


class Command(BaseCommand):
    help = (
        "Send one mail to each address whose pages are to be confirmed. May be killed and called again: nobody gets the "
        "same mail twice. Exit code 1 if the mail server did not take one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say who would get a mail about what, send nothing")

    def handle(self, *args, dry_run, verbosity, **options):
        schedule_new()
        mails = mails_of_today()
        if dry_run:
            for mail in mails:
                self.stdout.write(f"{mail.address}: {', '.join(page.title for page in mail.pages)}")
            self.stdout.write(f"{len(mails)} mails would be sent.")
            return
        outcomes: Counter = Counter()
        try:
            for mail, outcome in send_all(mails):
                outcomes[outcome] += 1
                if verbosity > 1:
                    self.stdout.write(f"{mail.address}: {outcome}")
        except (SMTPException, OSError) as error:
            raise CommandError(f"The mail server cannot be reached: {error}") from error
        self.stdout.write(", ".join(f"{number} {outcome}" for outcome, number in outcomes.items()) or "Nothing is due.")
        for page in take_down():
            self.stdout.write(f"Unpublished: {page.title}")
        if outcomes["failed"]:
            raise CommandError("Some mails were not taken by the mail server; the log says why.", returncode=1)
