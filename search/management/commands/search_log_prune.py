"""Nightly: counts of searches that are older than promised."""

from django.core.management.base import BaseCommand

from search import log


class Command(BaseCommand):
    help = "Delete the counts of searches that are older than SEARCH_LOG_DAYS; all of them if that is 0."

    def handle(self, *args, **options):
        self.stdout.write(f"{log.prune()} counts of searches deleted.")
