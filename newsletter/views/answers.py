"""What the views of the newsletter have in common.

None of them checks a CSRF token, which would take a cookie: the forms that anybody may send do nothing for or against
the reader's own browser, and behind the other addresses stands a signed token that only the mail's owner knows.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.rates import allowed, network_asking

REQUESTS, HOUR = 100, 3600
"""Forms that one network may send in an hour. A course that signs up together shares an address."""
TOO_MANY = 429


def view_of_a_person(view: Callable) -> Callable:
    """For pages that are for one person only: kept nowhere, found by no search engine, told to no other site."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(wrapped))


def page(request: HttpRequest, name: str, context: dict | None = None, status: int = 200) -> HttpResponse:
    """``templates/newsletter/<name>.html``."""
    return render(request, f"newsletter/{name}.html", context or {}, status=status)


def network_may_ask(request: HttpRequest) -> bool:
    """Count one more form of the network that asks."""
    return allowed("newsletter-form", network_asking(request), REQUESTS, HOUR)


def address_asking(request: HttpRequest) -> str | None:
    """The IP address for the proof of consent, of IPv6 only the network; ``newsletter.proofs`` keeps it only if the city
    wants that. ``None`` for what a careless proxy let through.
    """
    try:
        return str(ip_address(network_asking(request).partition("/")[0]))
    except ValueError:
        return None
