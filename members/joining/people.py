"""Colleagues of one organisation: who they are, and for administrators inviting, changing and removing.

Every action asks for the right of this one organisation; its translation key stands in the address.
"""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from members.joining.forms import InviteForm
from members.joining.invitations import (
    AlreadyMemberError,
    NoLongerError,
    TooManyError,
    invite,
    resend,
    revoke,
    shown_name,
)
from members.joining.staff import LastAdministratorError, change_role, end
from members.mask.access import KeepingView
from members.models import Invitation
from organisations.models import Membership, OrganisationPage


def member_of(request: HttpRequest, key, *, administrator: bool = True) -> Membership:
    """The membership of who asks in the organisation with this translation key; 403 without one, or without the role."""
    membership = (
        Membership.objects.filter(user=request.user, organisation__translation_key=key)
        .select_related("organisation__locale")
        .first()
    )
    if membership is None or (administrator and not membership.is_administrator):
        raise PermissionDenied
    return membership


class PeopleView(KeepingView):
    """GET lists, for members; POST invites, for administrators."""

    def get(self, request: HttpRequest, key) -> HttpResponse:
        return self._page(request, member_of(request, key, administrator=False), InviteForm())

    def post(self, request: HttpRequest, key) -> HttpResponse:
        membership = member_of(request, key)
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(request, membership, form, 422)
        values = form.cleaned_data
        try:
            invite(membership.organisation, values["email"], values["role"], values["language"], by=request.user)
        except AlreadyMemberError:
            form.add_error("email", _("This person works with you already."))
            return self._page(request, membership, form, 422)
        except TooManyError:
            form.add_error(None, _("Many invitations were sent today. Please try again tomorrow."))
            return self._page(request, membership, form, 429)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": values["email"]})
        return redirect("members:people", key)

    def _page(self, request, membership: Membership, form: InviteForm, status: int = 200) -> HttpResponse:
        organisation = membership.organisation
        people = organisation.memberships.select_related("user").order_by("user__first_name", "user__email", "pk")
        context = {
            "membership": membership,
            "organisation": organisation,
            "people": people,
            "invitations": Invitation.objects.pending().filter(organisation=organisation),
            "form": form,
            "roles": Membership.Role.choices,
        }
        return render(request, "members/joining/people.html", context, status=status)


class InvitationActionView(LoginRequiredMixin, View):
    """POST: send an invitation of one's own organisation again, or revoke it."""

    http_method_names = ["post"]
    action = ""

    def post(self, request: HttpRequest, key, pk: int) -> HttpResponse:
        organisation = member_of(request, key).organisation
        invitation = get_object_or_404(Invitation, pk=pk, organisation=organisation)
        act(request, invitation, self.action)
        return redirect("members:people", key)


def act(request: HttpRequest, invitation: Invitation, action: str) -> None:
    """``resend`` or ``revoke`` an invitation, and say how that went; rights are checked by the caller."""
    if action == "revoke":
        _revoke(request, invitation)
        return
    try:
        resend(invitation)
    except NoLongerError:
        messages.error(request, _("This invitation was accepted or revoked in the meantime."))
    except TooManyError:
        messages.error(request, _("Many invitations were sent today. Please try again tomorrow."))
    else:
        messages.success(request, _("A new link is on its way; the old one no longer works."))


def _revoke(request: HttpRequest, invitation: Invitation) -> None:
    """Revoke, or say who has come in by the invitation; the list on the same page is where that is ended."""
    revoke(invitation)
    invitation.refresh_from_db()
    person = invitation.accepted_by
    if invitation.accepted_at is None:
        messages.success(request, _("The invitation is revoked; its link no longer works."))
    elif person is not None and person.memberships.filter(organisation=invitation.organisation_id).exists():
        message = _(
            "The invitation was accepted already: %(person)s works there now. You can remove people in the list."
        )
        messages.error(request, message % {"person": shown_name(person)})
    else:
        messages.error(request, _("This invitation was accepted or revoked in the meantime."))


@method_decorator(never_cache, name="dispatch")
class RoleView(LoginRequiredMixin, View):
    """POST: give a colleague another role. The last administrator is asked again first."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key, pk: int) -> HttpResponse:
        organisation = member_of(request, key).organisation
        colleague = get_object_or_404(Membership.objects.select_related("user"), pk=pk, organisation=organisation)
        role = request.POST.get("role", "")
        if role not in Membership.Role.values:
            return redirect("members:people", key)
        try:
            change_role(colleague, role, even_last="sure" in request.POST)
        except LastAdministratorError:
            return _ask(request, organisation, colleague, "role", 409, role=role)
        messages.success(request, _("Saved."))
        return redirect("members:people", key)


@method_decorator(never_cache, name="dispatch")
class RemoveView(LoginRequiredMixin, View):
    """End a membership: a colleague's for administrators, one's own for everybody. GET asks, POST acts."""

    def get(self, request: HttpRequest, key, pk: int) -> HttpResponse:
        organisation, colleague = self._find(request, key, pk)
        return _ask(request, organisation, colleague, "remove")

    def post(self, request: HttpRequest, key, pk: int) -> HttpResponse:
        organisation, colleague = self._find(request, key, pk)
        leaving = colleague.user_id == request.user.pk
        try:
            end(colleague, by=request.user, even_last="sure" in request.POST)
        except LastAdministratorError:
            return _ask(request, organisation, colleague, "remove", 409)
        if leaving:
            messages.success(request, _("You have left. What you have written stays."))
            return redirect("members:start")
        messages.success(request, _("Removed. What this person has written stays."))
        return redirect("members:people", key)

    def _find(self, request: HttpRequest, key, pk: int) -> tuple[OrganisationPage, Membership]:
        own = member_of(request, key, administrator=False)
        colleagues = Membership.objects.select_related("user", "organisation")
        colleague = get_object_or_404(colleagues, pk=pk, organisation=own.organisation)
        if colleague.pk != own.pk and not own.is_administrator:
            raise PermissionDenied
        return own.organisation, colleague


def _ask(request, organisation, colleague: Membership, action: str, status: int = 200, **context) -> HttpResponse:
    """“Are you sure?”, with a clear word when nobody else could invite and remove people afterwards."""
    others = organisation.memberships.administrators().exclude(pk=colleague.pk)
    values = {
        "organisation": organisation,
        "colleague": colleague,
        "action": action,
        "is_self": colleague.user_id == request.user.pk,
        "is_last": colleague.is_administrator and not others.exists(),
        **context,
    }
    return render(request, "members/joining/sure.html", values, status=status)
