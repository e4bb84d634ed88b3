"""How long it is kept who got which mailing (GDPR art. 5 (1) e)."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.retention import PersonalData, personal_data
from newsletter.models import Circular, Delivery
from newsletter.retention import key_of

PERSONAL = ~Q(email="") | Q(subscriber__isnull=False)


@personal_data
class DeliveryData(PersonalData):
    """Erasing leaves the row, without its person: the report goes on counting."""

    model = Delivery
    retention = (
        "NEWSLETTER_DELIVERY_DAYS after the mailing was sent, so that what comes back can be told whose it is; where it was "
        "never finished, after it was begun."
    )

    def expired(self) -> QuerySet:
        over = timezone.now() - timedelta(days=settings.NEWSLETTER_DELIVERY_DAYS)
        ended = Coalesce("mailing__finished_at", "mailing__started_at")
        return Delivery.objects.alias(ended_at=ended).filter(PERSONAL, ended_at__lt=over)

    def of(self, email: str) -> QuerySet:
        return Delivery.objects.filter(Q(subscriber__email_key=key_of(email)) | Q(email__iexact=email.strip()))

    def erase(self, rows: Iterable[Delivery]) -> int:
        keys = [row.pk for row in rows]
        for start in range(0, len(keys), 500):
            batch = Delivery.objects.filter(pk__in=keys[start : start + 500])
            batch.filter(state=Delivery.State.PENDING).update(state=Delivery.State.SKIPPED)
            batch.update(email="", subscriber=None, error="")
        return len(keys)


@personal_data
class CircularData(PersonalData):
    """The address of the editor that answers go to."""

    model = Circular
    retention = "As long as the circular, which editors delete: it is an official letter with its sender."

    def of(self, email: str) -> QuerySet:
        return Circular.objects.filter(reply_to__iexact=email.strip())

    def erase(self, rows: Iterable[Circular]) -> int:
        """The letter stays, the sender becomes the office."""
        return Circular.objects.filter(pk__in=[row.pk for row in rows]).update(reply_to=settings.DEFAULT_FROM_EMAIL)
