"""One page for each mailing: look at who gets it, try it, send it, watch it, read the report."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput

from core.languages import autonym
from core.sheet import FORMATS, write
from newsletter.admin.report import table
from newsletter.compose import compose
from newsletter.models import Circular, Delivery, Mailing
from newsletter.posting import send_in_background
from newsletter.render import Letter
from newsletter.sending import NotSendableError, change, start

State = Mailing.State


class ScheduleForm(forms.Form):
    """When to send."""

    send_at = forms.DateTimeField(label=gettext_lazy("To be sent at"), widget=AdminDateTimeInput)

    def clean_send_at(self):
        if self.cleaned_data["send_at"] <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return self.cleaned_data["send_at"]


class TestForm(forms.Form):
    """In which language."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)


class DispatchView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows where the mailing stands; ``?part=progress`` the part that changes, ``?export=xlsx`` the report.
    POST does what ``action`` says.
    """

    model: type[Mailing] = Mailing
    template_name = "newsletter/admin/dispatch.html"
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(f"newsletter.change_{self.model._meta.model_name}"):
            raise PermissionDenied
        self.mailing = get_object_or_404(self.model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return str(self.mailing)

    def get_breadcrumbs_items(self):
        viewset = self.model.snippet_viewset
        items = [
            {"url": reverse(viewset.get_url_name("list")), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": "", "label": str(self.mailing)},
        ]
        return [*super().get_breadcrumbs_items(), *items]

    # --- Looking -----------------------------------------------------------------------------------------------------

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") in FORMATS:
            return self._export(request.GET["export"])
        context = self.get_context_data()
        if request.GET.get("part") == "progress":
            return render(request, "newsletter/admin/progress.html", context)
        return self.render_to_response(context)

    def _export(self, form: str) -> HttpResponse:
        response = HttpResponse(write(table(self.mailing), form), content_type=FORMATS[form])
        name = f"{self.model._meta.model_name}-{self.mailing.pk}-{slugify(str(self.mailing))[:50]}"
        response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return response

    def get_context_data(self, **kwargs):
        mailing = self.mailing
        figures = mailing.figures()
        waiting = figures["states"].get("pending", 0)
        return {
            **super().get_context_data(),
            "mailing": mailing,
            "figures": figures,
            "waiting": waiting,
            "finished": figures["recipients"] - waiting,
            "unsure": figures["states"].get("unsure", 0),
            "skipped": figures["states"].get("skipped", 0),
            "languages": [
                (autonym(code or settings.LANGUAGE_CODE), n) for code, n in sorted(figures["languages"].items())
            ],
            "expected": self._expected() if mailing.state in {State.DRAFT, State.SCHEDULED} else None,
            "test_form": TestForm(),
            "schedule_form": ScheduleForm(),
            "edit_url": reverse(self.model.snippet_viewset.get_url_name("edit"), args=(mailing.pk,)),
            "is_circular": isinstance(mailing, Circular),
            "own_email": self.request.user.email,
            **kwargs,
        }

    def _expected(self) -> dict:
        """Who would get it now: ``number``, ``languages``, and for a circular its ``addressees``
        and the ``undelivered`` among their addresses."""
        rows = self.mailing.recipients()
        languages: dict[str, int] = {}
        for row in rows:
            name = autonym(row.language)
            languages[name] = languages.get(name, 0) + 1
        addressees = self.mailing.addressees() if isinstance(self.mailing, Circular) else []
        undelivered = Delivery.undelivered([email for addressee in addressees for email in addressee.emails])
        counts = {"number": len(rows), "languages": languages.items()}
        return {**counts, "addressees": addressees, "undelivered": undelivered}

    # --- Acting ------------------------------------------------------------------------------------------------------

    def post(self, request, *args, **kwargs):
        actions = {
            "test": self._test,
            "send": self._send,
            "schedule": self._schedule,
            "unschedule": self._unschedule,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
        }
        action = actions.get(request.POST.get("action", ""))
        if action is None:
            return redirect(request.path)
        return action() or redirect(request.path)

    def _test(self) -> None:
        """To the editor alone, with links that lead to the newsletter's page instead of somebody's subscription."""
        form = TestForm(self.request.POST)
        to = self.request.user.email
        if not form.is_valid() or not to:
            messages.error(self.request, _("Your account has no e-mail address."))
            return
        language = form.cleaned_data["language"]
        letter = Letter.of(self.mailing, compose(self.mailing, language), language)
        message = letter.message(to, letter.links_for_nobody(), {})
        message.subject = f"[Test] {message.subject}"
        try:
            message.send()
        except (OSError, SMTPException) as error:
            messages.error(self.request, _("The mail server did not take it: %(error)s") % {"error": error})
            return
        messages.success(self.request, _("A test mail is on its way to %(email)s.") % {"email": to})

    def _send(self) -> None:
        try:
            mailing = start(self.mailing)
        except NotSendableError as error:
            messages.error(self.request, error.message)
            return
        send_in_background.enqueue(mailing.pk)
        messages.success(self.request, _("It is being sent. You can close this page."))

    def _schedule(self) -> HttpResponse | None:
        form = ScheduleForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(schedule_form=form))
        if not self.mailing.subject or not self.mailing.body:
            messages.error(self.request, NotSendableError("empty").message)
            return None
        rows = Mailing.objects.filter(pk=self.mailing.pk, state__in=[State.DRAFT, State.SCHEDULED])
        rows.update(state=State.SCHEDULED, send_at=form.cleaned_data["send_at"], trouble="")
        return None

    def _unschedule(self) -> None:
        rows = Mailing.objects.filter(pk=self.mailing.pk, state=State.SCHEDULED)
        rows.update(state=State.DRAFT, send_at=None)

    def _pause(self) -> None:
        change(self.mailing, State.PAUSED, of={State.SENDING})

    def _resume(self) -> None:
        """Also takes up what was interrupted."""
        if change(self.mailing, State.SENDING, of={State.PAUSED, State.SENDING}):
            send_in_background.enqueue(self.mailing.pk)

    def _stop(self) -> None:
        change(self.mailing, State.STOPPED, of={State.SENDING, State.PAUSED})
