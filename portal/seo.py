"""robots.txt and the sitemap."""

from collections import defaultdict
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from core.addresses import site_roots, url_in
from core.languages import html_lang, source_language
from news.models import NewsPage
from services.models import ServicePage


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything but the admin and search results (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: /{code}/search/" for code, _name in settings.LANGUAGES]
    lines.append(f"Sitemap: {settings.BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """Every public page in every language it really exists in, with its other languages (sitemaps.org, hreflang).

    What the portal's own lists and search do not show any more is left out.
    """
    return StreamingHttpResponse(_sitemap(Site.find_for_request(request)), content_type="application/xml")


def _sitemap(site: Site):
    base = settings.BASE_URL.rstrip("/")
    roots = tuple(site_roots(site).values())
    groups = defaultdict(list)
    pages = Page.objects.live().public().filter(alias_of=None, depth__gt=1).select_related("locale").order_by("pk")
    for model in (NewsPage, ServicePage):
        hidden = model.objects.originals().exclude(pk__in=model.objects.listed().values("pk"))
        pages = pages.exclude(translation_key__in=hidden.values("translation_key"))
    for page in pages.iterator():
        if page.url_path.startswith(roots):
            groups[page.translation_key].append(page)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    yield ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for group in groups.values():
        urls = [(page.locale.language_code, base + url_in(page, page.locale.language_code)) for page in group]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{html_lang(code)}" href="{escape(url)}"/>' for code, url in urls
        )
        default = next((url for code, url in urls if code == source_language()), urls[0][1])
        links += f'<xhtml:link rel="alternate" hreflang="x-default" href="{escape(default)}"/>'
        for (_code, url), page in zip(urls, group, strict=True):
            changed = page.last_published_at or page.latest_revision_created_at
            lastmod = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
            yield f"<url><loc>{escape(url)}</loc>{lastmod}{links}</url>\n"
    yield "</urlset>\n"
