"""Subscribers and proofs in the admin: to look at, to give out and to erase. Nobody edits what somebody has agreed to.

Language and topics stand beside no address: together they tell where somebody is from and what they need (GDPR art. 9), and
are there for sending alone. How many read which language is said where an issue is sent.
"""

import django_filters
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from core.sheet import escaped
from newsletter.admin.unsuspend import UnsuspendView, unsuspendable
from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import about
from newsletter.retention import erase_address, export_address

ERASE = "newsletter.delete_subscriber"


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever has any right on the model may see it; nobody adds, changes or deletes a row by hand."""

    def user_has_permission(self, user, action):
        rights = ("view", "add", "change", "delete")
        return action == "view" and any(
            super(ReadOnlyPolicy, self).user_has_permission(user, right) for right in rights
        )

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each row."""

    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    rights = ["view"]
    """What groups can be given."""

    def get_permissions_to_register(self):
        names = [get_permission_codename(right, self.model_opts) for right in self.rights]
        return super().get_permissions_to_register().filter(codename__in=names)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<str:pk>/", self.inspect_view, name="inspect"),
        ]


class SubscriberFilterSet(WagtailFilterSet):
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Signed up"), widget=DateRangePickerWidget)

    class Meta:
        model = Subscriber
        fields = ["status", "created_at"]


class FactsView(InspectView):
    """The fields of a row that say something."""

    def get_fields_context(self):
        return [field for field in super().get_fields_context() if field["value"] not in (None, "")]


class SubscriberInspectView(FactsView):
    """What is stored of one subscriber, with the proofs."""

    template_name = "newsletter/admin/subscriber.html"
    page_title = gettext_lazy("Subscriber")

    def get_email_display_value(self):
        return self.object.shown_email

    @cached_property
    def header_buttons(self):
        buttons = [
            HeaderButton(
                _("Everything as JSON"), url=reverse("subscribers:export", args=(self.object.pk,)), icon_name="download"
            )
        ]
        if self.request.user.has_perm(ERASE):
            url = reverse("subscribers:erase", args=(self.object.pk,))
            buttons.append(HeaderButton(_("Erase"), url=url, icon_name="bin"))
            if unsuspendable().filter(pk=self.object.pk).exists():
                url = reverse("subscribers:unsuspend", args=(self.object.pk,))
                buttons.append(HeaderButton(_("No longer suspended"), url=url, icon_name="mail"))
        return buttons

    def get_context_data(self, **kwargs):
        proofs = ConsentProof.objects.filter(about(self.object.email_key)).select_related("consent", "origin")
        return {**super().get_context_data(**kwargs), "proofs": proofs}


def export(request, pk: int) -> HttpResponse:
    """All the newsletter knows of a subscriber, proofs included (GDPR art. 15)."""
    if not SubscriberViewSet.policy.user_has_permission(request.user, "view"):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber, pk=pk)
    response = JsonResponse(export_address(subscriber.email), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="subscriber-{subscriber.pk}.json"'
    return response


class EraseView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks, POST ends the subscription and takes the address out of the proofs (GDPR art. 17)."""

    page_title = gettext_lazy("Erase")
    header_icon = "bin"
    template_name = "newsletter/admin/erase.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(ERASE):
            raise PermissionDenied
        self.subscriber = get_object_or_404(Subscriber, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "subscriber": self.subscriber}

    def post(self, request, *args, **kwargs):
        erase_address(self.subscriber.email)
        messages.success(request, _("Erased. The newsletter holds this address no longer."))
        return redirect("subscribers:index")


class SubscriberViewSet(ReadOnlyViewSet):
    """Who gets the newsletter."""

    model = Subscriber
    name = "subscribers"
    icon = "group"
    policy = ReadOnlyPolicy(Subscriber)
    rights = ["view", "delete"]
    inspect_view_class = SubscriberInspectView
    inspect_view_fields = [
        "email", "status", "created_at", "confirmed_at", "paused_until", "soft_bounces", "soft_bounced_at",
        "suspended_at", "suspended_reason", "subscription",
    ]  # fmt: skip
    filterset_class = SubscriberFilterSet
    search_fields = ["email"]
    list_display = [
        "__str__",
        Column("status", label=gettext_lazy("Status"), accessor="get_status_display", sort_key="status"),
        DateColumn("created_at", label=gettext_lazy("Signed up"), sort_key="created_at"),
        DateColumn("confirmed_at", label=gettext_lazy("Confirmed"), sort_key="confirmed_at"),
        DateColumn("paused_until", label=gettext_lazy("Paused until"), sort_key="paused_until"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/export/", export, name="export"),
            path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
            path("<int:pk>/unsuspend/", UnsuspendView.as_view(), name="unsuspend"),
        ]


class ProofFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = ConsentProof
        fields = ["event", "at"]


class ProofIndexView(IndexView):
    """What somebody has written into a form or a list is no formula in the export."""

    custom_field_preprocess = {name: {"csv": escaped, "xlsx": escaped} for name in ("email", "source", "url")}


class ProofViewSet(ReadOnlyViewSet):
    """Who agreed to what and when, also of those who have left."""

    model = ConsentProof
    name = "consent_proofs"
    icon = "key"
    policy = ReadOnlyPolicy(ConsentProof)
    index_view_class = ProofIndexView
    inspect_view_class = FactsView
    ordering = ["-at", "-pk"]
    filterset_class = ProofFilterSet
    search_fields = ["email"]
    inspect_view_fields = [
        "event", "at", "email", "email_hash", "subscription", "consent", "url", "source", "consented_at",
    ]  # fmt: skip
    list_display = [
        "__str__",
        Column("email", label=gettext_lazy("E-mail"), sort_key="email"),
        Column("source", label=gettext_lazy("Source")),
        Column("consent", label=gettext_lazy("Consent text")),
    ]
    list_export = ["at", "event", "email", "subscription", "url", "source", "consented_at", "consent"]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(queryset=ConsentProof.objects.select_related("consent"), **kwargs)
