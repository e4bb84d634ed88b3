"""Switching off the second step of somebody else, who has lost both phone and recovery codes."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import Button
from wagtail.log_actions import log

from core.mail import letter, post
from users.models import User


def remove_second_factor(user: User) -> bool:
    """Take app and recovery codes off an account and write to its owner; ``False`` if there were none."""
    with transaction.atomic():
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
        if removed:
            log(user, "wagtail.edit", title=f"{user}: second step removed")
            post(letter("second_factor_off", user.email, user.letter_language, {"user": user}))
    return bool(removed)


def may_remove(actor: User, user: User) -> bool:
    """Whoever may change accounts; those of superusers only superusers."""
    return actor.has_perm("users.change_user") and (actor.is_superuser or not user.is_superuser)


@require_http_methods(["GET", "POST"])
def second_factor_view(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST acts."""
    user = get_object_or_404(User, pk=pk)
    if not may_remove(request.user, user):
        raise PermissionDenied
    if request.method == "GET":
        has_one = Authenticator.objects.filter(user=user).exists()
        return render(request, "members/admin/second_factor.html", {"account": user, "has_one": has_one})
    if remove_second_factor(user):
        messages.success(request, _("The second step is switched off."))
    return redirect("wagtailusers_users:index")


def second_factor_buttons(user: User, request_user: User):
    """A button in the list of users."""
    if may_remove(request_user, user):
        yield Button(
            _("Switch off the second step"),
            url=reverse("remove_second_factor", args=[user.pk]),
            icon_name="mobile-alt",
            priority=60,
        )
