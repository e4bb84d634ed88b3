"""The judged set of the search: a small fictional town's services, and what people type to find them.

    python -m tests.search.judged_set

writes ``judged/top10-sqlite.json`` anew: what SQLite finds for each query, which the other engines are compared with.
Do so after a change of the ranking, the analysis or the set, and look at the difference. ``judged/services.json`` is read
by the import (docs/imports.md); a line of ``judged/queries.jsonl`` is what ``search.evaluation.read_queries`` reads.
"""

import json
import os
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).with_name("judged")
TOP10 = FOLDER / "top10-sqlite.json"


def queries() -> list:
    """The judged queries (``search.evaluation.Judged``)."""
    from search.evaluation import read_queries

    return read_queries(FOLDER / "queries.jsonl")


@contextmanager
def loaded():
    """A portal with the seeds of taxonomy and thesaurus and with the set's services; gone with the transaction."""
    from django.core.cache import cache
    from django.db import transaction

    from core.importing import Report
    from home.models import HomePage
    from search.lexicon import forget
    from search.thesaurus import load_thesaurus
    from services.hsds_import import import_services
    from tests.factories import make_portal
    from topics.taxonomy import load_taxonomy

    with transaction.atomic():
        if not HomePage.objects.exists():
            make_portal()
        load_taxonomy()
        load_thesaurus()
        report = Report()
        import_services(json.loads((FOLDER / "services.json").read_text(encoding="utf-8")), report)
        if report.refused:
            raise ValueError(f"services.json: {report.refusals}")
        forget()
        cache.clear()
        yield
        transaction.set_rollback(True)
    forget()
    cache.clear()


def top10(outcomes: list) -> dict[str, list[str]]:
    """Ids of the first ten results of each query."""
    return {outcome.judged.id: outcome.found[:10] for outcome in outcomes}


def main() -> None:
    """Write ``TOP10`` from a database in memory."""
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    from search import evaluation

    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    try:
        with loaded():
            found = top10(evaluation.run(queries()))
    finally:
        runner.teardown_databases(databases)
    lines = (f"{json.dumps(key)}: {json.dumps(keys)}" for key, keys in found.items())
    TOP10.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(found)} queries: {TOP10}")


if __name__ == "__main__":
    main()
