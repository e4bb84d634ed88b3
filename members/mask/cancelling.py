"""Saying that an event does not take place: the mark at once, by whomever it is set; a word on it as any other text."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import WorkflowLock

from events.models import EventPage
from members.mask.access import OwnView, own_page
from members.mask.fields import LineField
from members.mask.kinds import KINDS, edited
from members.mask.saving import INVALID, LOCKED, OK
from members.mask.submitting import Outcome, submit, take_back


class CancelForm(forms.Form):
    """A word for those who wanted to come to a cancelled event."""

    note = LineField(
        label=gettext_lazy("A word for those who wanted to come"), required=False, max_length=300,
        help_text=gettext_lazy("Why, and what they can do instead. It stands on the event and in calendars."),
    )  # fmt: skip


class CancelEventView(OwnView):
    """Say that an event does not take place, or that it does after all. It stays visible, marked as cancelled."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self._page(pk)
        return self._ask(page, CancelForm(initial={"note": edited(page).facts.cancellation_note}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, form = self._page(pk), CancelForm(request.POST)
        if not form.is_valid():
            return self._ask(page, form, INVALID)
        if is_locked_by_editors(page, request.user):
            return self._ask(page, form, LOCKED)
        cancelled = "resume" not in request.POST
        words = {
            Outcome.PUBLIC: _("Everybody can see it now."),
            Outcome.WAITING: _("Everybody can see it now. The editors look at your text first."),
            Outcome.NOTHING: _("It is saved."),
        }
        messages.success(request, words[mark(page, request.user, cancelled, form.cleaned_data["note"])])
        return redirect("members:own", self.organisation.translation_key, "events")

    def _page(self, pk: int) -> EventPage:
        page = own_page(self.organisation, self.request.user, pk, (EventPage,))
        if page.original.pk != page.pk:
            raise Http404
        return page

    def _ask(self, page: EventPage, form: CancelForm, status: int = OK) -> HttpResponse:
        context = {"organisation": self.organisation, "own_page": page, "form": form, "kind": KINDS["events"]}
        context |= {
            "is_cancelled": edited(page).facts.cancelled,
            "is_locked": status == LOCKED,
            "has_changes": page.has_unpublished_changes,
            "can_publish": page.permissions_for_user(self.request.user).can_publish(),
        }
        return render(self.request, "members/mask/cancel.html", context, status=status)


def is_locked_by_editors(page: EventPage, user) -> bool:
    """Whether somebody has locked the page; waiting for the editors is no such lock, since it can be taken back."""
    lock = page.get_lock()
    return lock is not None and not isinstance(lock, WorkflowLock) and lock.for_user(user)


@transaction.atomic
def mark(page: EventPage, user, cancelled: bool, note: str) -> Outcome:
    """Publish the mark; the note with it where the user may publish, otherwise by way of the editors.

    Other changes that are not public stay what they are: a draft, or what waits for the editors.
    """
    note = note if cancelled else ""
    had_changes, waited = page.has_unpublished_changes, bool(take_back(page, user))
    draft, may_publish = edited(page), page.permissions_for_user(user).can_publish()
    outcome = Outcome.NOTHING
    if page.live:
        public = EventPage.objects.get(pk=page.pk)
        public.cancelled = cancelled
        if may_publish or not cancelled:
            public.cancellation_note = note
        public.save_revision(user=user, log_action=True).publish(user=user, skip_permission_checks=True)
        draft.facts.refresh_from_db(fields=["live_revision"])
        outcome = Outcome.PUBLIC
    if had_changes or not page.live or note != public.cancellation_note:
        draft.facts.cancelled, draft.facts.cancellation_note = cancelled, note
        draft.touched |= {"cancelled", "cancellation_note"}
        draft.save(user)
    if page.live and (waited or (note and not may_publish)):
        outcome = submit(EventPage.objects.get(pk=page.pk), user)
    return outcome
