"""Applications in the admin: the list, and the page on which one is accepted, asked about or refused."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from core.languages import autonym
from core.policies import NothingToAdd
from members.joining import applications
from members.joining.applications import DecidedError
from members.joining.fields import ParagraphsField
from members.joining.invitations import TooManyError
from members.joining.likely import Likely, likely_profiles
from members.joining.profiles import languages_of_new_profiles
from members.models import Application

MAY = "members.change_application"
NEW = "new"


class TextForm(forms.Form):
    """A question, or the reason of a refusal; goes to the applicant as it stands."""

    text = ParagraphsField(label=gettext_lazy("Text of the mail"), max_length=3000)


class AcceptForm(forms.Form):
    """Which profile the applicant gets: a new one in a language, or one that exists."""

    profile = forms.ChoiceField(label=gettext_lazy("Profile"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of a new profile"),
        help_text=gettext_lazy("In which the applicant has written; it can be translated from there."),
    )

    def __init__(self, *args, application: Application, likely: list[Likely], **kwargs):
        super().__init__(*args, **kwargs)
        self.profiles = {str(one.organisation.pk): one.organisation for one in likely}
        chosen = str(application.claimed_id or "")
        self.fields["profile"].choices = [
            *((key, page.title) for key, page in self.profiles.items()),
            (NEW, _("a new one")),
        ]
        self.fields["profile"].initial = chosen if chosen in self.profiles else NEW
        codes = languages_of_new_profiles(application)
        self.fields["language"].choices = [(code, autonym(code)) for code in codes]

    def clean(self):
        values = super().clean()
        return {**values, "profile": self.profiles.get(values.get("profile", ""))}


class ApplicationView(View):
    """GET shows everything that an editor needs to decide, POST does one of the three things."""

    def dispatch(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        self.application = get_object_or_404(
            Application.objects.received().select_related("claimed", "decided_by"), pk=pk
        )
        self.likely = likely_profiles(self.application) if self.application.is_open else []
        return super().dispatch(request, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        action = request.POST.get("action")
        try:
            if action == "accept":
                return self._accept(request)
            if action in {"ask", "refuse"}:
                return self._write(request, action)
        except DecidedError:
            messages.warning(request, _("This application was decided in the meantime."))
        return redirect(self.application.admin_url)

    def _accept(self, request: HttpRequest) -> HttpResponse:
        form = AcceptForm(request.POST, prefix="accept", application=self.application, likely=self.likely)
        if not form.is_valid():
            return self._page(request, accept=form)
        values = form.cleaned_data
        try:
            profile = applications.accept(self.application, request.user, values["profile"], values["language"])
        except TooManyError:
            form.add_error(None, _("Many invitations were sent today. Please try again tomorrow."))
            return self._page(request, accept=form)
        messages.success(
            request, _("Accepted. The invitation for “%(title)s” is on its way.") % {"title": profile.title}
        )
        return redirect("wagtailadmin_pages:edit", profile.pk)

    def _write(self, request: HttpRequest, action: str) -> HttpResponse:
        form = TextForm(request.POST, prefix=action)
        if not form.is_valid():
            return self._page(request, **{action: form})
        act = applications.ask if action == "ask" else applications.refuse
        act(self.application, form.cleaned_data["text"], request.user)
        messages.success(request, _("The mail is on its way."))
        return redirect("applications:index")

    def _page(self, request: HttpRequest, **bound: forms.Form) -> HttpResponse:
        form = AcceptForm(prefix="accept", application=self.application, likely=self.likely)
        context = {
            "application": self.application,
            "language_name": autonym(self.application.language),
            "conversation": self.application.messages.select_related("author"),
            "likely": self.likely,
            "accept": form,
            "ask": TextForm(prefix="ask"),
            "refuse": TextForm(prefix="refuse"),
            **bound,
        }
        status = 422 if bound else 200
        return render(request, "members/joining/admin/application.html", context, status=status)


class ApplicationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[choice for choice in Application.State.choices if choice[0] != Application.State.UNCONFIRMED],
    )
    language = django_filters.ChoiceFilter(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Application
        fields = ["state", "language"]


class ApplicationViewSet(ModelViewSet):
    """Applications with a confirmed address."""

    model = Application
    name = "applications"
    icon = "mail"
    menu_label = gettext_lazy("Applications")
    policy = NothingToAdd(Application)
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    search_fields = ["name", "contact_name", "email", "town"]
    filterset_class = ApplicationFilterSet
    list_display = [
        "__str__",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("town", label=gettext_lazy("Town")),
        Column("language", label=gettext_lazy("Language"), accessor="language_name"),
        Column("claimed", label=gettext_lazy("Existing profile")),
        DateColumn("confirmed_at", label=gettext_lazy("Received"), sort_key="confirmed_at"),
    ]

    def get_index_view_kwargs(self, **kwargs):
        received = Application.objects.received().select_related("claimed")
        return super().get_index_view_kwargs(queryset=received, **kwargs)

    def get_common_view_kwargs(self, **kwargs):
        # There is nothing to add, and what was done stands on the page itself.
        without = dict.fromkeys(("add_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**without, **kwargs)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", ApplicationView.as_view(), name="edit"),
            path("<int:pk>/delete/", self.delete_view, name="delete"),
        ]


class ApplicationsPanel(Component):
    """Applications that wait for an answer, the oldest first, for who may decide."""

    name = "applications"
    template_name = "members/joining/admin/panel.html"
    order = 30
    shown = 5

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``applications``: the first few; ``number`` of all of them."""
        if not parent_context["request"].user.has_perm(MAY):
            return {"applications": [], "number": 0}
        waiting = Application.objects.waiting().order_by("confirmed_at", "pk")
        return {"applications": waiting[: self.shown], "number": waiting.count()}
