"""The pages behind the link of a reminder. GET shows, POST acts; the token in the address is the only key.

Whoever has the link was sent it, so no session and no cookie is needed: the forms are exempt from Django's check, which
would ask for one. A foreign site that wanted to forge a POST would need the token.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page

from core.confirmation import confirm_as
from core.languages import active_language
from core.localised import in_language
from core.models import BasePage, Confirmable
from core.rates import allowed, network_asking
from freshness.confirming import confirm_all, receive
from freshness.forms import ChangeForm, NewLinkForm
from freshness.links import ExpiredError, address_in
from freshness.models import Answer
from freshness.responsible import pages_of
from freshness.rounds import is_due
from freshness.tasks import digest_of, send_link
from freshness.waiting import may_confirm_own
from services.models import ServicePage

HOUR = 60 * 60


@dataclass(frozen=True)
class Entry:
    """One page about somebody: its text for the reader, and what they have already told the editors about it."""

    page: Confirmable
    text: BasePage
    answer: Answer | None

    @property
    def is_due(self) -> bool:
        return is_due(self.page) and self.answer is None

    @property
    def is_service(self) -> bool:
        return isinstance(self.page, ServicePage)

    @property
    def languages(self) -> list:
        """Those that are spoken there."""
        rows = self.page.languages.all()
        return [row.language for row in rows] if self.is_service else list(rows)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LinkView(View):
    """Base: reads the token, and answers with a clear page where it is no good."""

    def dispatch(self, request: HttpRequest, token: str, *args, **kwargs) -> HttpResponse:
        try:
            self.address = address_in(token)
        except ExpiredError:
            context = {"expired": token, "form": NewLinkForm()}
            return private(render(request, "freshness/no_link.html", context, status=410))
        except signing.BadSignature:
            return private(render(request, "freshness/no_link.html", {"form": NewLinkForm()}, status=404))
        self.token = token
        return private(super().dispatch(request, *args, **kwargs))

    def entries(self) -> list[Entry]:
        """Everything of this address, in the reader's language."""
        pages = pages_of(self.address)
        waiting = {row.page_id: row for row in Answer.objects.open().filter(address=self.address, page__in=pages)}
        texts = in_language(pages)
        return [Entry(page, text, waiting.get(page.pk)) for page, text in zip(pages, texts, strict=True)]

    def entry(self, page_id: int) -> Entry:
        """One of them; 404 for a page of somebody else."""
        entry = next((entry for entry in self.entries() if entry.page.pk == page_id), None)
        if entry is None:
            raise Http404
        return entry

    @property
    def listed_url(self) -> str:
        return reverse("freshness:listed", args=[self.token])


class ListedView(LinkView):
    """Everything that is published about somebody; POST says that it is all still right.

    What the person has just reported as wrong is left out of that. A link that was used shows the same list without a button.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        entries = self.entries()
        context = {
            "entries": entries,
            "token": self.token,
            "waiting": any(entry.is_due for entry in entries),
            "thanks": any(entry.page.last_confirmed == timezone.localdate() for entry in entries),
        }
        return render(request, "freshness/listed.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        entries = self.entries()
        if any(entry.is_due for entry in entries):
            confirm_all([entry.page for entry in entries if entry.answer is None], self.address)
        return redirect(self.listed_url)


class ChangeView(LinkView):
    """Something has changed: people with an account do it themselves, others write to the editors."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self._show(request, self.entry(page_id), ChangeForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        entry = self.entry(page_id)
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return self._show(request, entry, form)
        if not allowed("freshness.answer", self.address, 20, 24 * HOUR):
            return self._show(request, entry, form, too_many=True)
        receive(entry.page, Answer.Kind.CHANGE, self.address, form.cleaned_data["text"])
        return redirect(self.listed_url)

    def _show(self, request: HttpRequest, entry: Entry, form: ChangeForm, too_many: bool = False) -> HttpResponse:
        accounts = get_user_model().objects.filter(email__iexact=self.address, is_active=True)
        may_edit = any(entry.page.permissions_for_user(account).can_edit() for account in accounts)
        context = {
            "entry": entry,
            "form": form,
            "token": self.token,
            "too_many": too_many,
            "edit_url": reverse("members:open", args=[entry.page.pk]) if may_edit else "",
        }
        status = 429 if too_many else 422 if form.errors else 200
        return render(request, "freshness/change.html", context, status=status)


class GoneView(LinkView):
    """It does not exist any more: asked once, then for an editor to decide."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return render(request, "freshness/gone.html", {"entry": self.entry(page_id), "token": self.token})

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        receive(self.entry(page_id).page, Answer.Kind.GONE, self.address)
        return redirect(self.listed_url)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class NewLinkView(View):
    """A new link by mail. The answer is the same whether or not anything is published about the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return private(render(request, "freshness/new_link.html", {"form": NewLinkForm()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewLinkForm(self._typed(request))
        if not form.is_valid():
            return private(render(request, "freshness/new_link.html", {"form": form}, status=422))
        address = form.cleaned_data["email"].lower()
        # A town hall is one network, so that limit is generous.
        in_network = allowed("freshness.link.network", network_asking(request), 60, HOUR)
        if in_network and allowed("freshness.link", address, 3, HOUR):
            send_link.enqueue(digest_of(address), active_language())
        return private(render(request, "freshness/new_link_sent.html", {"address": address}))

    def _typed(self, request: HttpRequest) -> dict:
        """The form's data; an expired link of ours stands for the address that it was sent to."""
        try:
            return {"email": address_in(request.POST.get("expired", ""))}
        except ExpiredError as error:
            return {"email": error.address}
        except signing.BadSignature:
            return request.POST


@require_POST
@login_required
def confirm_own(request: HttpRequest, page_id: int) -> HttpResponse:
    """A member says on the start page that a page of the own organisation is still right; ``next`` is where to go on."""
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if not isinstance(page, Confirmable) or not may_confirm_own(request.user, page := page.original):
        raise PermissionDenied
    confirm_as(page, request.user)
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = page.href
    return redirect(wanted)


def private(response: HttpResponse) -> HttpResponse:
    """An answer that is for one person: no search engine keeps it, and links in it do not tell the token."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
