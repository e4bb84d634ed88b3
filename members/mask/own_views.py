"""News, events and offers of an association: list, write, copy, take down, delete."""

from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import active_language
from members.mask.access import OwnView, own_page
from members.mask.fields import PlainTextField
from members.mask.kinds import KINDS, PAGE_TYPES, copied, edited, new_page, own_pages, place
from members.mask.pictures import store
from members.mask.preview import PreviewView, live_preview
from members.mask.saving import CONFLICT, INVALID, LOCKED, OK, Saved, save
from members.mask.submitting import Outcome, is_locked, pages_to_submit, problems, submit, take_back, take_down
from members.states import state_of, states_of

PAGE_SIZE = 20


class KindView(OwnView):
    """Base of screens on one kind of page."""

    def named(self, kind: str, **kwargs) -> dict:
        if kind not in KINDS:
            raise Http404
        self.kind = KINDS[kind]
        return kwargs

    def page(self, pk: int):
        """A page of this kind as it was written first; editors keep its translations."""
        page = own_page(self.organisation, self.request.user, pk, (self.kind.model,))
        if page.original.pk != page.pk:
            raise Http404
        return page


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
    """The form, for a new page (``pk`` is ``None``; ``?copy=`` names one to begin with) or one that exists.

    The form of a new page carries the translation key that the page will have. When it is sent a second time, it meets
    the page that it has made and is a change of that.
    """

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is not None and own_page(self.organisation, request.user, pk, (self.kind.model,)).original.pk != pk:
            return redirect("members:open", pk)
        source = self._source(request.GET.get("copy", ""))
        form = self._form(pk, source=source, language=source.locale.language_code if source else "")
        return self._show(Saved(form, OK), pk, source)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        source = self._source(request.POST.get("copy", ""))
        language = request.POST.get("language", "")

        def build():
            return self._form(pk, request.POST, request.FILES, source=source, language=language)

        if "more" in request.POST:
            form = self._form(
                pk, request.POST, request.FILES, source=source, language=language, more_rows=request.POST["more"]
            )
            form.is_valid()
            form.keep_picture(self._store)
            return self._show(Saved(form, OK), pk, source, quiet=True)
        if "live" in request.POST:
            return live_preview(request, self._form(pk, request.POST, source=source, language=language))
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

    @property
    def _salt(self) -> str:
        return f"members.mask.new-page:{self.organisation.translation_key}:{self.kind.code}"

    def _key(self) -> UUID:
        """The key that a new page gets, from the form that was sent or, for a fresh form, a new one."""
        try:
            return UUID(signing.loads(self.request.POST.get("form_id", ""), salt=self._salt))
        except signing.BadSignature:
            return uuid4()

    def _form(self, pk, data=None, files=None, *, source=None, language: str = "", more_rows: str = ""):
        key = self._key()
        if pk is None:
            pk = self.kind.model.objects.originals().filter(translation_key=key).values_list("pk", flat=True).first()
        if pk is not None:
            return self.kind.form(edited(self.page(pk)), data, files, more_rows=more_rows)
        if not self.organisation.permissions_for_user(self.request.user).can_add_subpage():
            raise PermissionDenied
        language = language if language in dict(settings.LANGUAGES) else active_language()
        initial = copied(self.kind, source) if source is not None else None
        draft = new_page(self.organisation, self.kind, language, edited(source).facts if source else None)
        draft.facts.translation_key = key
        return self.kind.form(draft, data, files, languages=settings.LANGUAGES, more_rows=more_rows, initial=initial)

    def _show(self, saved: Saved, pk: int | None, source, quiet: bool = False) -> HttpResponse:
        form = saved.form
        page = self.page(form.draft.facts.pk) if not form.draft.unsaved else None
        locked = page is not None and is_locked(page, self.request.user)
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "own_page": page,
            "source": source,
            "form_id": "" if pk else signing.dumps(str(form.draft.facts.translation_key), salt=self._salt),
            "form": form,
            "quiet": quiet,
            "conflicts": form.conflicts() if saved.status == CONFLICT else [],
            "locked_state": state_of(page) if locked else None,
            "typed_though_locked": saved.status == LOCKED,
            "editor_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
            "saved_path": self.request.session.pop("mask_saved", "") if self.request.method == "GET" else "",
            "action": self.request.path,
        }
        return render(self.request, "members/mask/edit.html", context, status=saved.status)


class SubmitView(PreviewView):
    """Publish, or hand over to the editors; what cannot be published yet is shown again, with what is missing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = own_page(self.organisation, request.user, pk, PAGE_TYPES)
        if pages_to_submit(page.original) and problems(page.original):
            response = self.get(request, pk)
            response.status_code = INVALID
            return response
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
