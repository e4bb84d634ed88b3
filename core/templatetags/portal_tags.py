"""Small helpers for templates."""

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import mark_safe

from core.breadcrumbs import breadcrumbs as breadcrumbs_of
from core.fields import phone_uri as phone_uri_of
from core.languages import active_language, direction, html_lang, source_language

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
def teaser(context, page, heading="h3", **extra) -> str:
    """A page in a list, by the page type's own template, marked when it is in another language."""
    values = {**context.flatten(), "item": page, "heading": heading, **extra}
    return render_to_string(page.teaser_template, values)


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page) -> list[dict]:
    """The way from the home page to ``page``."""
    return breadcrumbs_of(page, active_language())


@register.filter
def phone_uri(number: str) -> str:
    """A ``tel:`` URI for a telephone number."""
    return phone_uri_of(number)


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
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24"><use href="{}#{}"></use></svg>',
        static("portal/img/icons.svg"),
        name,
    )


@register.filter
def item(mapping, key):
    """``mapping[key]`` or nothing."""
    return mapping.get(key) if mapping else None
