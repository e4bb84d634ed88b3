"""Letters to one subscriber: please confirm, and how to change or end the subscription. No advertising in either."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from core.mail import letter
from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import note

log = logging.getLogger(__name__)
ATTEMPTS, WAIT = 3, timedelta(minutes=5)


@task()
def write(pk: int, attempt: int = 1) -> bool:
    """Send the letter that fits the subscriber with this key now; whether one was sent.

    Views enqueue it for unknown addresses as well, with the key 0: what they do takes the same time for both.
    """
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None or subscriber.status == Subscriber.Status.SUSPENDED:
        return False
    pending = subscriber.status == Subscriber.Status.PENDING
    name, link = ("confirm", subscriber.confirm_url) if pending else ("manage", subscriber.manage_url)
    days = settings.NEWSLETTER_PENDING_DAYS if pending else settings.NEWSLETTER_MANAGE_DAYS
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
            write.using(run_after=timezone.now() + WAIT * attempt).enqueue(pk, attempt + 1)
        return False
    if pending:
        note(subscriber, ConsentProof.Event.MAILED)
    return True
