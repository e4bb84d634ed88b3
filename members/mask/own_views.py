"""News, events and offers of an association: list, write, copy, cancel, take down, delete."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import active_language
from events.models import EventPage
from members.mask.access import OwnView, own_page
from members.mask.drafts import writable_languages
from members.mask.fields import LineField, PlainTextField
from members.mask.kinds import KINDS, PAGE_TYPES, edited, new_page, own_pages, place
from members.mask.pictures import store
from members.mask.saving import CONFLICT, LOCKED, OK, Saved, save
from members.mask.submitting import Outcome, is_locked, submit, take_back, take_down
from members.states import state_of, states_of

PAGE_SIZE = 20
WEEK = timedelta(days=7)


class KindView(OwnView):
    """Base of screens on one kind of page."""

    def named(self, kind: str, **kwargs) -> dict:
        if kind not in KINDS:
            raise Http404
        self.kind = KINDS[kind]
        return kwargs

    def page(self, pk: int):
        return own_page(self.organisation, self.request.user, pk, (self.kind.model,))


class ListView(KindView):
    """All pages of a kind, each with its state and what can be done with it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(own_pages(self.organisation, self.kind), PAGE_SIZE).get_page(request.GET.get("page"))
        states = states_of(list(page.object_list))
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "entries": [{"page": one, "state": states[one.pk]} for one in page.object_list],
            "page_of_results": page,
        }
        return render(request, "members/mask/list.html", context)


class EditView(KindView):
    """The form, for a new page (``pk`` is ``None``; ``?copy=`` names one to begin with) or one that exists."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        source = self._source(request.GET.get("copy", ""))
        form = self._form(pk, source=source, language=source.locale.language_code if source else "")
        return self._show(Saved(form, OK), pk, source)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        source = self._source(request.POST.get("copy", ""))
        language = request.POST.get("language", "")

        def build():
            return self._form(pk, request.POST, request.FILES, source=source, language=language)

        if "more" in request.POST:
            form = self._form(pk, request.POST, source=source, language=language, more_rows=request.POST["more"])
            return self._show(Saved(form, OK), pk, source, quiet=True)
        saved = save(
            request,
            pk or self.organisation.pk,
            build,
            place=lambda draft: place(draft, self.organisation, self.kind),
            prepare=lambda form: form.keep_picture(self._store),
        )
        if saved.status != OK:
            return self._show(saved, pk, source)
        page = saved.form.draft.facts
        request.session["mask_saved"] = request.path
        key = self.organisation.translation_key
        if request.POST.get("go") == "leave":
            return redirect("members:own", key, self.kind.code)
        return redirect("members:preview", key, page.pk)

    def _source(self, pk: str):
        return self.page(int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 12 else None

    def _store(self, upload, alt: str, title: str):
        return store(upload, self.organisation, self.request.user, alt, title)

    def _form(self, pk, data=None, files=None, *, source=None, language: str = "", more_rows: str = ""):
        if pk is not None:
            return self.kind.form(edited(self.page(pk)), data, files, more_rows=more_rows)
        if not self.organisation.permissions_for_user(self.request.user).can_add_subpage():
            raise PermissionDenied
        languages = writable_languages(self.organisation)
        codes = [code for code, _name in languages]
        language = next(code for code in (language, active_language(), *codes) if code in codes)
        initial = copied(self.kind, source) if source is not None else None
        draft = new_page(self.organisation, self.kind, language, edited(source).facts if source else None)
        return self.kind.form(draft, data, files, languages=languages, more_rows=more_rows, initial=initial)

    def _show(self, saved: Saved, pk: int | None, source, quiet: bool = False) -> HttpResponse:
        form = saved.form
        page = self.page(pk) if pk else None
        locked = page is not None and is_locked(page, self.request.user)
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "own_page": page,
            "source": source,
            "form": form,
            "quiet": quiet,
            "conflicts": form.conflicts() if saved.status == CONFLICT else [],
            "locked_state": state_of(page) if locked else None,
            "typed_though_locked": saved.status == LOCKED,
            "editor_url": reverse("wagtailadmin_pages:edit", args=[pk]) if pk else "",
            "saved_path": self.request.session.pop("mask_saved", "") if self.request.method == "GET" else "",
            "action": self.request.path,
        }
        return render(self.request, "members/mask/edit.html", context, status=saved.status)


def copied(kind, source) -> dict:
    """What a form begins with when it copies a page. Dates move on by whole weeks, so that a Saturday stays one."""
    form = kind.form(edited(source))
    values = dict(form.now)
    today = timezone.localdate()
    for row in values.get("dates", []):
        row["id"] = ""
        weeks = max(0, -(-(today - row["day"]).days // 7))
        shift = WEEK * (52 * -(-weeks // 52))
        for name in ("day", "last_day", "until"):
            row[name] = row[name] + shift if row[name] else None
    for name in ("places", "phones"):
        for row in values.get(name, []):
            row["id"] = ""
    if "expires_on" in values:
        values["expires_on"] = None
    return values


class SubmitView(OwnView):
    """Publish, or hand over to the editors."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = own_page(self.organisation, request.user, pk, PAGE_TYPES)
        words = {
            Outcome.PUBLIC: _("It is public now."),
            Outcome.WAITING: _("Thank you. The editors look at it and write to you."),
            Outcome.NOTHING: _("There was nothing new to submit."),
        }
        messages.success(request, words[submit(page.original, request.user)])
        return redirect("members:start")


class TakeBackView(OwnView):
    """End a submission, so that it can be changed again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = own_page(self.organisation, request.user, pk, PAGE_TYPES)
        if take_back(page.original, request.user):
            messages.success(request, _("You have it back and can change it. Submit it again when it is ready."))
        if isinstance(page, tuple(kind.model for kind in KINDS.values())):
            kind = next(kind for kind in KINDS.values() if isinstance(page, kind.model))
            return redirect("members:own_edit", self.organisation.translation_key, kind.code, pk)
        return redirect("members:profile", self.organisation.translation_key)


class ReasonForm(forms.Form):
    """Why a page shall be taken down."""

    reason = PlainTextField(label=gettext_lazy("Why? (for the editors)"), required=False, rows=3, max_length=2000)


class DownView(KindView):
    """GET asks, POST takes a page off the site or asks the editors to do it; a draft that never was public is deleted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._ask(self.page(pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self.page(pk)
        rights = page.permissions_for_user(request.user)
        form = ReasonForm(request.POST)
        if not page.live:
            if page.first_published_at is not None or not rights.can_delete():
                raise PermissionDenied
            with transaction.atomic():
                take_back(page, request.user)
                page.delete(user=request.user)
            messages.success(request, _("The draft is deleted."))
        elif not form.is_valid():
            return self._ask(page, form, status=422)
        elif take_down(page, request.user, form.cleaned_data["reason"]):
            messages.success(request, _("The page is no longer public. You still have it as a draft."))
        else:
            messages.success(request, _("The editors have been asked to take the page off the site."))
        return redirect("members:own", self.organisation.translation_key, self.kind.code)

    def _ask(self, page, form, status: int = 200) -> HttpResponse:
        rights = page.permissions_for_user(self.request.user)
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "own_page": page,
            "form": form,
            "can_unpublish": rights.can_unpublish(),
            "can_delete": not page.live and page.first_published_at is None and rights.can_delete(),
        }
        return render(self.request, "members/mask/down.html", context, status=status)


class CancelForm(forms.Form):
    """A word for those who wanted to come to a cancelled event."""

    note = LineField(
        label=gettext_lazy("A word for those who wanted to come"), required=False, max_length=300,
        help_text=gettext_lazy("Why, and what they can do instead. It stands on the event and in calendars."),
    )  # fmt: skip


class CancelEventView(OwnView):
    """Say that an event does not take place, or that it does after all. It stays visible, marked as cancelled."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = edited(self._page(pk)).facts
        return self._ask(self._page(pk), CancelForm(initial={"note": draft.cancellation_note}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, form = self._page(pk), CancelForm(request.POST)
        if not form.is_valid():
            return self._ask(page, form, status=422)
        with transaction.atomic():
            take_back(page, request.user)
            draft = edited(self._page(pk))
            if is_locked(draft.facts, request.user):
                raise PermissionDenied
            draft.facts.cancelled = "resume" not in request.POST
            draft.facts.cancellation_note = form.cleaned_data["note"] if draft.facts.cancelled else ""
            draft.touched |= {"cancelled", "cancellation_note"}
            draft.save(request.user)
            outcome = submit(self._page(pk), request.user)
        words = {
            Outcome.PUBLIC: _("Everybody can see it now."),
            Outcome.WAITING: _("The editors have been told. Readers see it as soon as they agree."),
            Outcome.NOTHING: _("It is saved."),
        }
        messages.success(request, words[outcome])
        return redirect("members:own", self.organisation.translation_key, "events")

    def _page(self, pk: int) -> EventPage:
        return own_page(self.organisation, self.request.user, pk, (EventPage,))

    def _ask(self, page: EventPage, form: CancelForm, status: int = 200) -> HttpResponse:
        context = {"organisation": self.organisation, "own_page": page, "form": form, "kind": KINDS["events"]}
        context |= {"is_cancelled": edited(page).facts.cancelled, "has_changes": page.has_unpublished_changes}
        return render(self.request, "members/mask/cancel.html", context, status=status)
