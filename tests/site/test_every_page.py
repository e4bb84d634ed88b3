"""Rules that hold for every page type in every language."""

import re

import html5lib
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static

from core.languages import direction
from home.models import HomePage
from tests import factories as make
from tests.site.conftest import page_types

TYPES = pytest.mark.parametrize("model", page_types(), ids=lambda model: model.__name__)
LANGUAGE = pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
pytestmark = [pytest.mark.django_db, pytest.mark.long]


def html_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies, "no cookie for anonymous readers"
    return response.content.decode()


def attributes(tag: str, html: str) -> list[str]:
    return re.findall(rf"<{tag}\b[^>]*>", html)


@TYPES
@LANGUAGE
@pytest.mark.parametrize("translated", [True, False], ids=["translated", "fallback"])
def test_page(client, page_of, model, language, translated):
    page = page_of(model)
    if translated and language != "de" and not page.get_translations().filter(locale__language_code=language).exists():
        make.translate(page, language)
    if not translated and (language == "de" or model is HomePage):
        return
    if not translated:
        page.get_translations().delete()
    html = html_of(client, page.url_in(language))
    shown = language if translated else "de"

    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert attributes("html", html) == [f'<html lang="{language}" dir="{direction(language)}">']
    assert len(attributes("h1", html)) == 1
    assert re.search(r"<title>[^<\s][^<]*</title>", html)
    assert re.search(r'<meta name="description" content="[^"]+">', html)
    assert f'rel="canonical" href="{settings.BASE_URL}{page.url_in(shown)}"' in html
    assert '<a class="skip-link" href="#main">' in html
    assert 'id="main"' in html
    assert ('content="noindex"' in html) == (shown != language)
    if shown != language:
        assert f'lang="{shown}" dir="{direction(shown)}"' in html
    for code in make.LANGUAGES:
        assert f'href="{page.url_in(code)}" hreflang="{code}"' in html
    scripts = {*attributes("script", html)} - {'<script type="application/ld+json">'}
    assert scripts == {f'<script src="{static("portal/js/search.js")}" defer>'}
    assert not re.search(r'\s(?:style|on\w+)="', html), "strict CSP: nothing inline"
    assert "None" not in re.sub(r"<[^>]+>", " ", html)


@TYPES
def test_template_is_where_wagtail_looks_for_it(model):
    get_template(model.template)
    get_template(model.teaser_template)


@TYPES
def test_security_headers(client, page_of, model):
    response = client.get(page_of(model).url_in("de"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, portal, method):
    assert getattr(client, method)("/de/").status_code in {403, 405}


@TYPES
def test_teasers_mark_what_is_in_another_language(client, page_of, model):
    """Wherever a German-only page appears in an Arabic list, its text is marked as German."""
    page = page_of(model)
    if page.get_parent().specific.depth < 2 or model is HomePage or model.__name__.endswith("IndexPage"):
        return
    html = html_of(client, page.get_parent().specific.url_in("ar"))
    if page.title in html:
        before = html[: html.index(page.title)]
        assert re.search(r'lang="de"[^>]*>(?:(?!</article>|</li>).)*$', before, re.DOTALL)
