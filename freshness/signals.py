"""A page's own interval, which the layers below do not know of."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.mail import came_back, of_message_id
from core.models import Confirmable
from core.models.confirmable import ask_interval
from freshness.models import MESSAGE, Reminder, Review


@receiver(ask_interval)
def own_interval(sender, page, **kwargs):
    """The months that an editor has set for this page."""
    if page.pk is None:
        return None
    return Review.objects.filter(page_id=page.pk).values_list("interval_months", flat=True).first()


@receiver(came_back)
def note_what_came_back(sender, message_id: str, is_permanent: bool, **kwargs) -> bool:
    """An address that does not exist is not asked again, and no page is taken down because it did not answer."""
    mail = Reminder.objects.filter(pk=of_message_id(MESSAGE, message_id)).first()
    if mail is not None and is_permanent:
        Reminder.objects.filter(address=mail.address, claimed_on=mail.claimed_on).update(refused=True)
    return mail is not None


@receiver(post_save, sender=Review)
def follow_the_interval(sender, instance, raw=False, **kwargs):
    """A new interval counts from the last confirmation at once."""
    page = instance.page.specific
    if not raw and isinstance(page, Confirmable):
        page.reschedule()
