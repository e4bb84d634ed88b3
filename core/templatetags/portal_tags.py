"""Small helpers for templates."""

import re

from django import template
from django.apps import apps
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, json_script
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import pgettext

from core.addresses import list_url as list_url_of
from core.addresses import url_in
from core.breadcrumbs import breadcrumbs as breadcrumbs_of
from core.fields import phone_uri as phone_uri_of
from core.languages import NAMES, active_language, direction, html_lang, source_language
from core.models import StandardPage
from core.shell_cache import remembered

register = template.Library()


@register.simple_tag
def lang_attrs(code: str) -> str:
    """``lang`` and ``dir`` for text in the language ``code``; nothing if the reader's interface is in it anyway."""
    if not code or code == active_language():
        return ""
    return format_html(' lang="{}" dir="{}"', html_lang(code), direction(code))


@register.simple_tag
def source_attrs() -> str:
    """``lang`` and ``dir`` for facts that are written in the source language only, such as notes and prices."""
    return lang_attrs(source_language())


@register.simple_tag(takes_context=True)
def interface_attrs(context) -> str:
    """``lang`` and ``dir`` of the interface, for labels inside a text that is shown in another language."""
    reading = context.get("reading")
    if reading is None or not reading.is_fallback:
        return ""
    language = active_language()
    return format_html('lang="{}" dir="{}"', html_lang(language), direction(language))


@register.simple_tag
def list_url(model: str) -> str:
    """Path of the portal's one page of ``model`` ("services.ServiceIndexPage") in the reader's interface, or nothing."""
    return list_url_of(apps.get_model(model))


@register.simple_tag
def role_url(role: str) -> str:
    """Path of the plain page with ``role``, or nothing. The page in Leichte Sprache is shown in its own language."""
    language = active_language()

    def find() -> str:
        page = StandardPage.objects.published().filter(role=role).order_by("path").first()
        if page is None:
            return ""
        easy = role == StandardPage.Role.SIMPLE and "de-simple" in NAMES
        if (
            easy
            and page.get_translations().filter(locale__language_code="de-simple", live=True, alias_of=None).exists()
        ):
            return url_in(page, "de-simple")
        return url_in(page, language)

    return remembered(f"role-url:{role}:{language}", find)


@register.simple_tag
def load_renditions(*lists) -> str:
    """Read the sizes of pictures with one query before lists show them: pages and the name of their picture's field,
    as in ``{% load_renditions news "image" associations "logo" %}``. Prints nothing.
    """
    images = [
        image
        for pages, name in zip(lists[::2], lists[1::2], strict=True)
        for page in pages
        if (image := getattr(page.facts, name, None)) is not None
    ]
    prefetch_related_objects(images, "renditions")
    return ""


@register.simple_tag(takes_context=True)
def teaser(context, page, heading="h3", **extra) -> str:
    """A page in a list, by the page type's own template, marked when it is in another language."""
    values = {**context.flatten(), "item": page, "heading": heading, **extra}
    return render_to_string(page.teaser_template, values)


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page) -> list[dict]:
    """The way from the home page to ``page``."""
    return breadcrumbs_of(page, active_language())


@register.simple_tag
def page_kind(page) -> str:
    """What kind of page a search result is, in the words of the interface."""
    return capfirst(page._meta.verbose_name)


@register.filter
def breakable(address: str) -> str:
    """An e-mail or web address that may be broken at its joints, so that it fits a narrow screen."""
    return mark_safe(re.sub(r"([@.?]|(?<=[^/:])/)", r"<wbr>\1", conditional_escape(address)))  # noqa: S308


@register.filter
def phone_uri(number: str) -> str:
    """A ``tel:`` URI for a telephone number."""
    return phone_uri_of(number)


@register.simple_tag
def comma() -> str:
    """What stands between the parts of a list in the reader's language, with its space: ``", "``, in Arabic ``"، "``.

    Not for facts such as addresses: they are in the source language, and so are their commas.
    """
    return pgettext("between the parts of a list", ", ")


@register.simple_tag
def json_ld(data: dict | None) -> str:
    """schema.org data as a script element; ``json_script`` escapes what could end the element."""
    if not data:
        return ""
    script = json_script(data)
    return mark_safe(script.replace('type="application/json"', 'type="application/ld+json"', 1))  # noqa: S308


@register.simple_tag
def icon(name: str) -> str:
    """A decorative icon from the sprite."""
    return format_html(
        '<svg class="icon icon--{}" aria-hidden="true" focusable="false" width="24" height="24">'
        '<use href="{}#{}"></use></svg>',
        name,
        static("portal/img/icons.svg"),
        name,
    )


@register.filter
def item(mapping, key):
    """``mapping[key]`` or nothing."""
    return mapping.get(key) if mapping else None
