"""Writing proofs of consent, and reading what they say of an address."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from newsletter.addresses import address_hashes
from newsletter.models import ConsentOrigin, ConsentProof, Subscriber

Event = ConsentProof.Event


def note(subscriber: Subscriber, event: str, *, ip: str | None = None, **values) -> ConsentProof:
    """Write down what happened to a subscription; ``values`` are fields of ``ConsentProof``.

    Where the mail came from is kept only if the city has decided so (``NEWSLETTER_IP_DAYS``). After an erasure the
    address itself is not written any more, only its hash.
    """
    proof = ConsentProof.objects.create(
        subscription=subscriber.subscription,
        email="" if event == Event.ERASED else subscriber.email,
        email_hash=subscriber.email_hash,
        event=event,
        **values,
    )
    if ip and settings.NEWSLETTER_IP_DAYS:
        ConsentOrigin.objects.create(proof=proof, ip=ip)
    return proof


def note_end(subscriber: Subscriber) -> None:
    """Write down that a suspended subscription is over. The last mail went before the suspension, so that is the end from
    which its proof is kept.
    """
    note(subscriber, Event.ENDED, at=subscriber.suspended_at or timezone.now(), source=subscriber.suspended_reason)


def about(key: str) -> Q:
    """Proofs about the address with this key. By the address as well: the hash has changed if the secret key was lost."""
    return Q(email_hash__in=address_hashes(key)) | Q(email__iexact=key)


def ended_at(key: str) -> datetime | None:
    """When a subscription of the address with this key last ended here, or it was erased; ``None`` if neither happened.

    Lists of older systems must not bring back who has left, or whose mails came back.
    """
    ended = ConsentProof.objects.filter(about(key), event__in=ConsentProof.OVER)
    return ended.order_by("-at").values_list("at", flat=True).first()
