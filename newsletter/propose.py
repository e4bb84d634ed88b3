"""A first version of the next issue: what was published since the last one, with a greeting in every language."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.models import PortalSettings
from events.models import Occurrence
from news.models import NewsPage
from newsletter.blocks import MAX_PAGES
from newsletter.models import Issue
from services.models import ServicePage

FIRST_DAYS = 31
"""How far the first issue of all looks back."""
EVENT_WEEKS, MOST_EVENTS, MOST_SERVICES = 4, 10, 5


def since() -> date:
    """The day from which on news is new to the readers."""
    last = Issue.objects.filter(started_at__isnull=False).order_by("-started_at").first()
    return timezone.localdate(last.started_at) if last else timezone.localdate() - timedelta(days=FIRST_DAYS)


def propose(issue: Issue) -> Issue:
    """Fill an unsaved issue. Lists that would be empty are left out; the editor shortens, adds and sends."""
    begin = since()
    issue.subject = in_all_languages(subject)
    texts = in_all_languages(greeting)
    body = [("text", {"texts": [{"language": code, "text": text} for code, text in texts.items()]})]
    news = NewsPage.objects.current().filter(date__gte=begin)[:MAX_PAGES]
    if news:
        body.append(("news", {"pages": list(news)}))
    until = timezone.now() + timedelta(weeks=EVENT_WEEKS)
    if Occurrence.objects.coming().filter(start__lt=until).exists():
        body.append(("events", {"weeks": EVENT_WEEKS, "most": MOST_EVENTS}))
    services = ServicePage.objects.published().filter(first_published_at__date__gte=begin)
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
