"""Addresses of pages in every language.

A page keeps its slug in all languages, so that ``/de/themen/wohnen/`` is ``/ar/themen/wohnen/`` in Arabic whether the
page has been translated yet or not: a shared link, a QR code or a bookmark stays right when the translation appears.
"""

from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site


def site_roots(site: Site) -> dict[str, str]:
    """``url_path`` of the home page per language code, from Wagtail's cached list (no query when warm)."""
    return {root.language_code: root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk}


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
