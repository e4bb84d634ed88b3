"""``manage.py search_index rebuild|check|update``: the index from the content."""

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from search import engines, index
from search.models import SITE, Entry, Word


class Command(BaseCommand):
    help = "Build, compare or complete the index of the public search."

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=["rebuild", "check", "update"],
            help="rebuild: everything anew, searches go on meanwhile; check: compare, exit code 1 where something is "
            "missing; update: add what is missing, remove what is gone",
        )

    def handle(self, *args, action, **options):
        console = Console(file=self.stdout, stderr=False)
        if action == "check":
            self._check()
            return
        keys = index.all_keys()
        if action == "update":
            known = set(Entry.objects.filter(collection=SITE).values_list("key", flat=True))
            keys = [*(key for key in keys if key not in known), *(known - set(keys))]
        else:
            keys = [*keys, *self._gone(keys)]
        batches = list(index.batches(keys, index.BATCH))
        for batch in track(batches, "Indexing", console=console, disable=not console.is_terminal):
            index.refresh(batch)
        if action == "rebuild":
            Word.objects.filter(collection=SITE, count__lte=0).delete()
        try:
            engines.current().complete(rebuild=action == "rebuild", console=console)
        except engines.Unavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{Entry.objects.filter(collection=SITE).count()} entries; {len(keys)} objects were read.")

    def _gone(self, keys: list[str]) -> set[str]:
        return set(Entry.objects.filter(collection=SITE).values_list("key", flat=True)) - set(keys)

    def _check(self) -> None:
        keys = index.all_keys()
        known = set(Entry.objects.filter(collection=SITE).values_list("key", flat=True))
        missing, gone = set(keys) - known, known - set(keys)
        state = engines.current().state()
        self.stdout.write(f"{len(missing)} missing, {len(gone)} too many; {state['engine']}: {state['detail'] or 'ok'}")
        if missing or gone or not state["ok"]:
            raise CommandError("The index differs from the content; search_index update completes it.", returncode=1)
