"""What the features above have on a topic. They answer a signal, so that the guide need not know them."""

from dataclasses import dataclass, field

from django.dispatch import Signal
from django.utils.functional import Promise

from core.shell_cache import remembered

MAX_RELATED = 6
"""Entries in a list; the rest is behind ``more_url``."""

collect_related = Signal()
"""Sent with ``topic`` and ``language``; receivers return a ``Related`` or ``None``."""


@dataclass
class Subscription:
    """A list as a feed or calendar: its address, media type, what the link says, and a name by itself for programs."""

    url: str
    type: str
    label: str | Promise
    title: str


@dataclass
class Related:
    """A list of teasers under a heading; ``order`` sorts the lists, ``more_url`` leads to all of them, and
    ``subscriptions`` to what comes later, with ``icon`` and ``invitation`` before them.
    """

    heading: str | Promise
    pages: list
    order: int = 0
    more_url: str = ""
    subscriptions: list[Subscription] = field(default_factory=list)
    icon: str = ""
    invitation: str | Promise = ""


def related_content(topic, language: str) -> list[Related]:
    """Non-empty lists from all features for a ``Topic`` and its subtopics, in their order.

    From the cache where it is warm: four lists in a foreign language cost a dozen queries.
    """
    return remembered(
        f"related:{topic.code}:{language}",
        lambda: sorted_lists(collect_related.send(sender=None, topic=topic, language=language)),
    )


def sorted_lists(answers: list[tuple]) -> list[Related]:
    """The non-empty lists among the answers to a signal, in their order."""
    lists = [answer for _receiver, answer in answers if answer and answer.pages]
    return sorted(lists, key=lambda related: related.order)
