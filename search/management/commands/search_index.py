"""``manage.py search_index rebuild|check|update``: the index from the content."""

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from search import engines, index, repair
from search.models import SITE, Entry, Word


class Command(BaseCommand):
    help = "Build, compare or repair the index of the public search."

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=["rebuild", "check", "update"],
            help="rebuild: everything anew, searches go on meanwhile; check: compare with the content, exit code 1 where "
            "they differ; update: compare, and write what differs",
        )

    def handle(self, *args, action, **options):
        self.console = Console(file=self.stdout, stderr=False)
        known = Entry.objects.filter(collection=SITE).values_list("key", flat=True)
        keys = list(dict.fromkeys([*index.all_keys(), *known]))
        if action == "check":
            self._check(keys)
        elif action == "update":
            self._write([one.key for one in self._differences(keys)])
        else:
            # What is no word any more since the last rebuild; every process has heard of it by now.
            Word.objects.filter(collection=SITE, count__lte=0).delete()
            self._write(keys)
        if action != "check":
            self._complete(rebuild=action == "rebuild")

    def _write(self, keys: list[str]) -> None:
        batches = list(index.batches(keys, index.BATCH))
        for batch in self._track(batches, "Indexing"):
            index.refresh(batch)
        recounted = repair.recount()
        entries = Entry.objects.filter(collection=SITE).count()
        self.stdout.write(f"{entries} entries; {len(keys)} objects were written, {recounted} words counted anew.")

    def _complete(self, rebuild: bool) -> None:
        try:
            engines.current().complete(rebuild=rebuild, console=self.console)
        except engines.Unavailable as error:
            raise CommandError(str(error)) from error

    def _check(self, keys: list[str]) -> None:
        found = list(self._differences(keys))
        words = len(repair.wrong_counts())
        state = engines.current().state()
        self.stdout.write(
            f"Texts: {sum(one.missing for one in found)} missing, {sum(one.extra for one in found)} too many, "
            f"{sum(one.outdated for one in found)} outdated; {words} words miscounted; "
            f"{state['engine']}: {state['detail'] or 'ok'}"
        )
        if found or words or not state["ok"]:
            raise CommandError("The index differs from the content; search_index update repairs it.", returncode=1)

    def _differences(self, keys: list[str]) -> list[repair.Difference]:
        batches = list(index.batches(keys, index.BATCH))
        return [one for batch in self._track(batches, "Comparing") for one in repair.differences(batch)]

    def _track(self, batches: list, label: str):
        return track(batches, label, console=self.console, disable=not self.console.is_terminal)
