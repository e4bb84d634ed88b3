"""Requests to the admin that no form of it makes: 400, where Wagtail's own screens answer with an error of the server.

Known of Wagtail 8.0: an address to go back to that is none, a chooser's field with something else than a number, a form
without the count of its blocks. Whoever tries such things learns nothing and breaks nothing; but monitoring that wakes
somebody for each answer above 499 would be woken by them.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from core.errors import bad_request

logger = logging.getLogger(__name__)

NOT_A_NUMBER = ("expected a number but got", "invalid literal for int()", "too large to convert")
"""How Django, Python and SQLite say that a key from the request is none."""


class MalformedRequestsInTheAdmin:
    """Middleware, after the one for languages. What was refused stands in the log with its trace, in case it is a bug."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not _in_admin(request):
            return None
        places = [*request.GET.getlist("next"), *request.POST.getlist("next")]
        # Wagtail takes whatever is no foreign address for the name of a view.
        if any(place and not place.startswith(("/", "?", "http://", "https://")) for place in places):
            return bad_request(request, ValueError("next"))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not _in_admin(request) or not _is_of_the_request(exception):
            return None
        logger.warning("Refused as malformed: %s %s", request.method, request.path, exc_info=exception)
        return bad_request(request, exception)


def _in_admin(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.route.startswith("admin/")


def _is_of_the_request(exception: Exception) -> bool:
    if isinstance(exception, MultiValueDictKeyError):
        return True
    said = " ".join(str(part) for part in exception.args)
    return isinstance(exception, ValueError | OverflowError) and any(words in said for words in NOT_A_NUMBER)
