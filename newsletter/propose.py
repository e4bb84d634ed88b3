"""A first version of the next issue: what was published since the last one, with a greeting in every language."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.languages import source_language
from core.models import PortalSettings
from events.models import Occurrence
from news.models import NewsPage
from newsletter.blocks import MAX_PAGES
from newsletter.compose import entries_of
from newsletter.models import Issue
from services.models import ServicePage

FIRST_DAYS = 31
"""How far the first issue of all looks back, and how old a date news may bear that come late, after moderation."""
EVENT_WEEKS, MOST_EVENTS, MOST_SERVICES = 4, 10, 5


def since() -> tuple[datetime, set[str]]:
    """From when on something is new to the readers, and the keys of pages that they have got all the same.

    An issue shows what there was when its writing began; what was published until it went out belongs to the next one,
    unless the editor has put it in. Issues that were stopped do not count.
    """
    issues = Issue.objects.on_the_web().defer("body")
    last = issues.order_by("-created_at").first()
    if last is None:
        return timezone.now() - timedelta(days=FIRST_DAYS), set()
    contents = [issue.content.get(source_language(), {}) for issue in issues.filter(started_at__gte=last.created_at)]
    return last.created_at, {entry["key"] for content in contents for entry in entries_of(content)}


def propose(issue: Issue) -> Issue:
    """Fill an unsaved issue. Lists that would be empty are left out; the editor shortens, adds and sends."""
    begin, known = since()
    issue.subject = in_all_languages(subject)
    texts = in_all_languages(greeting)
    body = [("text", {"texts": [{"language": code, "text": text} for code, text in texts.items()]})]
    late = Q(first_published_at__gt=begin, date__gte=timezone.localdate() - timedelta(days=FIRST_DAYS))
    news = NewsPage.objects.current().filter(late | Q(date__gt=timezone.localdate(begin)))
    if news := news.exclude(translation_key__in=known)[:MAX_PAGES]:
        body.append(("news", {"pages": list(news)}))
    until = timezone.now() + timedelta(weeks=EVENT_WEEKS)
    if Occurrence.objects.coming().filter(start__lt=until).exists():
        body.append(("events", {"weeks": EVENT_WEEKS, "most": MOST_EVENTS}))
    services = ServicePage.objects.published().listed().filter(first_published_at__gt=begin)
    services = services.exclude(translation_key__in=known)
    if services := services.order_by("-first_published_at")[:MOST_SERVICES]:
        body.append(("services", {"pages": list(services)}))
    issue.body = body
    return issue


def in_all_languages(text) -> dict[str, str]:
    """What ``text()`` says in each language of the portal."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = text()
    return texts


def subject() -> str:
    """In the active language, with the month."""
    month = formats.date_format(timezone.localdate(), "F Y")
    return _("News for you: %(month)s") % {"month": month}


def greeting() -> str:
    """In the active language, as rich text."""
    portal = PortalSettings.objects.filter(site__is_default_site=True).first() or PortalSettings()
    new = _("this is what is new on %(portal)s, and what is on in the next weeks.") % {"portal": portal.name}
    return format_html("<p>{}</p><p>{}</p>", _("Good day,"), new)
