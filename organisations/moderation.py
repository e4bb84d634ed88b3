"""The answer of the editors to what members have submitted, as a letter in the member's language."""

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected

from core.mail import letter, post
from organisations.models import Membership


def reason_of(state: WorkflowState) -> str:
    """What the editor wrote with the last decision; may be empty."""
    return state.current_task_state.comment if state.current_task_state else ""


@receiver(workflow_rejected, sender=WorkflowState)
@receiver(workflow_approved, sender=WorkflowState)
def answer(sender, instance, **kwargs):
    """Tell the member who submitted a page that it is public now, or why it is not. Sent once the decision is saved."""
    page, user = instance.content_object, instance.requested_by
    if not isinstance(page, Page) or user is None or not user.is_active or not user.email:
        return
    keys = page.get_ancestors(inclusive=True).values("translation_key")
    if not Membership.objects.filter(user=user, organisation__translation_key__in=keys).exists():
        return
    approved = instance.status == WorkflowState.STATUS_APPROVED
    language = user.letter_language
    with translation.override(language):
        start = settings.BASE_URL.rstrip("/") + reverse("members:start")
    message = letter(
        "moderation_approved" if approved else "moderation_rejected",
        user.email,
        language,
        {
            "title": page.get_latest_revision_as_object().title,
            "reason": reason_of(instance),
            "start_url": start,
            "page_url": settings.BASE_URL.rstrip("/") + page.specific.url_in(language),
        },
    )
    post(message)
