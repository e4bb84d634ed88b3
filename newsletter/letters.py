"""Letters to one subscriber: please confirm, how to change or end the subscription, the own data. No advertising in them."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from core.mail import letter
from newsletter.links import DATA_DAYS
from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import note

log = logging.getLogger(__name__)
ATTEMPTS, WAIT = 3, timedelta(minutes=5)


@task()
def write(pk: int, attempt: int = 1, name: str = "manage") -> bool:
    """Send the letter ``newsletter_<name>`` to the subscriber with this key, the one to confirm to who has not yet;
    whether it was sent.

    Views enqueue it for unknown addresses as well, with the key 0: with a worker (``BACKGROUND_WORKER``) what they do takes
    the same time for both, and a letter that could not be sent is tried again. Without one the letter is sent once, inside
    the request, which then takes longer for a known address.
    """
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None or subscriber.status == Subscriber.Status.SUSPENDED:
        return False
    pending = subscriber.status == Subscriber.Status.PENDING
    letters = {
        "confirm": (subscriber.confirm_url, settings.NEWSLETTER_PENDING_DAYS),
        "manage": (subscriber.manage_url, settings.NEWSLETTER_MANAGE_DAYS),
        "data": (subscriber.data_url, DATA_DAYS),
    }
    name = "confirm" if pending else name
    link, days = letters[name]
    message = letter(
        f"newsletter_{name}",
        subscriber.email,
        subscriber.reading_language,
        {"link": link(), "days": days, "unsubscribe": "" if pending else subscriber.unsubscribe_url()},
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        # Without the error's text, which contains the address.
        log.warning("Letter to subscriber %d could not be sent (%s), attempt %d", pk, type(error).__name__, attempt)
        if attempt < ATTEMPTS and write.get_backend().supports_defer:
            write.using(run_after=timezone.now() + WAIT * attempt).enqueue(pk, attempt + 1, name)
        return False
    if pending:
        note(subscriber, ConsentProof.Event.MAILED)
    return True
