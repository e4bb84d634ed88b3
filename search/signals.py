"""The index follows the content: in the same transaction as the change, so that the two cannot disagree."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.importing.indexing import postponed, written
from core.models import BasePage, TextState
from search import index
from search.documents import FIRST_TITLE
from search.lexicon import FACETS
from search.models import Concept, Entry, PromotedResult
from services.models import ServicePage
from topics.models.terms import Term

log = logging.getLogger(__name__)


def refresh(keys: Iterable) -> None:
    """Bring the entries up to date, or do so when the running import writes its batch. What fails is logged, not raised:
    nobody shall lose a text because of the search; ``search_index update`` and ``rebuild`` repair.
    """
    keys = list(keys)
    if keys and not postponed("search", keys):
        _refresh(keys)


def _refresh(keys: list) -> None:
    with logged(f"for {len(keys)} objects"):
        index.refresh(keys)


@contextmanager
def logged(what: str) -> Iterator[None]:
    """A transaction whose errors are logged."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        log.exception("The search index was not updated %s", what)


@receiver(written)
def refresh_what_was_imported(sender, keys, **kwargs):
    """An import or another bulk change has written a batch."""
    for batch in index.batches(keys.get("search", ()), index.BATCH):
        _refresh(batch)


@receiver(post_save, sender=TextState)
def refresh_published(sender, instance, **kwargs):
    """A text state is recorded whenever a text or a fact is published, by whatever way."""
    if instance.digest:
        page = Page.objects.get(pk=instance.page_id)
        known = Entry.objects.filter(page_id=page.pk, title=page.title).exists()
        refresh([page.translation_key] if known else [page.translation_key, *with_title(page)])


@receiver(page_unpublished)
def refresh_unpublished(sender, instance, **kwargs):
    """It is gone from the search; originals take their translations along."""
    if isinstance(instance, BasePage):
        refresh([instance.translation_key, *with_title(instance)])


@receiver(pre_delete, sender=Page)
def take_out_deleted(sender, instance, **kwargs):
    """Entries would go with their page, but leave their words behind."""
    instance.had_its_title = with_title(instance)
    with logged("of a deleted page"):
        index.take_out(instance.pk)


@receiver(post_delete, sender=Page)
def forget_deleted(sender, instance, **kwargs):
    """Deleting a translation may leave the original without text in its language.

    ``Page`` itself is waited for: its rows go last, so that nothing is written about pages that go in the same step.
    """
    refresh([instance.translation_key, *instance.had_its_title])


@receiver(post_page_move)
def refresh_moved(sender, instance, **kwargs):
    """Titles of the pages above are searched, and a page may have come below a restricted one."""
    refresh(below(instance))


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def refresh_restricted(sender, instance, **kwargs):
    """What is behind a password or login is not found."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        refresh(below(page))


def below(page: Page) -> list:
    """Translation keys of a page and everything below it."""
    pages = Page.objects.filter(path__startswith=page.path).order_by()
    return list(pages.values_list("translation_key", flat=True).distinct())


def with_title(page: Page) -> list:
    """Translation keys of what carries the page's title besides itself: pages below it, services that it provides.

    Home page and lists are left out, as in ``search.documents``.
    """
    keys = below(page) if page.numchild and page.depth >= FIRST_TITLE else []
    services = ServicePage.objects.filter(provider_id=page.pk).order_by()
    return [*keys, *services.values_list("translation_key", flat=True).distinct()]


@receiver(post_save)
@receiver(post_delete)
def words_have_changed(sender, instance, **kwargs):
    """Concepts, promoted results and names of terms work from the next search on; entries with the term follow."""
    if isinstance(instance, (Concept, PromotedResult, Term)):
        index.thesaurus_changed()
    if isinstance(instance, Term) and not kwargs.get("created"):
        refresh(with_term(instance))


@receiver(m2m_changed, sender=Concept.topics.through)
@receiver(m2m_changed, sender=Concept.target_groups.through)
def concept_leads_elsewhere(sender, action, **kwargs):
    """Terms are added after the concept itself has been saved."""
    if action.startswith("post_"):
        index.thesaurus_changed()


@receiver(page_published)
@receiver(page_unpublished)
def promoted_page_comes_or_goes(sender, instance, **kwargs):
    """Promoted are published pages only, also one that is published later."""
    if PromotedResult.objects.filter(page_id=instance.pk).exists():
        index.thesaurus_changed()


def with_term(term: Term) -> list[str]:
    """Keys of entries that carry a term; they are read from the index, which is what has to change."""
    facet = next((name for name, model in FACETS.items() if model is type(term)), "")
    entries = Entry.objects.filter(is_original=True, scope__contains=f"{facet}_{term.code}".lower())
    return [entry.key for entry in entries.only("key", "facets") if term.code in entry.facets.get(facet, [])]
