"""Writing proofs of consent, and reading what they say of an address."""

from datetime import datetime

from django.conf import settings

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


def withdrawn_at(key: str) -> datetime | None:
    """When the address with this key last unsubscribed or was erased here; ``None`` if it did not.

    Lists of older systems must not bring back who has left.
    """
    ended = ConsentProof.objects.filter(email_hash__in=address_hashes(key), event__in=[Event.WITHDRAWN, Event.ERASED])
    return ended.order_by("-at").values_list("at", flat=True).first()
