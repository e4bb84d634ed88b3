"""A page's own interval, which the layers below do not know of."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.models import Confirmable
from core.models.confirmable import ask_interval
from freshness.models import Review


@receiver(ask_interval)
def own_interval(sender, page, **kwargs):
    """The months that an editor has set for this page."""
    if page.pk is None:
        return None
    return Review.objects.filter(page_id=page.pk).values_list("interval_months", flat=True).first()


@receiver(post_save, sender=Review)
def follow_the_interval(sender, instance, raw=False, **kwargs):
    """A new interval counts from the last confirmation at once."""
    page = instance.page.specific
    if not raw and isinstance(page, Confirmable):
        page.reschedule()
