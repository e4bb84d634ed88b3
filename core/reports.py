"""“Is something wrong here?” on every page: a form for readers, a letter that it has arrived, a list for editors."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from wagtail.models import Page

from core.addresses import url_in
from core.languages import active_language
from core.mail import letter, post
from core.models import ContentReport
from core.models.base import restricted_paths
from core.public_forms import PublicForm
from core.rates import allowed, network_asking
from core.retention import PersonalData, personal_data
from core.shell_cache import remembered

PER_NETWORK, PER_ADDRESS, HOUR = 60, 5, 3600
KEPT_DAYS = 365
"""Days after which a message that was dealt with is deleted."""


class ReportForm(PublicForm):
    """What a reader says; an address is needed only for an answer."""

    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=ContentReport.Reason.choices, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("What do you want to say?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("In any language. Please write no secrets about yourself or others."),
    )
    email = forms.EmailField(
        label=_("E-mail, if you would like an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


@method_decorator(csrf_exempt, name="dispatch")  # there is no session to misuse, see ``core.public_forms``
class ReportView(View):
    """GET asks, POST keeps the message. The page is named by its translation key."""

    def get(self, request: HttpRequest, key) -> HttpResponse:
        return self._answer(request, self._page(key), ReportForm())

    def post(self, request: HttpRequest, key) -> HttpResponse:
        page, form = self._page(key), ReportForm(request.POST)
        if not form.is_valid():
            return self._answer(request, page, form, status=422)
        if not form.is_spam:
            if not allowed("report", network_asking(request), PER_NETWORK, HOUR):
                form.add_error(
                    None, _("Too many messages at once. Please try again in an hour; your text is still here.")
                )
                return self._answer(request, page, form, status=429)
            self._keep(page, form.cleaned_data)
        return self._answer(request, page, None)

    def _page(self, key) -> Page:
        """The public page in the reader's language, else the original; 404 for anything else."""
        pages = Page.objects.filter(translation_key=key, alias_of=None).live().select_related("locale").order_by("pk")
        hidden = tuple(remembered("restricted", restricted_paths))
        found = {page.locale.language_code: page for page in pages if not (hidden and page.path.startswith(hidden))}
        page = found.get(active_language()) or next(iter(found.values()), None)
        if page is None:
            raise Http404("No public page has this key.")
        return page

    def _keep(self, page: Page, values: dict) -> None:
        language, email = active_language(), values["email"]
        report = ContentReport.objects.create(
            page=page,
            address=url_in(page, language),
            reason=values["reason"],
            message=values["message"],
            email=email,
            language=language,
        )
        if email and allowed("report-letter", email.casefold(), PER_ADDRESS, HOUR):
            post(letter("report_received", email, language, {"title": page.title, "number": report.pk}))

    def _answer(self, request: HttpRequest, page: Page, form: ReportForm | None, status: int = 200) -> HttpResponse:
        context = {
            "page": page,
            "form": form,
            "page_url": url_in(page, active_language()),
            "page_language": page.locale.language_code,
        }
        response = render(request, "core/report.html", context, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@personal_data
class ReportData(PersonalData):
    """By the address that the reader left, if any."""

    model = ContentReport
    retention = f"Messages about pages: {KEPT_DAYS} days, so that editors can see what has been said before."

    def expired(self):
        return ContentReport.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))

    def of(self, email: str):
        return ContentReport.objects.filter(email__iexact=email)
