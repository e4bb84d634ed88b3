"""Dates become rows when an event becomes public, and vanish with it."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from events.models import EventPage, Occurrence


@receiver(page_published, sender=EventPage)
def make_occurrences(sender, instance, **kwargs):
    """Only originals have dates; translations and aliases show those."""
    if not instance.alias_of_id and instance.original.pk == instance.pk:
        Occurrence.rebuild(instance)


@receiver(page_unpublished, sender=EventPage)
def remove_occurrences(sender, instance, **kwargs):
    """What is not public has no dates."""
    Occurrence.objects.filter(event_id=instance.pk).delete()
