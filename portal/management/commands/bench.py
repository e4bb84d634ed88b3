"""``make bench``: what public pages cost, on whatever content the database holds (load_demo --scale 100 for much)."""

import statistics
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from rich.console import Console
from rich.table import Table
from wagtail.models import Page

from core.addresses import url_in
from home.models import HomePage

SEARCHES = ["?q=Beratung", "?q=Wohnung+suchen", "?q=xyzzy"]


class Command(BaseCommand):
    help = "Measure queries and time of one page of every type and of the search, warm, in German and Arabic."

    def add_arguments(self, parser):
        parser.add_argument("--runs", type=int, default=20, help="counted requests for each address")

    def handle(self, *args, runs, **options):
        home = HomePage.objects.filter(locale__language_code="de").first()
        if home is None:
            raise CommandError("The database is empty; load_demo first.")
        table = Table("address", "queries", "median ms", "p95 ms", "kB", title=f"{Page.objects.count()} pages")
        with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
            for path in self._paths(home):
                table.add_row(path, *self._measure(path, runs))
        Console(file=self.stdout, width=110).print(table)

    def _paths(self, home: HomePage) -> list[str]:
        """One live page of each type, in both languages, then searches, also by the API."""
        paths = []
        types = Page.objects.live().descendant_of(home, inclusive=True).order_by().values("content_type").distinct()
        for row in types:
            page = Page.objects.live().filter(content_type=row["content_type"], locale=home.locale).last()
            paths += [url_in(page, "de"), url_in(page, "ar")]
        searches = [f"/{language}/search/{query}" for language in ("de", "ar") for query in SEARCHES]
        api = [f"/api/v1/{name}/{query}&lang=ar" for name in ("search", "suggest") for query in SEARCHES]
        return [*sorted(paths), *searches, *api]

    def _measure(self, path: str, runs: int) -> tuple[str, str, str, str]:
        client = Client()
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
            number = len(queries)  # the next request clears the log
        if response.status_code != 200:
            raise CommandError(f"{path} answers {response.status_code}.")
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - start) * 1000)
        p95 = statistics.quantiles(times, n=20)[-1]
        size = len(response.content) / 1000
        return str(number), f"{statistics.median(times):.0f}", f"{p95:.0f}", f"{size:.0f}"
