"""Helpers of the templates of mails and past issues."""

from django import template
from django.utils.translation import gettext

from core import languages
from newsletter.models.issue import Issue
from newsletter.plain import html_as_text

register = template.Library()
register.filter("html_lang", languages.html_lang)
register.filter("direction", languages.direction)
register.filter("autonym", languages.autonym)
register.filter("as_text", html_as_text)


@register.simple_tag
def part_heading(kind: str) -> str:
    """What stands above a list of pages."""
    return {"news": gettext("News"), "events": gettext("Coming events"), "services": gettext("Advice and help")}[kind]


@register.simple_tag
def past_issues() -> list[Issue]:
    """Issues on the web, newest first, with ``path`` and ``title`` (Text) for the reader. One query."""
    language = languages.active_language()
    issues = list(Issue.objects.filter(started_at__isnull=False).defer("body").order_by("-started_at")[:100])
    for issue in issues:
        issue.path, issue.title = issue.url_in(language), issue.subject_in(language)
    return issues
