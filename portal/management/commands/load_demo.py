"""The demo district."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home.models import HomePage
from portal.demo.loader import load_demo
from portal.demo.scale import enlarge


class Command(BaseCommand):
    help = 'Load the fictional district "Kreis Lindental" into an empty portal.'

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1, help="multiply services, organisations, news and events")
        parser.add_argument("--seed", type=int, default=1, help="makes the multiplied content repeatable")
        parser.add_argument("--quiet", action="store_true", help="no lines of progress")

    def handle(self, *args, scale, seed, quiet, **options):
        def say(line: str) -> None:
            if not quiet:
                self.stdout.write(f"  {line}")

        if scale < 1:
            raise CommandError("--scale must be 1 or more.")
        if not HomePage.objects.exists():
            with transaction.atomic():
                load_demo(say)
        elif scale == 1:
            raise CommandError(
                "This database holds content already; the demo goes into an empty one only "
                "(set DATABASE_URL or VAR_DIR to another place)."
            )
        if scale > 1:
            enlarge(scale, seed, say)
