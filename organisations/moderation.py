"""The answer of the editors to what members have submitted, as a letter in the member's language."""

from django.conf import settings
from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_cancelled, workflow_rejected

from core.mail import letter, post
from organisations.models import Membership
from organisations.permissions import is_only_member


def reason_of(state: WorkflowState) -> str:
    """What the editor wrote with the last decision; may be empty."""
    return state.current_task_state.comment if state.current_task_state else ""


@receiver(task_submitted)
def remember_who_submits(sender, instance: TaskState, user=None, **kwargs):
    """Whoever submits again after a refusal is the one who waits for the answer; Wagtail remembers the first only."""
    state = instance.workflow_state
    if user is not None and user != state.requested_by and memberships_for(state.content_object).filter(user=user):
        state.requested_by = user
        state.save(update_fields=["requested_by"])


@receiver(workflow_rejected, sender=WorkflowState)
@receiver(workflow_approved, sender=WorkflowState)
def answer(sender, instance: WorkflowState, **kwargs):
    """Tell those who wait that the page is public now, or why it is not. Sent once the decision is saved."""
    tell(instance, instance.content_object, approved=instance.status == WorkflowState.STATUS_APPROVED)


@receiver(workflow_cancelled, sender=WorkflowState)
def answer_by_publishing(sender, instance: WorkflowState, user=None, **kwargs):
    """Editors may press "Publish" instead of "Approve". For Wagtail that ends the submission; for the member it is a yes."""
    page = instance.content_object
    if not isinstance(page, Page) or (user is not None and memberships_for(page).filter(user=user)):
        return
    page.refresh_from_db()
    if page.live and not page.has_unpublished_changes:
        tell(instance, page, approved=True)


def memberships_for(page) -> QuerySet[Membership]:
    """Memberships in the organisation that a page belongs to; none for what is no page."""
    if not isinstance(page, Page):
        return Membership.objects.none()
    keys = page.get_ancestors(inclusive=True).values("translation_key")
    return Membership.objects.filter(organisation__translation_key__in=keys)


def waiting_for(page: Page, submitter) -> list:
    """Users who are to hear of a decision: who submitted the page or, if that person has left, the administrators.

    Nobody for what editors and translators have submitted, who see it in the admin.
    """
    members = memberships_for(page).filter(user__is_active=True).exclude(user__email="").select_related("user")
    if submitter is not None and (own := members.filter(user=submitter).first()):
        return [own.user]
    if submitter is not None and not is_only_member(submitter):
        return []
    return [membership.user for membership in members.administrators()]


def tell(state: WorkflowState, page, approved: bool) -> None:
    """The letter with the decision."""
    if not isinstance(page, Page):
        return
    for user in waiting_for(page, state.requested_by):
        language = user.letter_language
        with translation.override(language):
            start = settings.BASE_URL.rstrip("/") + reverse("members:start")
        message = letter(
            "moderation_approved" if approved else "moderation_rejected",
            user.email,
            language,
            {
                "title": page.get_latest_revision_as_object().title,
                "reason": reason_of(state),
                "start_url": start,
                "page_url": settings.BASE_URL.rstrip("/") + page.specific.url_in(language),
            },
        )
        post(message)
