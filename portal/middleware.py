"""Small middlewares that every request passes."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from search import engines


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _cache() -> str:
    cache.set("readyz", "yes", 10)
    if cache.get("readyz") != "yes":
        raise RuntimeError("the cache does not keep what it is given")
    return "ok"


def _search() -> str:
    return "ok" if engines.current().answers() else "degraded"


READINESS = {"database": _database, "cache": _cache, "search": _search}


def health(get_response: Callable) -> Callable:
    """Answer ``/healthz`` (the process lives) and ``/readyz`` (it can serve) before host checks and redirects.

    ``/readyz`` is 200 with ``{"status": "ok", "checks": {name: "ok"}}``, or 503 with ``"failing"`` and the check's error
    class. ``"degraded"`` is 200, too: the database answers in the search server's place, and a load balancer that took
    all nodes away would make a small loss a large one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path != "/readyz":
            return get_response(request)
        checks = {}
        for name, check in READINESS.items():
            try:
                checks[name] = check()
            except Exception as error:
                checks[name] = type(error).__name__
        found = set(checks.values())
        status = "failing" if found - {"ok", "degraded"} else "degraded" if "degraded" in found else "ok"
        return JsonResponse({"status": status, "checks": checks}, status=503 if status == "failing" else 200)

    return middleware


def content_security_of_the_admin(get_response: Callable) -> Callable:
    """Give the Wagtail admin its own, looser content security policy; the public site keeps the strict one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but what does not exist is not found at once.

    Django answers every unknown address without a language by a redirect into one, where it is not found either;
    addresses of pages are led on by ``core.views.without_language``. An answer that says its language itself, outside
    the addresses with one, was not chosen by the browser's (the API), so caches need not tell browsers apart.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.has_header("Content-Language") and not translation.get_language_from_path(request.path_info):
            return response
        if response.status_code != 404:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def headers_of_public_pages(get_response: Callable) -> Callable:
    """Headers that Django has no setting for.

    Pages without cookies may be kept by browsers and proxies but are asked for again each time (RFC 9111 "no-cache"),
    which costs a few bytes because of their ETag: a changed opening hour is right at once even on a slow phone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        anonymous = not request.COOKIES and not response.cookies
        if anonymous and request.method in {"GET", "HEAD"} and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "public, no-cache"
        return response

    return middleware
