"""What has changed and was not yet sent to the search server, as rows that are written in the same transaction."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import task

from search import engines
from search.models import Entry, Outbox

log = logging.getLogger(__name__)

BATCH = 500
PER_CHANGE = 2000
"""Changes that are sent while somebody waits for a page to be saved; a batch of an import is as large."""
PERIOD = 60
"""Seconds until the background worker tries again."""


def note(ids: list[int]) -> None:
    """Remember entries that were written or are gone; within the transaction."""
    Outbox.objects.bulk_create([Outbox(entry_id=pk) for pk in ids], batch_size=BATCH)


def send(push: Callable[[list[int]], set[int]], at_most: int | None = None) -> int:
    """Give ``push`` the noted entries, the last ones first; it returns those that it could not bring in. What waits still.

    A row is deleted after the push. Whatever changes meanwhile adds a row of its own, so nothing is forgotten.
    """
    rows = Outbox.objects.order_by("-pk").values_list("pk", "entry_id")
    rows = list(rows[:at_most] if at_most else rows)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        failed = push(list(dict.fromkeys(entry for _pk, entry in batch)))
        Outbox.objects.filter(pk__in=[pk for pk, entry in batch if entry not in failed]).delete()
    return Outbox.objects.count()


@task()
def catch_up() -> int:
    """For the background worker: send what an outage has left behind. Plans itself anew while that lasts."""
    return engines.current().catch_up()


def later() -> None:
    """Have the background worker try again in a minute, if there is one; else the next change or ``search_index`` does."""
    try:
        if catch_up.get_backend().supports_defer and cache.add("search-catch-up", 1, PERIOD - 5):
            catch_up.using(run_after=timezone.now() + timedelta(seconds=PERIOD)).enqueue()
    except Exception:
        log.exception("Nothing is planned to send changes to the search server")


@receiver(post_delete, sender=Entry)
def note_cascaded(sender, instance, origin, **kwargs):
    """Entries go with their page, without anybody calling ``changed``."""
    if getattr(origin, "model", type(origin)) is not Entry:
        engines.current().changed([], [instance.pk])
