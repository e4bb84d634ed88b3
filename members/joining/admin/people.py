"""Who works for an organisation, in the admin: the way to a first invitation, and to help when something went wrong."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet

from members.joining.forms import InviteForm
from members.joining.invitations import AlreadyMemberError, TooManyError, invite, shown_name
from members.joining.people import act
from members.models import Invitation
from organisations.models import Membership, OrganisationPage, OrganisationRecord

MAY = "members.add_invitation"


class OrganisationPeopleView(View):
    """GET lists members and invitations; POST invites, sends again or revokes."""

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        self.organisation = get_object_or_404(OrganisationPage, pk=page_id).original
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, InviteForm(initial=self._likely_values()))

    def post(self, request: HttpRequest) -> HttpResponse:
        action = request.POST.get("action")
        if action in {"resend", "revoke"}:
            wanted = request.POST.get("invitation", "")
            invitations = Invitation.objects.filter(organisation=self.organisation)
            act(request, get_object_or_404(invitations, pk=wanted if wanted.isdigit() else 0), action)
            return redirect("organisation_people", self.organisation.pk)
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        values = form.cleaned_data
        try:
            invite(self.organisation, values["email"], values["role"], values["language"], by=request.user)
        except AlreadyMemberError:
            form.add_error("email", _("This person works there already."))
            return self._page(request, form, 422)
        except TooManyError:
            form.add_error(None, _("Many invitations were sent today. Please try again tomorrow."))
            return self._page(request, form, 429)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": values["email"]})
        return redirect("organisation_people", self.organisation.pk)

    def _likely_values(self) -> dict[str, str]:
        """The first one invited is the contact that the administration has, as administrator."""
        if self.organisation.memberships.exists():
            return {"language": self.organisation.language}
        record = self.organisation.record_or_none
        email = (record.contact_email if record else "") or self.organisation.email
        return {"email": email, "role": Membership.Role.ADMINISTRATOR, "language": self.organisation.language}

    def _page(self, request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
        context = {
            "organisation": self.organisation,
            "people": self.organisation.memberships.select_related("user"),
            "invitations": Invitation.objects.pending().filter(organisation=self.organisation),
            "form": form,
        }
        return render(request, "members/joining/admin/people.html", context, status=status)


def people_buttons(page: Page, user, view_name=None, next_url=None):
    """A button in the header menu of profiles."""
    if isinstance(page, OrganisationPage) and user.has_perm(MAY):
        yield Button(_("People"), url=reverse("organisation_people", args=[page.pk]), icon_name="group", priority=62)


def record_buttons(snippet, user, next_url=None):
    """The same in the list of internal records."""
    if isinstance(snippet, OrganisationRecord) and user.has_perm(MAY):
        url = reverse("organisation_people", args=[snippet.organisation_id])
        yield ListingButton(_("People"), url=url, icon_name="group", priority=15)


class MembershipForm(WagtailAdminModelForm):
    """A membership belongs to the original, whichever language was chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            self.fields["user"].label_from_instance = lambda user: f"{shown_name(user)} <{user.email}>"

    def clean_organisation(self) -> OrganisationPage:
        return self.cleaned_data["organisation"].specific.original


class MembershipFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=Membership.Role.choices)

    class Meta:
        model = Membership
        fields = ["role"]


class MembershipViewSet(SnippetViewSet):
    """Who works where; ends here too, by deletion."""

    model = Membership
    icon = "group"
    menu_label = gettext_lazy("Memberships")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["user__email", "user__first_name", "user__last_name", "organisation__title"]
    filterset_class = MembershipFilterSet
    edit_handler = ObjectList(
        [FieldPanel("user"), FieldPanel("organisation"), FieldPanel("role")], base_form_class=MembershipForm
    )
    list_display = [
        Column("user", label=gettext_lazy("Person"), accessor=lambda row: shown_name(row.user), sort_key="user__email"),
        Column("email", label=gettext_lazy("E-mail"), accessor="user.email"),
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation__title"),
        Column("role", label=gettext_lazy("Role"), accessor="get_role_display", sort_key="role"),
        DateColumn("created_at", label=gettext_lazy("Since"), sort_key="created_at"),
    ]

    def get_queryset(self, request):
        return Membership.objects.select_related("user", "organisation")


class RecordFilterSet(WagtailFilterSet):
    has_people = django_filters.BooleanFilter(
        label=gettext_lazy("Somebody works there"), field_name="organisation__memberships", lookup_expr="isnull",
        exclude=True, distinct=True,
    )  # fmt: skip

    class Meta:
        model = OrganisationRecord
        fields = ["trusted", "has_people"]


class RecordViewSet(SnippetViewSet):
    """What the administration knows of organisations, and whether they publish at once."""

    model = OrganisationRecord
    icon = "clipboard-list"
    menu_label = gettext_lazy("Internal records")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["organisation__title", "contact_name", "contact_email", "notes"]
    filterset_class = RecordFilterSet
    list_display = [
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation__title"),
        Column("contact_name", label=gettext_lazy("Contact"), sort_key="contact_name"),
        Column("contact_email", label=gettext_lazy("E-mail")),
        BooleanColumn("trusted", label=gettext_lazy("publishes at once"), sort_key="trusted"),
        DateColumn("updated_at", label=gettext_lazy("Last change"), sort_key="updated_at"),
    ]

    def get_queryset(self, request):
        return OrganisationRecord.objects.select_related("organisation")
