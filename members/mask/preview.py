"""The draft as readers would see it, in the public template; only for those who may edit it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.languages import active_language
from core.models import BasePage
from core.reading import Reading
from members.mask.access import OwnView, own_page
from members.mask.drafts import latest
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
    draft.__dict__["original"] = draft if original.pk == page.pk else latest(original)
    request.is_preview = True
    group = Reading.of(page, active_language()).group
    request.reading = Reading(draft, active_language(), {**group, page.language: page})
    return draft
