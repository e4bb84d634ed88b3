"""What all parts of the demo need: its files, its languages, and translations made on the spot."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale

from core.models import BasePage, Contact, TextState
from core.publishing import publish_translation
from portal.demo.bodies import Body

CONTENT = Path(__file__).with_name("content")


def content(name: str):
    """A file of the demo content, parsed."""
    return json.loads((CONTENT / name).read_text())


def fresh(page: BasePage | None) -> BasePage | None:
    """The page as it is now: treebeard needs the current number of children."""
    return type(page).objects.get(pk=page.pk) if page is not None else None


class Loader:
    """Base of the parts. They share ``contacts`` and ``organisations``, by the keys of the demo's files."""

    def __init__(self, contacts: dict[str, Contact], organisations: dict[str, BasePage]):
        self.contacts = contacts
        self.organisations = organisations
        self.languages = [code for code, _name in settings.LANGUAGES]
        self.german = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        self.today: date = timezone.localdate()

    def translate(
        self, original: BasePage, texts: dict[str, dict], parents: dict[str, BasePage] | None = None
    ) -> dict[str, BasePage]:
        """Publish every language of ``texts`` but the source language, below ``parents[language]`` where known."""
        return {
            language: publish_translation(original, language, parent=(parents or {}).get(language), **text)
            for language, text in texts.items()
            if language != settings.LANGUAGE_CODE and language in self.languages
        }

    def texts(self, key: str, texts: dict[str, dict]) -> dict[str, dict]:
        """Fields of a page with ``title``, ``summary`` and ``body`` per language."""
        body = Body(key, self.contacts)
        return {
            language: {"title": text["title"], "summary": text["summary"], "body": json.dumps(body.raw(text["body"]))}
            for language, text in texts.items()
        }

    def tag(self, page: BasePage, entry: dict, **vocabularies) -> None:
        """Set relations of a page, saved or not, to the terms whose codes stand in ``entry``."""
        for name, model in vocabularies.items():
            getattr(page, name).set(list(model.objects.filter(code__in=entry.get(name) or [])))

    def publish_draft(self, page: BasePage, text: dict) -> None:
        """Fill a draft that init_portal has made, and put it live."""
        for name, value in text.items():
            setattr(page, name, value)
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = timezone.now()
        page.save()
        TextState.record(page)


def address(entry: dict) -> dict:
    """The value of an ``AddressBlock`` from an entry with street, postcode, city and coordinates."""
    return {
        "name": entry.get("name", "") if "key" not in entry else "",
        "street": entry.get("street", ""),
        "postcode": entry.get("postcode", ""),
        "city": entry.get("city", ""),
        "latitude": entry.get("latitude"),
        "longitude": entry.get("longitude"),
    }
