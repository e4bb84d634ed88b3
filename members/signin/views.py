"""Signing in by password or by a link in a mail, and out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from members.signin.access import with_next


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """From the addresses that Wagtail has for signing in to the portal's own, in the language of the browser."""
    return redirect(with_next(reverse("members:signin"), request.GET.get("next", "")))
