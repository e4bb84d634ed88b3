"""The page behind the link of an invitation: GET says who invites to what, POST accepts."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.languages import active_language
from members.joining.forms import NewAccountForm
from members.joining.invitations import NoLongerError, accept, new_account, shown_name
from members.joining.links import invitation_of
from members.models import Invitation
from members.signin.access import sign_in, start_of, with_next
from users.models import User


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationView(View):
    """Whoever has an account signs in first; whoever has none makes one here. The link proves the address.

    Somebody who is signed in with another address may accept with that account, or sign out.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitation_of(token)
        if reason := _why_not(invitation, request.user):
            return self._gone(request, invitation, reason)
        if invitation.accepted_at:  # by this person
            return redirect(start_of(request.user))
        return self._page(request, invitation, NewAccountForm(email=invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitation_of(token)
        if reason := _why_not(invitation, request.user):
            return self._gone(request, invitation, reason)
        if request.user.is_authenticated:
            if request.POST.get("way") == "somebody-else":
                logout(request)
                return redirect(invitation.path)
            return self._join(request, invitation, request.user)
        if _account_for(invitation):
            return redirect(with_next(reverse("members:signin"), invitation.path))
        form = NewAccountForm(request.POST, email=invitation.email)
        if not form.is_valid():
            return self._page(request, invitation, form, 422)
        return self._join(request, invitation, None, form.cleaned_data)

    def _join(self, request, invitation: Invitation, user: User | None, values: dict | None = None) -> HttpResponse:
        """Accept, with a new account made of ``values`` for who has none; both or neither."""
        try:
            with transaction.atomic():
                user = user or new_account(invitation, values, active_language())
                accept(invitation, user)
        except IntegrityError:  # the account was made a moment ago, by the same form sent twice
            return redirect(invitation.path)
        except NoLongerError:
            return self._gone(request, invitation, "used")
        messages.success(request, _("Welcome! You can now work on the pages of your association."))
        return sign_in(request, user, by="invitation", then=start_of(user))

    def _page(self, request, invitation: Invitation, form: NewAccountForm, status: int = 200) -> HttpResponse:
        user = request.user
        context = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "inviter": shown_name(invitation.invited_by),
            "form": form,
            "account": _account_for(invitation),
            "as_somebody_else": user.is_authenticated and user.email.casefold() != invitation.email.casefold(),
            "signin_url": with_next(reverse("members:signin"), invitation.path),
        }
        return render(request, "members/joining/invitation.html", context, status=status)

    def _gone(self, request: HttpRequest, invitation: Invitation | None, reason: str) -> HttpResponse:
        context = {"reason": reason, "organisation": invitation.organisation if invitation else None}
        return render(request, "members/joining/invitation_gone.html", context, status=410)


def _account_for(invitation: Invitation) -> User | None:
    """The account with the invited address."""
    return User.objects.filter(email__iexact=invitation.email).first()


def _why_not(invitation: Invitation | None, user) -> str:
    """Why an invitation cannot be accepted, as the template names it; empty if it can, or if this person has."""
    if invitation is None:
        return "unknown"
    if invitation.accepted_at:
        mine = user.is_authenticated and invitation.accepted_by_id == user.pk
        return "" if mine and user.memberships.filter(organisation=invitation.organisation_id).exists() else "used"
    if invitation.organisation is None:
        return "deleted"
    if invitation.revoked_at:
        return "revoked"
    if invitation.is_expired:
        return "expired"
    account = _account_for(invitation)
    return "inactive" if account and not account.is_active else ""
