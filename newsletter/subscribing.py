"""What happens to a subscription from the request to its end. Views and commands call these; all else is read-only."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from core.rates import allowed
from newsletter.addresses import address_key
from newsletter.letters import write
from newsletter.models import ConsentProof, ConsentText, Subscriber
from newsletter.proofs import note, note_end
from topics.models import Topic

LETTERS, DAY = 5, 86_400
"""So many letters a day one address gets, however often somebody types it into a form."""
Event, Status = ConsentProof.Event, Subscriber.Status

unsubscribed = Signal()
"""Sent before the row goes, with ``subscriber`` and ``issue``: id of the issue whose link was used, or ``None``."""


def may_write_to(email: str) -> bool:
    """Count one more request for this address. Beyond the limit nothing is sent and the answer stays the same."""
    return allowed("newsletter-letter", address_key(email), LETTERS, DAY)


def request(
    email: str, *, language: str, topics: Iterable[str], consent: ConsentText, url: str, ip: str | None = None
) -> None:
    """Somebody asks for the newsletter to this (clean) address; ``topics`` are codes.

    A new address waits for its confirmation, a suspended one begins anew, one that waits gets the letter again with what
    was chosen last. For a confirmed one nothing changes: whoever types an address need not be its owner.
    """
    if not may_write_to(email):
        return
    with transaction.atomic():
        subscriber, _created = Subscriber.objects.select_for_update().get_or_create(
            email_key=address_key(email), defaults={"email": email}
        )
        if subscriber.status != Status.CONFIRMED:
            if subscriber.status == Status.SUSPENDED:
                note_end(subscriber)
                subscriber.subscription = uuid.uuid4()
            subscriber.status, subscriber.created_at = Status.PENDING, timezone.now()
            subscriber.email, subscriber.language = email, language
            subscriber.save()
            subscriber.topics.set(Topic.objects.filter(code__in=topics))
            note(subscriber, Event.REQUESTED, consent=consent, url=url, ip=ip)
    write.enqueue(subscriber.pk)


def request_link(email: str) -> None:
    """The owner of an address wants the link to the own subscription. An unknown address gets nothing."""
    if may_write_to(email):
        pk = Subscriber.objects.filter(email_key=address_key(email)).values_list("pk", flat=True).first()
        write.enqueue(pk or 0)


def request_data(subscriber: Subscriber) -> None:
    """Whoever has the link to a subscription, perhaps from a mail that was passed on, wants what is stored: the link to
    that goes to the address itself.
    """
    if may_write_to(subscriber.email):
        write.enqueue(subscriber.pk, name="data")


@transaction.atomic
def confirm(subscriber: Subscriber, url: str, ip: str | None = None) -> bool:
    """The owner of the address has pressed the button. ``False`` if somebody was faster: a link works once."""
    now = timezone.now()
    confirmed = Subscriber.objects.filter(
        pk=subscriber.pk, status=Status.PENDING, subscription=subscriber.subscription
    ).update(
        status=Status.CONFIRMED,
        confirmed_at=now,
        paused_until=None,
        soft_bounces=0,
        soft_bounced_at=None,
        suspended_at=None,
        suspended_reason="",
    )
    if confirmed:
        note(subscriber, Event.CONFIRMED, at=now, url=url, ip=ip)
        subscriber.refresh_from_db()
    return bool(confirmed)


@transaction.atomic
def unsubscribe(subscriber: Subscriber, way: str, issue: int | None = None) -> None:
    """End a subscription at once; the address goes, the proof stays for its time. ``way``: which button was used."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if subscriber is None:  # pressed twice
        return
    if subscriber.status != Status.PENDING:
        note(subscriber, Event.WITHDRAWN, source=way)
    unsubscribed.send(Subscriber, subscriber=subscriber, issue=issue)
    subscriber.delete()
