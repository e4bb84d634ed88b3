"""Sending an issue in the foreground, with a progress bar."""

import time

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from newsletter.models import Delivery, Issue, Mailing
from newsletter.posting import post
from newsletter.sending import NotSendableError, change, start

NOT_SENDABLE = {
    "empty": "Issue %s has no subject or no content.",
    "nobody": "Nobody has confirmed a subscription: issue %s goes to nobody.",
}
WAIT_SECONDS = 2
"""Between looks at an issue that another process is sending."""


class Command(BaseCommand):
    """May be killed and called again: it goes on where it was."""

    help = "Sends an issue of the newsletter now, or goes on with one that was interrupted."

    def add_arguments(self, parser):
        parser.add_argument("issue", help="Number of the issue, or 'latest': the newest that is not out yet.")
        parser.add_argument("--no-progress", action="store_true", help="No progress bar.")

    def handle(self, *args, **options):
        issue = self._issue(options["issue"])
        if issue is None:
            return
        try:
            issue = start(issue)
        except NotSendableError as error:
            raise CommandError(NOT_SENDABLE[error.reason] % issue.pk) from error
        change(issue, Mailing.State.SENDING, of={Mailing.State.PAUSED})
        hidden = options["no_progress"] or not self.stdout.isatty()
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
        with Progress(*columns, console=Console(), disable=hidden) as progress:
            self._send(issue, progress)
        self._report(issue)

    def _issue(self, wanted: str) -> Issue | None:
        """The issue meant, or ``None`` after saying why there is nothing to do."""
        if wanted == "latest":
            issue = Issue.objects.filter(pk__in=Mailing.objects.unsent()).order_by("-created_at", "-pk").first()
            if issue is None:
                self.stdout.write("There is no issue that waits to be sent.")
            return issue
        issue = Issue.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
        if issue is None:
            raise CommandError(f"There is no issue {wanted}.")
        if issue.state in {Mailing.State.SENT, Mailing.State.STOPPED}:
            self.stdout.write(
                f"Issue {issue.pk} is out since {issue.finished_at:%Y-%m-%d %H:%M}. It is not sent again."
            )
            return None
        return issue

    def _send(self, issue: Issue, progress: Progress) -> None:
        """Until nobody is left; waits for recipients whose server asked to be tried later."""
        deliveries = Delivery.objects.filter(mailing_id=issue.pk)
        bar = progress.add_task(f"Issue {issue.pk}", total=deliveries.count())

        def tick() -> None:
            if not progress.disable:
                waiting = deliveries.filter(state=Delivery.State.PENDING).count()
                progress.update(bar, completed=progress.tasks[bar].total - waiting)

        while True:
            outcome = post(issue, tick=tick)
            tick()
            if outcome.state == "busy":
                progress.console.print("Another process is sending this issue; waiting for it.")
                time.sleep(WAIT_SECONDS)
            elif outcome.state == "later":
                progress.console.print(f"The mail server asked to be tried again in {outcome.wait:.0f} seconds.")
                time.sleep(outcome.wait)
            elif outcome.state == "refused":
                raise CommandError(
                    f"The mail server refuses everybody ({outcome.note}). The issue is paused; "
                    f"'send_issue {issue.pk}' goes on once that is settled."
                )
            elif outcome.state == "trouble":
                raise CommandError(f"Stopped: {outcome.note}. Call the command again to go on; nothing is lost.")
            else:
                return

    def _report(self, issue: Issue) -> None:
        issue.refresh_from_db()
        figures = issue.figures()
        counts = ", ".join(
            f"{Delivery.State(state).value} {number}" for state, number in figures["states"].items() if number
        )
        self.stdout.write(f"Issue {issue.pk} is {issue.state}: {figures['recipients']} recipients, {counts}.")
