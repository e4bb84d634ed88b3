"""Error pages in the reader's language."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, mostly for a form with more text or more fields than the portal takes in at once.

    A request under a foreign name, which no page can be shown for, gets a word without one.
    """
    if isinstance(exception, DisallowedHost):
        return HttpResponse("Bad Request\n", content_type="text/plain", status=400)
    return render(request, "400.html", status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the search box and ways on; the language is that of the address, else that of the browser."""
    return render(request, "404.html", status=404)
