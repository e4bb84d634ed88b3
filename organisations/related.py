"""What an organisation has published: the features above answer a signal with their lists."""

from django.dispatch import Signal

from topics.related import Related

collect_published = Signal()
"""Sent with ``organisation`` (the original page); receivers return a ``topics.related.Related`` or ``None``."""


def collect_output(organisation) -> list[Related]:
    """Non-empty lists of what the organisation offers and writes, in their order."""
    answers = [answer for _receiver, answer in collect_published.send(sender=None, organisation=organisation)]
    return sorted((answer for answer in answers if answer and answer.pages), key=lambda related: related.order)
