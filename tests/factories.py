"""Small builders for tests. Pages are published as programs do it (``core.publishing``)."""

import itertools
import json
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core.models import BasePage, PortalSettings, StandardPage
from core.publishing import publish_new, publish_translation
from events.models import EventIndexPage, EventPage, Occurrence
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from newsletter.models import NewsletterPage, Subscriber
from organisations.models import OrganisationIndexPage, OrganisationPage
from search import index as search_index
from services.models import ServiceIndexPage, ServicePage
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic, TopicIndexPage, TopicPage

INDEXES = {
    TopicIndexPage: "themen",
    ServiceIndexPage: "beratung",
    OrganisationIndexPage: "vereine",
    NewsIndexPage: "aktuelles",
    EventIndexPage: "termine",
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
_numbers = itertools.count(1)


def make_portal() -> HomePage:
    """Locales, home pages and index pages in all languages as the default site; returns the German home page."""
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    german = Locale.objects.get(language_code="de")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=german)
    home = publish_new(HomePage(title="Start", slug="home-de", locale=german), root)
    Site.objects.update(is_default_site=False)
    site, _created = Site.objects.update_or_create(
        hostname="localhost", port=80, defaults={"root_page": home, "is_default_site": True}
    )
    PortalSettings.objects.get_or_create(site=site, defaults={"names": {"de": "Testportal"}})
    for code in LANGUAGES[1:]:
        root = Page.objects.get(depth=1)
        publish_translation(home, code, parent=root, title=f"Home {code}", slug=f"home-{code}")
    for model, slug in INDEXES.items():
        index = publish_new(model(title=slug.title(), slug=slug, locale=german, summary=f"Über {slug}"), fresh(home))
        for code in LANGUAGES[1:]:
            publish_translation(index, code, title=f"{slug.title()} {code}")
    return fresh(home)


def fresh(page):
    """The page as the database has it now."""
    return type(page).objects.get(pk=page.pk)


def index_of(model: type[BasePage], language: str = "de") -> BasePage:
    """The index page of a type in a language."""
    return model.objects.get(locale__language_code=language)


def translate(page: BasePage, language: str, **text) -> BasePage:
    """A live translation of a live page; ``title`` defaults to the German one with the language's code."""
    text.setdefault("title", f"{page.title} [{language}]")
    return publish_translation(fresh(page), language, **text)


def term(model=Topic, code: str = "", **values):
    """A term with the name ``Name`` in German and ``Name [xx]`` in the other languages."""
    code = code or f"{model.__name__.lower()}-{next(_numbers)}"
    names = values.pop("names", None) or {
        language: code.title() if language == "de" else f"{code.title()} [{language}]" for language in LANGUAGES
    }
    if model is AdviceLanguage:
        values.setdefault("autonym", code)
    return model.objects.create(code=code, names=names, **values)


def _page(model, index_model, parent, **values) -> BasePage:
    number = next(_numbers)
    name = model.__name__.removesuffix("Page")
    values.setdefault("title", f"{name} {number}")
    values.setdefault("slug", f"{name.lower()}-{number}")
    values.setdefault("summary", f"Zusammenfassung {number}")
    parent = fresh(parent) if parent is not None else index_of(index_model)
    relations = {key: values.pop(key) for key in list(values) if key in RELATIONS}
    page = publish_new(model(locale=parent.locale, **values), parent)
    for key, rows in relations.items():
        getattr(page, key).set(rows)
    if relations:
        page.save()
        # Terms are set after publication here, which the editor's way never does.
        search_index.refresh([page.translation_key])
    return fresh(page)


RELATIONS = ("languages", "topics", "target_groups", "modes", "areas", "towns", "member_of")


def topic_page(parent=None, **values) -> TopicPage:
    return _page(TopicPage, TopicIndexPage, parent, **values)


def organisation(parent=None, **values) -> OrganisationPage:
    return _page(OrganisationPage, OrganisationIndexPage, parent, **values)


def service(parent=None, languages=(), **values) -> ServicePage:
    """``languages``: ``AdviceLanguage`` rows, spoken by staff."""
    page = _page(ServicePage, ServiceIndexPage, parent, **values)
    for number, language in enumerate(languages):
        page.languages.create(language=language, sort_order=number)
    if languages:
        page.save()
        search_index.refresh([page.translation_key])
    return fresh(page)


def news(parent=None, **values) -> NewsPage:
    return _page(NewsPage, NewsIndexPage, parent, **values)


def legal_pages(home: HomePage) -> list[StandardPage]:
    """The public imprint (``/de/impressum/``) and privacy page (``/de/datenschutz/``)."""
    roles = {"imprint": "Impressum", "privacy": "Datenschutz"}
    return [
        publish_new(StandardPage(title=title, slug=title.lower(), role=role, locale=home.locale), fresh(home))
        for role, title in roles.items()
    ]


def newsletter_page(home: HomePage | None = None, **values) -> NewsletterPage:
    """The page with the sign-up, in German."""
    home = fresh(home or HomePage.objects.get(locale__language_code="de"))
    values = {"title": "Rundbrief", "slug": "newsletter", "summary": "Neues per E-Mail.", **values}
    return fresh(publish_new(NewsletterPage(locale=home.locale, **values), home))


def subscriber(email: str = "", status: str = "confirmed", topics=(), **values) -> Subscriber:
    """A subscriber, confirmed unless ``status`` says otherwise."""
    now = timezone.now()
    values.setdefault("confirmed_at", now if status != "pending" else None)
    values.setdefault("suspended_at", now if status == "suspended" else None)
    subscriber = Subscriber.objects.create(
        email=email or f"leser-{next(_numbers)}@example.org", status=status, **values
    )
    subscriber.topics.set(topics)
    return subscriber


def event(parent=None, start: datetime | None = None, rrule: str = "", hours: float = 2, **values) -> EventPage:
    """An event of two hours, by default tomorrow at 18:00, with its occurrences. ``dates`` overrides the one date;
    ``exceptions`` (ISO days) and ``all_day`` belong to it.
    """
    if "dates" not in values:
        exceptions, all_day = values.pop("exceptions", ()), values.pop("all_day", False)
        values["dates"] = dates(event_date(start or tomorrow(), rrule, hours, exceptions, all_day))
    page = _page(EventPage, EventIndexPage, parent, **values)
    Occurrence.rebuild(page)
    return page


def tomorrow(hour: int = 18) -> datetime:
    """Tomorrow at the full hour, local time."""
    return (timezone.localtime() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def event_date(start: datetime, rrule: str = "", hours: float = 2, exceptions=(), all_day: bool = False) -> dict:
    """A raw value for ``EventPage.dates``."""
    return {
        "start": start.isoformat(),
        "end": (start + timedelta(hours=hours)).isoformat() if hours else None,
        "all_day": all_day,
        "rrule": rrule,
        "exceptions": list(exceptions),
    }


def dates(*values: dict) -> str:
    """JSON for ``EventPage.dates``."""
    return json.dumps([{"type": "date", "value": value} for value in values])


def place(street: str = "Lindenstraße 1", confidential: bool = False, slots=(), **address) -> dict:
    """A raw value for ``ServicePage.places``; wrap in ``json.dumps([{"type": "place", "value": place()}])``."""
    values = {
        "name": "",
        "street": street,
        "postcode": "00100",
        "city": "Lindenfurt",
        "latitude": None,
        "longitude": None,
    }
    return {
        "confidential": confidential,
        "address": {**values, **address},
        "transportation": "",
        "accessibility": [],
        "accessibility_note": "",
        # Without an id Wagtail reads an item of a ListBlock as a bare value, and finds no field in it.
        "slots": [
            {"type": "item", "id": str(uuid.uuid4()), "value": {"valid_from": None, "valid_to": None, **slot}}
            for slot in slots
        ],
        "exceptions": [],
        "closed_on_holidays": True,
    }


def places(*values: dict) -> str:
    """JSON for ``ServicePage.places``."""
    return json.dumps([{"type": "place", "value": value} for value in values])


__all__ = [
    "AdviceLanguage",
    "AdviceMode",
    "Place",
    "TargetGroup",
    "Topic",
    "dates",
    "event",
    "event_date",
    "fresh",
    "index_of",
    "make_portal",
    "news",
    "newsletter_page",
    "organisation",
    "place",
    "places",
    "publish_new",
    "service",
    "subscriber",
    "term",
    "tomorrow",
    "topic_page",
    "translate",
]  # fmt: skip
