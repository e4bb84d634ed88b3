"""What came back from the last mailings."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsletter.bounces import note, parse
from newsletter.mailbox import MailboxError, read


class Command(BaseCommand):
    """Reads the mailbox that bounces go to, suspends addresses that do not exist, and removes the reports it has understood.

    Everything else stays for a person to read.
    """

    help = "Reads the mailbox NEWSLETTER_BOUNCES_URL for mails that came back."

    def handle(self, *args, **options):
        if not settings.NEWSLETTER_BOUNCES_URL:
            raise CommandError("NEWSLETTER_BOUNCES_URL is not set: there is no mailbox to read.")
        understood = others = 0
        try:
            for content, remove in read(settings.NEWSLETTER_BOUNCES_URL):
                report = parse(content)
                if report is not None and note(report):
                    understood += 1
                    remove()
                else:
                    others += 1
        except MailboxError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{understood} reports noted and removed, {others} other mails left in the mailbox.")
