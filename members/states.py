"""Where a page stands between the association and the editors."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from organisations.moderation import reason_of


class Code(TextChoices):
    """What a member has to know of a page; the labels are what the members' area says."""

    PUBLIC = "public", _("public")
    CHANGED = "changed", _("public, with changes that nobody sees yet")
    WAITING = "waiting", _("with the editors")
    REFUSED = "refused", _("please look at it again")
    DRAFT = "draft", _("draft")


@dataclass(frozen=True)
class State:
    """``since``: when it was submitted, answered or saved last; ``reason``: what the editors wrote with a refusal."""

    code: Code
    since: datetime | None = None
    reason: str = ""


def states_of(pages: list[Page]) -> dict[int, State]:
    """Page id → state. One query, however many pages."""
    found = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(page.pk) for page in pages]
    )
    by_page = {int(state.object_id): state for state in found.select_related("current_task_state")}
    return {page.pk: _state(page, by_page.get(page.pk)) for page in pages}


def state_of(page: Page) -> State:
    """The state of one page."""
    return states_of([page])[page.pk]


def _state(page: Page, workflow: WorkflowState | None) -> State:
    if workflow is not None and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        answered = workflow.current_task_state.finished_at if workflow.current_task_state else None
        return State(Code.REFUSED, answered, reason_of(workflow))
    if workflow is not None:
        return State(Code.WAITING, workflow.created_at)
    if page.live:
        changed = page.has_unpublished_changes
        return State(Code.CHANGED if changed else Code.PUBLIC, page.latest_revision_created_at if changed else None)
    return State(Code.DRAFT, page.latest_revision_created_at)
