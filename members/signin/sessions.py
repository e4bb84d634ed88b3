"""How long somebody stays signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

TOUCHED = "signin.touched"


def stay_signed_in(get_response: Callable) -> Callable:
    """Middleware. ``SIGNED_IN_DAYS`` count from the last visit: once a day the session's time begins anew.

    A session that nobody asked for stays untouched, so that pages for readers cost no query and get no ``Vary: Cookie``.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            today = timezone.localdate().isoformat()
            if request.session.get(TOUCHED) != today:
                request.session[TOUCHED] = today
        return response

    return middleware
