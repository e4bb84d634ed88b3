"""Addresses of pages in every language.

A page keeps its slug in all languages, so that ``/de/themen/wohnen/`` is ``/ar/themen/wohnen/`` in Arabic whether the
page has been translated yet or not: a shared link, a QR code or a bookmark stays right when the translation appears.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, Site

from core.languages import active_language
from core.shell_cache import remembered


def site_roots(site: Site) -> dict[str, str]:
    """``url_path`` of the home page per language code, from Wagtail's cached list (no query when warm)."""
    return {root.language_code: root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk}


def language_of(page: Page) -> str:
    """Code of the language that the page's text is in; no query when the cache is warm."""
    codes = remembered("locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))
    return codes.get(page.locale_id) or page.locale.language_code


def relative_path(page: Page) -> str:
    """Path below the language's home page, without a leading slash: ``"themen/wohnen/"``; empty for home pages."""
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return page.url_path[len(root.root_path) :]
    return ""


def url_in(page: Page, language: str) -> str:
    """Path of ``page`` inside the interface of ``language``, with a leading slash."""
    with translation.override(language):
        return reverse("wagtail_serve", args=(relative_path(page),))


def list_url(model: type[Page], language: str | None = None, **parameters: str) -> str:
    """Path of the portal's one page of ``model``, such as the list of news, in the interface of ``language`` (default:
    the reader's), with GET parameters; empty if it is not public. No query when the cache is warm.
    """
    language = language or active_language()

    def find() -> str:
        page = model.objects.published().order_by("path").first()
        return url_in(page, language) if page else ""

    url = remembered(f"list-url:{model._meta.label_lower}:{language}", find)
    return f"{url}?{urlencode(parameters)}" if url and parameters else url
