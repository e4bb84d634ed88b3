"""What an organisation has published: the features above answer a signal with their lists."""

from django.db.models import Q
from django.dispatch import Signal
from wagtail.models import Page

from topics.related import Related

MAX_PUBLISHED = 12
"""Entries in a list; the rest is behind ``more_url``."""

collect_published = Signal()
"""Sent with ``organisation`` (the original page); receivers return a ``topics.related.Related`` or ``None``."""


def collect_output(organisation) -> list[Related]:
    """Non-empty lists of what the organisation offers and writes, in their order."""
    answers = [answer for _receiver, answer in collect_published.send(sender=None, organisation=organisation)]
    return sorted((answer for answer in answers if answer and answer.pages), key=lambda related: related.order)


def of_organisation(organisation: Page, relation: str = "organisation") -> Q:
    """Filter for pages that name the organisation in the foreign key ``relation``, or stand below it in the tree."""
    return Q(**{relation: organisation}) | Q(path__startswith=organisation.path)
