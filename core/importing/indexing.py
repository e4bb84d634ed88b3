"""The search index and the index of references during an import."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import Signal
from wagtail.models import ReferenceIndex
from wagtail.search import index
from wagtail.search.backends import get_search_backends
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import reference_index_auto_update_disabled

BATCH = 500

written = Signal()
"""Sent when a batch of pages is written, with ``keys``: what receivers had put aside with ``postponed``, by name."""


class Batch:
    """Pages that were saved and are not in the index yet."""

    def __init__(self, write: bool):
        self.write = write
        self.pending: dict[type[Model], set] = {}
        self.aside: dict[str, dict] = {}

    def note(self, sender: type[Model], instance: Model, **kwargs) -> None:
        """Receiver of ``post_save``."""
        self.pending.setdefault(sender, set()).add(instance.pk)

    def flush(self, at_least: int = BATCH) -> None:
        """Index what is pending if it is that much; what was undone meanwhile is no longer there to be indexed."""
        if max(sum(map(len, self.pending.values())), len(self.aside) and 1) < at_least:
            return
        backends = list(get_search_backends(with_auto_update=True)) if self.write else []
        for model, keys in self.pending.items():
            objects = list(model.get_indexed_objects().filter(pk__in=keys))
            with transaction.atomic():
                for page in objects:
                    ReferenceIndex.create_or_update_for_object(page)
                for backend in backends:
                    backend.add_bulk(model, objects)
        self.pending.clear()
        aside, self.aside = self.aside, {}
        written.send(sender=type(self), keys=aside)


_active: list[Batch] = []


def postponed(name: str, keys: Iterable) -> bool:
    """Whether an import is running; the keys are then kept for its next ``written``, each once."""
    if not _active:
        return False
    _active[-1].aside.setdefault(name, {}).update(dict.fromkeys(keys))
    return True


@contextmanager
def indexed_in_batches(*models: type[Model], write: bool = True) -> Iterator[Batch]:
    """Index saved pages of ``models`` in batches instead of one by one; the search index only if ``write`` is true.

    SQLite's index reads all titles for every page that is added, so that one by one the work grows with the square of
    the number of pages; and references are otherwise collected again for every row of a child relation. Between
    records call ``flush()``. Within another such block, the outer one's batch goes on. After a hard kill,
    ``update_index`` and ``rebuild_references_index`` catch up.
    """
    if _active:
        yield _active[-1]
        return
    batch = Batch(write)
    indexed = [model for model in models if index.class_is_indexed(model)]
    for model in indexed:
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_save.connect(batch.note, sender=model)
    # Set and put back by hand: Wagtail's own context manager cannot be nested.
    references_were_off = getattr(reference_index_auto_update_disabled, "value", False)
    reference_index_auto_update_disabled.value = True
    _active.append(batch)
    try:
        yield batch
    finally:
        _active.remove(batch)
        reference_index_auto_update_disabled.value = references_were_off
        for model in indexed:
            post_save.disconnect(batch.note, sender=model)
            post_save.connect(post_save_signal_handler, sender=model)
        batch.flush(at_least=1)
