"""What every page of the site needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from core.languages import active_language, autonym, direction, html_lang
from core.models.navigation import menus
from core.models.site import PortalSettings
from core.reading import Version
from core.shell_cache import remembered


def portal_settings(request: HttpRequest) -> PortalSettings:
    """The settings of the site that is asked for, from the cache; empty ones, unsaved, where there are none."""

    def load() -> PortalSettings:
        site = Site.find_for_request(request)
        found = PortalSettings.objects.filter(site=site).select_related("logo").first() or PortalSettings(site=site)
        # Computed here, so that it is remembered too.
        _logo = found.header_logo
        return found

    return remembered(f"settings:{request.get_host()}", load)


def language_links(request: HttpRequest) -> list[Version]:
    """The switcher on pages that are no Wagtail pages (search, calendar, errors): the same view in each language."""
    links = []
    for code, _name in settings.LANGUAGES:
        url = translate_url(request.get_full_path(), code)
        if url == request.get_full_path() and code != active_language():
            with translation.override(code):
                url = reverse("wagtail_serve", args=("",))
        links.append(Version(code, url, translated=True, current=code == active_language()))
    return links


def portal(request: HttpRequest) -> dict:
    """Interface language, menus and settings; queries run only where a template asks."""
    language = active_language()
    return {
        "interface": {
            "code": language,
            "lang": html_lang(language),
            "dir": direction(language),
            "name": autonym(language),
        },
        "base_url": settings.BASE_URL.rstrip("/"),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "menus": SimpleLazyObject(lambda: remembered(f"menus:{language}", lambda: menus(language))),
        "portal": SimpleLazyObject(lambda: portal_settings(request)),
        "reading": getattr(request, "reading", None),
    }
