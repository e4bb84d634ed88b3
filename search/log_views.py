"""What a script of the search page tells when somebody opens a result."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search import log

MOST_PER_MINUTE = 120
"""Of one address. Behind a proxy on the same machine all readers have the proxy's, and share the number."""


@csrf_exempt  # readers have no cookie that could be misused, nor one to check
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Form data ``q`` and ``lang``, as of the search. 204 whether it was counted or not, 429 if there are too many."""
    if _too_many(request):
        return HttpResponse(status=429)
    log.opened(request, request.POST.get("q", ""), request.POST.get("lang", ""))
    return HttpResponse(status=204)


def _too_many(request: HttpRequest) -> bool:
    """Counts for a minute under a hash of the address, in the cache only."""
    address = request.META.get("REMOTE_ADDR", "")
    key = "opened:" + salted_hmac("search.opened", address).hexdigest()
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > MOST_PER_MINUTE
    except ValueError:  # it ended between the two
        return False
