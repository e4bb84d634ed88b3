"""The profile in steps: every step is saved by itself, in any order."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.languages import autonym
from members.mask.access import OwnView
from members.mask.completeness import completeness_of
from members.mask.drafts import has_text, latest, profile_draft, text_pages, writable_languages
from members.mask.pictures_form import PicturesForm
from members.mask.preview import live_preview
from members.mask.saving import CONFLICT, LOCKED, OK, Saved, save
from members.mask.steps import BY_CODE, STEPS, Step, after
from members.mask.submitting import is_locked, pages_to_submit, problems
from members.states import Code, state_of, states_of


class ProfileView(OwnView):
    """Where the profile stands: what is missing and why it helps, the steps, the languages, and the way to the public."""

    def get(self, request: HttpRequest) -> HttpResponse:
        pages = text_pages(self.organisation)
        states = states_of(list(pages.values()))
        texts = [
            {"page": page, "state": states[page.pk], "name": autonym(code)}
            for code, page in pages.items()
            if page.pk == self.organisation.pk or has_text(latest(page))
        ]
        waiting = any(state.code == Code.WAITING for state in states.values())
        context = {
            "organisation": self.organisation,
            "steps": STEPS,
            "completeness": completeness_of(self.organisation),
            "texts": texts,
            "is_waiting": waiting,
            "can_submit": bool(pages_to_submit(self.organisation)),
            "can_publish": self.organisation.permissions_for_user(request.user).can_publish(),
            "problems": problems(self.organisation),
        }
        return render(request, "members/mask/profile.html", context)


class StepView(OwnView):
    """One step. The buttons say where to go after saving: on, to another step, or to the start page."""

    def named(self, step: str) -> dict:
        if step not in BY_CODE:
            raise Http404
        self.step = BY_CODE[step]
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(Saved(self._form(request.GET.get("language", "")), OK))

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if "more" in request.POST:
            form = self._form(language, request.POST, more_rows=request.POST["more"])
            return self._show(Saved(form, OK), quiet=True)
        if "live" in request.POST:
            return live_preview(request, self._form(language, request.POST))
        saved = save(
            request,
            self.organisation.pk,
            lambda: self._form(language, request.POST, request.FILES),
            prepare=lambda form: form.keep(self.organisation, request.user) if self.step.form is None else None,
        )
        if saved.status != OK:
            return self._show(saved)
        if refused := getattr(saved.form, "refused", []):
            saved.form = self._form(language)
            saved.form.refused = refused
            return self._show(saved)
        if saved.changed:
            messages.success(request, _("Saved. Readers see it when it is published."), extra_tags="saved")
        request.session["mask_saved"] = request.path
        return self._leave(request, saved.form.draft.language)

    def _form(self, language: str, data=None, files=None, more_rows: str = ""):
        languages = writable_languages(self.organisation)
        draft = profile_draft(self.organisation, language if language in dict(languages) else "")
        form = self.step.form or PicturesForm
        return form(draft, data, files, languages=languages, more_rows=more_rows)

    def _leave(self, request: HttpRequest, language: str) -> HttpResponse:
        go = request.POST.get("go", "")
        if go == "leave":
            return redirect("members:start")
        if go == "preview":
            page = text_pages(self.organisation).get(language, self.organisation)
            return redirect("members:preview", self.organisation.translation_key, page.pk)
        following = BY_CODE.get(go) or (self.step if go == "stay" else after(self.step.code))
        return HttpResponseRedirect(self._url(following, language))

    def _url(self, step: Step | None, language: str) -> str:
        key = self.organisation.translation_key
        if step is None:
            return reverse("members:profile", args=[key])
        url = reverse("members:profile_step", args=[key, step.code])
        return f"{url}?{urlencode({'language': language})}" if language != self.organisation.language else url

    def _show(self, saved: Saved, quiet: bool = False) -> HttpResponse:
        """``quiet``: the form was not sent to be checked but to get another row."""
        form, pages = saved.form, text_pages(self.organisation)
        waiting = [page for page in pages.values() if is_locked(page, self.request.user)]
        locked = [page for page in waiting if page.pk in {one.pk for one in form.draft.pages}]
        context = {
            "organisation": self.organisation,
            "step": self.step,
            "number": STEPS.index(self.step) + 1,
            "steps": [(one, self._url(one, form.draft.language)) for one in STEPS],
            "completeness": completeness_of(self.organisation),
            "form": form,
            "quiet": quiet,
            "conflicts": form.conflicts() if saved.status == CONFLICT else [],
            "locked_state": state_of(locked[0]) if locked else None,
            "typed_though_locked": saved.status == LOCKED,
            "editor_url": reverse("wagtailadmin_pages:edit", args=[self.organisation.pk]),
            "saved_path": self.request.session.pop("mask_saved", "") if self.request.method == "GET" else "",
            "action": self._url(self.step, form.draft.language),
        }
        return render(self.request, "members/mask/step.html", context, status=saved.status)
