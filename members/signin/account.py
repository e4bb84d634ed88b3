"""One's own account: name, language of letters, address, password, second step."""

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.languages import active_language
from core.mail import letter, post
from members.mask.access import KeepingView
from members.models import SignInLink
from members.signin import limits
from members.signin.access import confirmed_within, start_of
from members.signin.forms import AddressForm, PasswordForm, ProfileForm
from members.signin.links import ADDRESS_HOURS, address_of
from members.signin.tasks import send_address_link
from users.models import User

CONFIRMED, STILL_TYPING = limits.QUARTER, limits.HOUR
"""Seconds for which having proved who one is counts: to open a form, and to send it."""


class AccountView(KeepingView):
    """Everything at a glance; name and language are changed here, the rest on pages of its own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ProfileForm(instance=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST, instance=User.objects.get(pk=request.user.pk))
        if not form.is_valid():
            return self._page(request, form, 422)
        form.save()
        messages.success(request, _("Your changes are saved."))
        return redirect("members:account")

    def _page(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "start": start_of(request.user),
            "has_password": has_password(request.user),
            "second_factor": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        }
        return render(request, "members/signin/account.html", context, status=status)


class ConfirmedView(LoginRequiredMixin, View):
    """Base of pages that ask again who one is, unless that is just proved.

    A form may be sent for longer than it may be opened. After that it has to be opened again: keeping what was typed in
    the session would write a password into the database.
    """

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            if request.method == "GET" and not confirmed_within(request, CONFIRMED) and _can_confirm(request.user):
                raise ReauthenticationRequired
            if request.method == "POST" and not confirmed_within(request, STILL_TYPING) and _can_confirm(request.user):
                return redirect(request.path)
        return super().dispatch(request, *args, **kwargs)


def _can_confirm(user: User) -> bool:
    """Whether there is anything to ask for: who has always come by links in mails has neither password nor app."""
    return has_password(user) or is_mfa_enabled(user)


def has_password(user: User) -> bool:
    """Also ``False`` for the empty text that Wagtail leaves in accounts made without a password."""
    return bool(user.password) and user.has_usable_password()


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PasswordView(ConfirmedView):
    """A new password, or the first one. All other sessions of the account end."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PasswordForm(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.user, request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        user = form.save()
        update_session_auth_hash(request, user)
        SignInLink.objects.filter(user=user).delete()
        post(letter("password_changed", user.email, user.letter_language, {"user": user}))
        messages.success(request, _("Your new password is saved. On all other devices you are signed out."))
        return redirect("members:account")

    def _page(self, request: HttpRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
        return render(request, "members/signin/password.html", {"form": form}, status=status)


@method_decorator(never_cache, name="dispatch")
class AddressView(ConfirmedView):
    """A new address, which has to be confirmed from there. Nothing is said about whether somebody else has it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, AddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        address = form.cleaned_data["email"]
        if not (limits.links(request, address).begin() and limits.links(request, request.user.email).begin()):
            form.add_error(None, _("Many links were asked for already. Please try again in an hour."))
            return self._page(request, form, 429)
        send_address_link.enqueue(request.user.pk, address, active_language())
        return render(request, "members/signin/address_sent.html", {"address": address, "hours": ADDRESS_HOURS})

    def _page(self, request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
        return render(request, "members/signin/address.html", {"form": form}, status=status)


@method_decorator(never_cache, name="dispatch")
class AddressLinkView(View):
    """The link that went to the new address. GET shows a button, POST changes the address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if (found := address_of(token)) is None:
            return self._gone(request)
        return render(request, "members/signin/address_link.html", {"address": found[1]})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = address_of(token)
        if found is None or not change_address(*found):
            return self._gone(request)
        messages.success(request, _("Your new address is saved. From now on you sign in with it."))
        return redirect("members:account")

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return render(request, "members/signin/address_gone.html", {"hours": ADDRESS_HOURS}, status=410)


def change_address(user: User, address: str) -> bool:
    """Give an account its new address and tell the old one; ``False`` if somebody else has it by now.

    A user name that was the old address changes with it. Links to sign in that are on their way end.
    """
    old = user.email
    try:
        with transaction.atomic():
            if User.objects.filter(email__iexact=address).exclude(pk=user.pk).exists():
                return False
            if user.username == old:
                user.username = address
            user.email = address
            user.save(update_fields=["email", "username"])
            SignInLink.objects.filter(user=user).delete()
    except IntegrityError:
        return False
    post(letter("address_changed", old, user.letter_language, {"user": user}))
    return True
