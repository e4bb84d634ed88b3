"""``manage.py search_train QUERIES.jsonl``: learn the weights of the ranking and write ``search/data/weights.json``."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search import evaluation, index, training
from search.ranking import FEATURES, WEIGHTS, weights


class Command(BaseCommand):
    help = "Learn the ranking's weights from judged queries; half of them are kept to see how good the weights are."

    def add_arguments(self, parser):
        parser.add_argument("queries", type=Path, help="JSON lines, as for search_eval")
        parser.add_argument("--documents", type=Path, nargs="+", default=[], help="as for search_eval")
        parser.add_argument("--every", type=int, default=1, help="take every n-th query")
        parser.add_argument("--fix", default="", help="features that keep their weight, separated by commas")
        parser.add_argument("--keep", action="store_true", help="leave the documents in the index for a next run")
        parser.add_argument("--dry-run", action="store_true", help="show the weights, write nothing")

    def handle(self, *args, queries, documents, every, fix, keep, dry_run, **options):
        unknown = {name for name in fix.split(",") if name} - set(FEATURES)
        if unknown:
            raise CommandError(f"There is no feature {', '.join(sorted(unknown))}.")
        try:
            judged = evaluation.read_queries(queries)[::every]
            names, _cities = evaluation.load_documents(documents) if documents else ({}, {})
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        try:
            learn = training.examples(judged[::2], names)
            test = training.examples(judged[1::2], names)
        finally:
            for name in names.values() if not keep else ():
                index.drop(name)
        before = weights()
        after = training.train(learn, {name: before[name] for name in fix.split(",") if name})
        for label, found in (("learnt from", learn), ("kept apart", test)):
            old, new = training.quality(found, before), training.quality(found, after)
            self.stdout.write(f"{label}: {len(found)} queries, nDCG@10 {old:.3f} before, {new:.3f} after")
        self.stdout.write(json.dumps(after))
        if not dry_run:
            WEIGHTS.write_text(json.dumps({**before, **after}, indent=1) + "\n")
