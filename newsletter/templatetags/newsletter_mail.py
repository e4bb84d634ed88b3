"""Helpers of the templates of mails and past issues."""

from django import template
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext

from core import languages
from newsletter.models.issue import Issue
from newsletter.plain import html_as_text

PAGE_SIZE = 25
register = template.Library()
register.filter("html_lang", languages.html_lang)
register.filter("direction", languages.direction)
register.filter("autonym", languages.autonym)
register.filter("as_text", html_as_text)


@register.simple_tag
def part_heading(kind: str) -> str:
    """What stands above a list of pages."""
    return {"news": gettext("News"), "events": gettext("Coming events"), "services": gettext("Advice and help")}[kind]


@register.simple_tag(takes_context=True)
def past_issues(context) -> Page:
    """The page of issues on the web that ``?page=`` asks for, newest first, with ``path`` and ``title`` (Text) for the
    reader. Two queries.
    """
    language = languages.active_language()
    issues = Issue.objects.on_the_web().defer("body").order_by("-started_at", "-pk")
    page = Paginator(issues, PAGE_SIZE).get_page(context["request"].GET.get("page"))
    for issue in page:
        issue.path, issue.title = issue.url_in(language), issue.subject_in(language)
    return page
