"""Letting somebody in: the one door behind every way of signing in."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from organisations.permissions import is_only_member
from users.models import User

LONGEST = 2000
"""Characters of an address to which somebody is led on."""
PROOFS = ("password", "mail")
"""Ways that prove anew who somebody is who is signed in already."""


def account_of(typed: str) -> User | None:
    """The account with this e-mail address or user name, active or not. Case does not matter unless two differ by it."""
    typed = typed.strip()
    found = User.objects.filter(Q(email__iexact=typed) | Q(username__iexact=typed))[:3]
    for name in ("email", "username"):
        if exact := [user for user in found if getattr(user, name) == typed]:
            return exact[0]
    return found[0] if len(found) == 1 else None


def sign_in(request: HttpRequest, user: User, *, by: str = "invitation", then: str = "") -> HttpResponse:
    """Take somebody who has proved who they are through the remaining steps and lead them on.

    ``by`` is noted in the session; ``then`` is an address of the portal, which the caller has validated (``safe_next``).
    With a second factor the answer asks for it, and only after that the session becomes theirs. Who is signed in as
    somebody else is signed out before; who is signed in already has confirmed that it is them. Inactive accounts are
    led to the sign-in page.
    """
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    if request.user.is_authenticated:
        if by in PROOFS:
            record_authentication(request, user, method=by, reauthenticated=True)
        return redirect(then or start_of(user))
    record_authentication(request, user, method=by, reauthenticated=True)
    return perform_login(request, user, redirect_url=then or None)


def start_of(user: User) -> str:
    """Where somebody arrives: editors and translators in the admin, everybody else at the members' start page."""
    if user.has_perm("wagtailadmin.access_admin") and not is_only_member(user):
        return reverse("wagtailadmin_home")
    return reverse(settings.LOGIN_REDIRECT_URL)


def safe_next(request: HttpRequest) -> str:
    """The address in ``next`` if it is one of this portal, else an empty text."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(request, wanted) else ""


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address leads nowhere but to this portal, and has a length that browsers make."""
    host = request.get_host()
    return len(address) <= LONGEST and url_has_allowed_host_and_scheme(
        address, allowed_hosts={host}, require_https=request.is_secure()
    )


def with_next(address: str, wanted: str) -> str:
    """An address that carries another one on."""
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def confirmed_within(request: HttpRequest, seconds: int) -> bool:
    """Whether the person has proved who they are, by whatever means, in these last seconds of this session."""
    records = get_authentication_records(request, request.user)
    return any(timezone.now().timestamp() - record["at"] < seconds for record in records)
