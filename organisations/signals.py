"""What a membership brings along: who has one may enter the admin, who has none any more may not."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from organisations.models import Membership
from organisations.permissions import members_group


@receiver(post_save, sender=Membership)
def let_in(sender, instance, created, raw=False, **kwargs):
    """The first membership opens the admin. Letters on moderation are ours (``organisations.moderation``)."""
    if created and not raw:
        instance.user.groups.add(members_group())
        UserProfile.objects.update_or_create(
            user=instance.user, defaults={"approved_notifications": False, "rejected_notifications": False}
        )


@receiver(post_delete, sender=Membership)
def close(sender, instance, **kwargs):
    """With the last one the right to enter ends; what the person has written stays."""
    if not Membership.objects.filter(user_id=instance.user_id).exists():
        instance.user.groups.remove(members_group())
