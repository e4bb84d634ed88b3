"""Applying: the public form, and the applicant's own page behind a signed link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core.rates import allowed, network_asking
from members.joining.applications import UNCONFIRMED_DAYS, answer, confirm, submit
from members.joining.forms import AnswerForm, ApplyForm
from members.joining.links import application_of
from members.models import Application

PER_ADDRESS, PER_NETWORK, HOUR = 5, 60, 3600
"""Forms of an hour: with one address, which gets a letter for each, and from one network; a town hall of 300 is one."""


def slow_down(request: HttpRequest, form: forms.Form) -> bool:
    """Count a valid form; whether there were too many. Then it says so and keeps what was typed.

    Addresses are counted as they were typed, whatever the portal knows of them.
    """
    address = form.cleaned_data.get("email", "").casefold()
    within = allowed("joining", network_asking(request), PER_NETWORK, HOUR)
    if within and (not address or allowed("joining-address", address, PER_ADDRESS, HOUR)):
        return False
    form.add_error(None, _("Too many messages at once. Please try again in an hour; your text is still here."))
    return True


def answer_form(
    request: HttpRequest, template: str, form: forms.Form | None, status: int = 200, **context
) -> HttpResponse:
    """A page with a form, or what follows when it was sent (``form`` is ``None``); not for search engines."""
    response = render(request, template, {**context, "form": form, "days": UNCONFIRMED_DAYS}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@method_decorator(csrf_exempt, name="dispatch")  # there is no session to misuse, see ``core.public_forms``
class ApplyView(View):
    """GET asks, POST keeps the application until its address is confirmed. The answer is always the same."""

    template = "members/joining/apply.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_form(request, self.template, ApplyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ApplyForm(request.POST)
        if not form.is_valid():
            return answer_form(request, self.template, form, 422)
        if slow_down(request, form):
            return answer_form(request, self.template, form, 429)
        names = ("name", "purpose", "town", "website", "contact_name", "email", "language", "message")
        submit({name: form.cleaned_data[name] for name in names})
        return answer_form(request, self.template, None)


@method_decorator([never_cache, csrf_exempt], name="dispatch")  # the address itself is the secret
class ApplicationView(View):
    """What the applicant sees: how it stands, and what was said. POST confirms the address, or answers a question."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        application = application_of(token)
        if application is None:
            return self._gone(request)
        return self._page(request, application, AnswerForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        application = application_of(token)
        if application is None:
            return self._gone(request)
        if application.state == Application.State.UNCONFIRMED:
            confirm(application)
            return self._page(request, application_of(token), AnswerForm(), just_sent=True)
        if "text" not in request.POST:
            return self._page(request, application, AnswerForm())
        return self._answer(request, application, AnswerForm(request.POST))

    def _answer(self, request: HttpRequest, application: Application, form: AnswerForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(request, application, form, 422)
        if slow_down(request, form):
            return self._page(request, application, form, 429)
        is_kept = answer(application, form.cleaned_data["text"])
        application.refresh_from_db()
        if not is_kept:
            form.add_error(None, _("The editors have decided already, so this was not sent. Here you can copy it."))
            return self._page(request, application, form, 409)
        return self._page(request, application, AnswerForm(), just_sent=True)

    def _page(self, request, application: Application, form: AnswerForm, status: int = 200, **context) -> HttpResponse:
        values = {"application": application, "conversation": application.messages.all(), **context}
        return answer_form(request, "members/joining/application.html", form, status, **values)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return answer_form(request, "members/joining/application_gone.html", None, 410)
