"""From draft to public: at once for trusted associations, by way of the editors for all others."""

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from core.addresses import url_in
from core.models import BasePage, ContentReport
from events.models import EventPage
from members.mask.drafts import has_text, latest, text_pages
from organisations.models import OrganisationPage

LONGEST_MESSAGE = 5000
"""Letters of what an association writes to the editors about one page before somebody reads it."""


class Outcome(TextChoices):
    """What became of a submission."""

    PUBLIC = "public"
    WAITING = "waiting"
    NOTHING = "nothing"


def pages_to_submit(page: BasePage) -> list[BasePage]:
    """The page itself; of a profile all its languages that have changes, the facts first."""
    if not isinstance(page, OrganisationPage):
        return [page] if page.has_unpublished_changes or not page.live else []
    pages = text_pages(page).values()
    return [
        one
        for one in pages
        if (one.has_unpublished_changes or not one.live) and (one.pk == page.pk or has_text(latest(one)))
    ]


def problems(page: BasePage) -> list[str]:
    """What keeps a page from being submitted, in words for its author."""
    draft = latest(page)
    found = []
    if isinstance(draft, EventPage) and not draft.dates:
        found.append(_("The event has no date yet."))
    pictures = [child.value for child in draft.pictures] if isinstance(draft, OrganisationPage) else []
    undescribed = [one for one in pictures if one["image"] and not one["image"].decorative and not one.alt.strip()]
    image = getattr(draft, "image", None)
    if image is not None and not draft.image_alt and not image.decorative:
        undescribed.append(image)
    if undescribed:
        found.append(_("Please say of each picture what can be seen in it. Blind people have it read out."))
    return found


def is_locked(page: BasePage, user) -> bool:
    """Whether the page waits for the editors, or one of them has locked it."""
    return bool(page.permissions_for_user(user).page_locked())


@transaction.atomic
def submit(page: BasePage, user) -> Outcome:
    """Publish the drafts, or hand them to the editors, whichever the user may. What waits already goes on waiting."""
    outcome = Outcome.NOTHING
    for one in pages_to_submit(page):
        rights = one.permissions_for_user(user)
        if not rights.can_edit() or rights.page_locked():
            continue
        if one.latest_revision is None:
            one.save_revision(user=user)
        if rights.can_publish():
            one.latest_revision.publish(user=user)
            outcome = Outcome.PUBLIC
        elif _start(one, user):
            outcome = Outcome.WAITING
    return outcome


def _start(page: BasePage, user) -> bool:
    state, workflow = page.current_workflow_state, page.get_workflow()
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state is None and workflow is not None:
        workflow.start(page, user)
    else:
        return False
    return True


@transaction.atomic
def take_back(page: BasePage, user) -> int:
    """End the submissions of a page (of a profile: in all languages), so that it can be changed again; how many there were."""
    pages = text_pages(page).values() if isinstance(page, OrganisationPage) else [page]
    states = [
        state
        for one in pages
        if one.permissions_for_user(user).can_edit() and (state := one.current_workflow_state) is not None
        if state.status == WorkflowState.STATUS_IN_PROGRESS
    ]
    for state in states:
        state.cancel(user=user)
    return len(states)


def take_down(page: BasePage, user, reason: str = "") -> bool:
    """Take a public page off the site; ``False`` if that is for the editors, who have now been asked to.

    Who asks again adds a reason to the message that nobody has read yet.
    """
    if page.permissions_for_user(user).can_unpublish():
        page.unpublish(user=user)
        return True
    asked = _("The association asks you to take this page off the site.")
    same = {"page": page, "email": user.email, "reason": ContentReport.Reason.OTHER, "state": ContentReport.State.NEW}
    report = ContentReport.objects.filter(**same, message__startswith=asked).first() or ContentReport(
        **same, message=asked, address=url_in(page, page.language)[:500], language=user.letter_language
    )
    if reason not in report.message:
        report.message = f"{report.message}\n\n{reason}"[:LONGEST_MESSAGE]
    report.save()
    return False
