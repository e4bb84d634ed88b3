"""The process that talks to the mail server; started by ``newsletter.posting``, not by people."""

import dataclasses
import json
import signal

from django.core.management.base import BaseCommand

from newsletter.models import Mailing
from newsletter.posting import until_left_alone
from newsletter.sending import Run


class Command(BaseCommand):
    """Sends until standard input ends; prints one line of JSON, how it went."""

    help = "Sends a mailing that has been started. Called by send_issue and the background worker."

    requires_system_checks = []  # whoever starts it has made them

    def add_arguments(self, parser):
        parser.add_argument("mailing", type=int)
        parser.add_argument("--seconds", type=float)

    def handle(self, *args, **options):
        go_on = until_left_alone(options["seconds"])
        asked_to_end = False

        def end(*_args) -> None:
            nonlocal asked_to_end
            asked_to_end = True

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        run = Run(Mailing.objects.get(pk=options["mailing"]), lambda wait: go_on(wait) and not asked_to_end)
        outcome = run()
        try:
            self.stdout.write(json.dumps(dataclasses.asdict(outcome)))
        except BrokenPipeError:  # nobody is left to hear it
            self.stdout = self.stderr
