"""The index follows the content: in the same transaction as the change, so that the two cannot disagree."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from core.importing.indexing import postponed, written
from core.models import BasePage, TextState
from search import index
from search.lexicon import FACETS
from search.models import Concept, Entry, PromotedResult
from topics.models.terms import Term

log = logging.getLogger(__name__)


def refresh(keys: Iterable) -> None:
    """Bring the entries up to date, or do so at the end of the running import. What fails is logged, not raised:
    nobody shall lose a text because of the search; ``search_index update`` and ``rebuild`` repair.
    """
    keys = list(keys)
    if not keys or postponed("search", keys):
        return
    try:
        with transaction.atomic():
            index.refresh(keys)
    except Exception:
        log.exception("The search index was not updated for %s objects", len(keys))


@receiver(written)
def refresh_what_was_imported(sender, keys, **kwargs):
    """An import or another bulk change has ended a batch."""
    refresh(keys.get("search", ()))


@receiver(post_save, sender=TextState)
def refresh_published(sender, instance, **kwargs):
    """A text state is recorded whenever a text or a fact is published, by whatever way."""
    if instance.digest:
        refresh([Page.objects.values_list("translation_key", flat=True).get(pk=instance.page_id)])


@receiver(page_unpublished)
def refresh_unpublished(sender, instance, **kwargs):
    """It is gone from the search; originals take their translations along."""
    if isinstance(instance, BasePage):
        refresh([instance.translation_key])


@receiver(post_delete)
def forget_deleted(sender, instance, **kwargs):
    """Deleting a translation may leave the original without text in its language; entries of the page itself cascade."""
    if isinstance(instance, BasePage):
        refresh([instance.translation_key])


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


@receiver(post_save)
@receiver(post_delete)
def words_have_changed(sender, instance, **kwargs):
    """Concepts, promoted results and names of terms work from the next search on; entries with the term follow."""
    if isinstance(instance, (Concept, PromotedResult, Term)):
        index.thesaurus_changed()
    if isinstance(instance, Term) and not kwargs.get("created"):
        refresh(with_term(instance))


def with_term(term: Term) -> list[str]:
    """Keys of entries that carry a term; they are read from the index, which is what has to change."""
    facet = next((name for name, model in FACETS.items() if model is type(term)), "")
    entries = Entry.objects.filter(is_original=True, scope__contains=f"{facet}_{term.code}".lower())
    return [entry.key for entry in entries.only("key", "facets") if term.code in entry.facets.get(facet, [])]
