"""What a script of the search page tells when somebody opens a result."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search import log
from search.public import PerAddress

LIMIT = PerAddress("120/m", "opened")


@csrf_exempt  # readers have no cookie that could be misused, nor one to check
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Form data ``q`` and ``lang``, as of the search. 204 whether it was counted or not, 429 if there are too many."""
    if not LIMIT.allow_request(request):
        return HttpResponse(status=429)
    log.opened(request, request.POST.get("q", ""), request.POST.get("lang", ""))
    return HttpResponse(status=204)
