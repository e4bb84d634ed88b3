"""Who leaves is counted for the issue that was the reason."""

from django.dispatch import receiver
from django.utils import timezone

from newsletter.models import Delivery, Subscriber
from newsletter.subscribing import unsubscribed


@receiver(unsubscribed)
def note_farewell(sender, subscriber: Subscriber, issue: int | None, **kwargs) -> None:
    """Count it for the issue whose link was used, else for the last one that the subscriber got."""
    out = Delivery.objects.filter(subscriber=subscriber, state__in=Delivery.OUT)
    row = (out.filter(mailing_id=issue).first() if issue else None) or out.order_by("-pk").first()
    if row is not None:
        Delivery.objects.filter(pk=row.pk).update(unsubscribed_at=timezone.now())
