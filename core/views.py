"""Serving pages: from one path to one page in the reader's language, or in the language in which it exists."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail import hooks
from wagtail.models import Page, Site

from core.addresses import site_roots, url_in
from core.languages import active_language
from core.models.page_views import note_view
from core.reading import Reading


def find_page(site: Site, path: str, language: str) -> Page | None:
    """The live page at ``path`` (``"themen/wohnen/"``) in ``language``, else the same path in another language.

    One query, however deep the path: Wagtail's own routing takes two per level. Aliases, which wagtail-localize makes
    of parents that are not translated yet, count as missing.
    """
    slugs = [slug for slug in path.split("/") if slug]
    roots = site_roots(site)
    url_paths = {code: root + "".join(f"{slug}/" for slug in slugs) for code, root in roots.items()}
    pages = Page.objects.filter(url_path__in=url_paths.values(), live=True, alias_of__isnull=True)
    # The slug has an index, url_path has none.
    pages = pages.filter(slug=slugs[-1]) if slugs else pages.filter(depth=2)
    found = {page.url_path: page for page in pages.select_related("locale", "text_state")}
    own = found.get(url_paths.get(language, ""))
    if own is not None:
        return own
    originals = [page for page in found.values() if not getattr(getattr(page, "text_state", None), "source_id", None)]
    return originals[0] if originals else next(iter(found.values()), None)


@require_safe
def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer with the page at ``path``; 404 if no language has one. Wagtail's hooks around serving are kept."""
    site = Site.find_for_request(request)
    language = active_language()
    page = find_page(site, path, language) if site is not None and "\0" not in path else None
    if page is None:
        raise Http404
    page = page.specific
    request.reading = Reading.of(page, language)
    translated = request.reading.group.get(language)
    if translated is not None and translated.pk != page.pk:
        return HttpResponseRedirect(url_in(translated, language))

    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    chain = serve_page
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    return chain(page, request, [], {})


def serve_page(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
    """The innermost link of Wagtail's ``on_serve_page`` chain."""
    response = page.serve(request, *args, **kwargs)
    if response.status_code == HTTPStatus.OK:
        note_view(request, page)
    return response


@require_safe
@vary_on_headers("Accept-Language")
def without_language(request: HttpRequest, path: str) -> HttpResponse:
    """An address as it may stand on a poster, ``/themen/wohnen/``, leads to the page in the browser's language."""
    site = Site.find_for_request(request)
    language = active_language()
    page = find_page(site, path, language) if site is not None and "\0" not in path else None
    if page is None:
        raise Http404
    return HttpResponseRedirect(url_in(page, language))


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the language that the browser asks for (RFC 9110, 12.5.4); no cookie."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        return HttpResponseRedirect(reverse("wagtail_serve", args=("",)))
