"""``manage.py search_eval QUERIES.jsonl``: judged queries against the search."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from search import engines, evaluation, index


class Command(BaseCommand):
    help = "Quality and latency per category: nDCG@10, recall@10, share without result, milliseconds in process."

    def add_arguments(self, parser):
        parser.add_argument("queries", type=Path, help="JSON lines: id, query, lang, category, relevant {id: grade}")
        parser.add_argument(
            "--documents",
            type=Path,
            nargs="+",
            default=[],
            help="JSON lines: id, lang, title, body, collection; searched instead of the portal's content",
        )
        parser.add_argument("--keep", action="store_true", help="leave the documents in the index for a next run")
        parser.add_argument("--same-city", action="store_true", help="count only results of the query's city")
        parser.add_argument("--every", type=int, default=1, help="take every n-th query")
        parser.add_argument("--category", default="", help="only categories that begin so")
        parser.add_argument("--run", type=Path, help="write the results of each query as JSON lines")
        parser.add_argument("--json", dest="json_file", type=Path, help="write the table as JSON")
        parser.add_argument("--worst", type=int, default=0, help="show the n worst queries")

    def handle(self, *args, queries, documents, keep, same_city, every, category, run, json_file, worst, **options):
        console = Console(file=self.stdout, width=120)
        try:
            judged = [one for one in evaluation.read_queries(queries) if one.category.startswith(category)][::every]
            names, cities = evaluation.load_documents(documents) if documents else ({}, {})
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        if not judged:
            raise CommandError("There are no queries.")
        try:
            progress = track(judged, "Searching", console=console, disable=not console.is_terminal)
            step = iter(progress)
            outcomes = evaluation.run(judged, names, progress=lambda: next(step, None))
        finally:
            for name in names.values() if not keep else ():
                index.drop(name)
        if same_city:
            for outcome in outcomes:
                outcome.found = [key for key in outcome.found if cities.get(key) == outcome.judged.city]
        self._show(console, evaluation.summarise(outcomes), run, json_file, outcomes)
        rated = sorted((one for one in outcomes if one.judged.relevant), key=lambda one: one.ndcg)
        for outcome in rated[:worst]:
            console.print(f"{outcome.ndcg:.2f} {outcome.judged.language} {outcome.judged.query!r} {outcome.found[:3]}")

    def _show(self, console, lines, run, target, outcomes) -> None:
        engine = engines.current().state()["engine"]
        table = Table("group", "queries", "nDCG@10", "recall@10", "empty", "median ms", "p95 ms", title=engine)
        for line in lines:
            table.add_row(
                line.group, str(line.queries), f"{line.ndcg:.3f}", f"{line.recall:.3f}", f"{line.empty:.1%}",
                f"{line.median:.0f}", f"{line.p95:.0f}",
            )  # fmt: skip
        console.print(table)
        if run:
            rows = [{"id": one.judged.id, "results": one.found[:50], "ms": one.seconds * 1000} for one in outcomes]
            run.write_text("".join(json.dumps(row) + "\n" for row in rows))
        if target:
            target.write_text(json.dumps({"engine": engine, "groups": [asdict(line) for line in lines]}, indent=1))
