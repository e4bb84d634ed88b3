"""The draft as readers would see it, in the public template, and the way from a page to its form; for those who may edit."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.languages import active_language
from core.models import BasePage
from core.reading import Reading
from members.mask.access import OwnView, own_page
from members.mask.drafts import latest
from members.mask.forms import MaskForm
from members.mask.kinds import PAGE_TYPES, kind_of
from members.mask.submitting import pages_to_submit, problems
from members.states import Code, state_of
from organisations.models import OrganisationPage


class PreviewView(OwnView):
    """A page of the association with a bar above it: go on writing, submit."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = own_page(self.organisation, request.user, pk, PAGE_TYPES)
        draft = shown_draft(page, request)
        is_profile = isinstance(page, OrganisationPage)
        answered_for = self.organisation if is_profile else page
        state = state_of(page)
        bar = {
            "preview_bar": "members/mask/preview_bar.html",
            "organisation": self.organisation,
            "kind": None if is_profile else kind_of(page),
            "state": state,
            "is_waiting": state.code == Code.WAITING,
            "can_submit": bool(pages_to_submit(answered_for)) and state.code != Code.WAITING,
            "can_publish": page.permissions_for_user(request.user).can_publish(),
            "problems": problems(answered_for),
            "submitted": answered_for,
            "own_page": page,
        }
        response = TemplateResponse(request, draft.get_template(request), {**draft.get_context(request), **bar})
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def shown_draft(page: BasePage, request: HttpRequest) -> BasePage:
    """The draft of a page with the draft of its facts, ready for the public template."""
    draft, original = latest(page), page.original
    return _ready(draft, draft if original.pk == page.pk else latest(original), page, request)


def _ready(draft: BasePage, facts: BasePage, page: BasePage, request: HttpRequest) -> BasePage:
    draft.__dict__["original"] = facts
    request.is_preview = True
    group = Reading.of(page, active_language()).group
    request.reading = Reading(draft, active_language(), {**group, page.language: page})
    return draft


def live_preview(request: HttpRequest, form: MaskForm) -> HttpResponse:
    """The page as the form would leave it, for the frame beside the form; nothing is written.

    422 without a page where the form cannot be saved as it stands, or where there is no page yet.
    """
    page = form.draft.text
    if not page.pk or not form.is_valid() or form.merged.conflicts:
        return HttpResponse(status=422)
    form.write()
    draft = _ready(page, form.draft.facts, type(page).objects.select_related("locale").get(pk=page.pk), request)
    return TemplateResponse(request, draft.get_template(request), {**draft.get_context(request), "live_preview": True})


@require_safe
@never_cache
def open_page(request: HttpRequest, pk: int) -> HttpResponse:
    """From the id of a page, as the start page lists it, to the screen where it is changed; 404 for pages of others.

    Translations of news and the like that editors have made are changed in the page editor.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    page = Page.objects.filter(pk=pk, alias_of=None).first()
    page = page.specific if page is not None else None
    if not isinstance(page, PAGE_TYPES) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    if isinstance(page, OrganisationPage):
        return redirect("members:profile", page.translation_key)
    if page.original.pk != page.pk:
        return redirect("wagtailadmin_pages:edit", pk)
    above = page.get_ancestors().type(OrganisationPage).last()
    if above is None:
        return redirect("wagtailadmin_pages:edit", pk)
    return redirect("members:own_edit", above.translation_key, kind_of(page).code, pk)
