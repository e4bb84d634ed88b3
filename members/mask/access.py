"""Who may use the mask, and that nothing typed is lost on the way there."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

from core.models import BasePage
from organisations.models import OrganisationPage

NOT_SHOWN = {"csrfmiddlewaretoken", "opened", "asked", "kept_picture", "language", "form_id", "go"}


class CsrfCheck(CsrfViewMiddleware):
    """Django's check, which gives its reason instead of a bare page."""

    def _reject(self, request, reason):
        return reason


def csrf_reason(request: HttpRequest) -> str | None:
    """Why a POST must not act, or ``None``."""
    check = CsrfCheck(lambda _request: None)
    check.process_request(request)
    return check.process_view(request, None, (), {})


def own_organisation(user, key) -> OrganisationPage:
    """The original of the profile with this translation key; 404 unless the user may edit it, whether or not it exists."""
    pages = OrganisationPage.objects.originals().filter(translation_key=key, alias_of=None)
    page = pages.select_related("locale", "record", "latest_revision").first()
    if page is None or not page.permissions_for_user(user).can_edit():
        raise Http404
    page.__dict__["original"] = page
    return page


def own_page(organisation: OrganisationPage, user, pk: int, types: tuple[type[BasePage], ...]) -> BasePage:
    """A page of the organisation, of one of the types, in whatever language it was written first; else 404."""
    base = Page.objects.filter(pk=pk, alias_of=None).first()
    paths = Page.objects.filter(translation_key=organisation.translation_key).values_list("path", flat=True)
    if base is None or not issubclass(base.specific_class, types) or not base.path.startswith(tuple(paths)):
        raise Http404
    # Page and draft in one query: a colleague may be deleting both.
    page = base.specific_class.objects.filter(pk=pk).select_related("locale", "latest_revision").first()
    if page is None or not page.permissions_for_user(user).can_edit():
        raise Http404
    return page


def stopped(request: HttpRequest) -> HttpResponse | None:
    """The answer to who is not signed in, or sends a form with a stale token; ``None`` for everybody else.

    For views that are exempt from Django's check of forged requests, since this makes the same check: a token that went
    stale, because the session ended and somebody signed in again in another tab, must not cost an evening's text.
    """
    if request.method == "POST":
        reason = csrf_reason(request)
        if not request.user.is_authenticated or reason:
            if is_foreign(request, reason):
                raise PermissionDenied
            return kept(request)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    return None


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class KeepingView(View):
    """Base of other screens with a form, for everybody who is signed in."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return stopped(request) or super().dispatch(request, *args, **kwargs)


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class OwnView(View):
    """Base of all screens of the mask: signed in, own organisation."""

    def dispatch(self, request: HttpRequest, *args, key, **kwargs) -> HttpResponse:
        if answer := stopped(request):
            return answer
        try:
            self.organisation = own_organisation(request.user, key)
            return super().dispatch(request, *args, **self.named(**kwargs))
        except Http404:
            if request.method == "POST" and typed_text(request):
                return gone(request)
            raise

    def named(self, **kwargs) -> dict:
        """Arguments of the address that ``get`` and ``post`` are called with; subclasses keep theirs and check them."""
        return kwargs


def is_foreign(request: HttpRequest, reason: str | None) -> bool:
    """Whether the form was on another site; only the token of one of ours may be stale."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin != f"{request.scheme}://{request.get_host()}"
    return bool(reason) and not reason.startswith(("CSRF token", "CSRF cookie"))


def typed_text(request: HttpRequest) -> list[str]:
    """What somebody has written, without marks, numbers and ticks."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_SHOWN and not name.endswith(("_FORMS", "-id")) and value != "on"
        if value.strip() and not value.isdigit()
    ]


def gone(request: HttpRequest) -> HttpResponse:
    """404 with what was typed: a colleague has deleted the page meanwhile, or the membership has ended."""
    return render(request, "members/mask/gone.html", {"shown": typed_text(request)}, status=404)


def kept(request: HttpRequest) -> HttpResponse:
    """Everything that was typed, in a form that can be sent again: 401 without a session, 403 with a stale token."""
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    signed_in = request.user.is_authenticated
    context = {
        "typed": typed,
        "shown": typed_text(request),
        "has_files": bool(request.FILES),
        "signed_in": signed_in,
        "sign_in_url": resolve_url(settings.LOGIN_URL),
        "action": request.get_full_path(),
    }
    response = render(request, "members/mask/kept.html", context, status=403 if signed_in else 401)
    if not signed_in:
        # RFC 9110, 15.5.2: a 401 names a way to authenticate; this one makes no browser open its own dialogue.
        response.headers["WWW-Authenticate"] = 'Form realm="members"'
    return response
