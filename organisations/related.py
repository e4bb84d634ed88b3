"""What an organisation has published: the features above answer a signal with their lists."""

from django.db.models import Q
from django.dispatch import Signal
from wagtail.models import Page

from core.languages import active_language
from core.shell_cache import remembered
from topics.related import Related, sorted_lists

MAX_PUBLISHED = 12
"""Entries in a list; the rest is behind ``more_url``."""

collect_published = Signal()
"""Sent with ``organisation`` (the original page); receivers return a ``topics.related.Related`` or ``None``."""


def collect_output(organisation) -> list[Related]:
    """Non-empty lists of what the organisation (the original) offers and writes, in the reader's language.

    From the cache where it is warm, as ``topics.related.related_content``.
    """
    return remembered(
        f"output:{organisation.pk}:{active_language()}",
        lambda: sorted_lists(collect_published.send(sender=None, organisation=organisation)),
    )


def of_organisation(organisation: Page, relation: str = "organisation") -> Q:
    """Filter for pages that name the organisation in the foreign key ``relation``, or stand below it in the tree."""
    return Q(**{relation: organisation}) | Q(path__startswith=organisation.path)
