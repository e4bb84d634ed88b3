"""From the blocks of a mailing to what stands in a mail: plain data per language, made once and kept with the mailing.

``compose(mailing, "ar")`` is ``{"subject": Text, "complete": bool, "parts": [Part]}``; everything can be written as JSON.

* Text: ``{"text", "language"}``
* Part: ``{"kind": "text", "language", "html"}``, ``{"kind": "news" | "events" | "services", "entries": [Entry]}`` or
  ``{"kind": "picture", "image": id, "alt": Text}``
* Entry: ``{"key", "title", "summary", "language", "path", "topics": [ids], "facts": [Text]}``. ``key`` is the translation
  key, ``path`` begins with the reader's language.

``complete`` says that nothing in it is in another language than the reader's.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.text import capfirst
from django.utils.translation import pgettext
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from core.languages import source_language
from core.localised import in_language
from core.models import BasePage
from core.names import text_in
from events.models import Occurrence
from news.models import NewsPage
from organisations.models import OrganisationPage
from services.models import ServicePage

CODES = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
OWN_PATH = re.compile(rf"/(?:{CODES})(?=/)")


def compose(mailing, language: str) -> dict:
    """What ``mailing`` says to a reader of ``language``."""
    with translation.override(language):
        subject = text_in(mailing.subject, language)
        parts = [part for child in mailing.body if (part := PARTS[child.block_type](child.value, language)) is not None]
    languages = {subject.language}
    for part in parts:
        languages |= {part["language"]} if "language" in part else {part["alt"]["language"]} if "alt" in part else set()
        languages |= {entry["language"] for entry in part.get("entries", [])}
    return {
        "subject": {"text": subject.text, "language": subject.language},
        "complete": languages <= {language, ""},
        "parts": parts,
    }


def compose_all(mailing) -> dict[str, dict]:
    """``compose`` for every language of the portal."""
    return {code: compose(mailing, code) for code, _name in settings.LANGUAGES}


def narrowed(content: dict, topics: set[int]) -> dict:
    """For a reader who has chosen topics: entries with one of them or with none at all, and all texts."""
    if not topics:
        return content
    parts = []
    for part in content["parts"]:
        if "entries" not in part:
            parts.append(part)
        elif entries := [entry for entry in part["entries"] if not entry["topics"] or topics & set(entry["topics"])]:
            parts.append({**part, "entries": entries})
    return {**content, "parts": parts}


def has_nothing_for(content: dict, topics: set[int]) -> bool:
    """Whether an issue that lists pages lists none for a reader of these topics: only the words around them are left."""
    return bool(entries_of(content)) and not entries_of(narrowed(content, topics))


def topics_in(content: dict) -> set[int]:
    """Ids of the topics that entries have: readers who differ in others only get the same mail."""
    return {topic for entry in entries_of(content) for topic in entry["topics"]}


def entries_of(content: dict) -> list[dict]:
    """The pages of all lists."""
    return [entry for part in content.get("parts", []) for entry in part.get("entries", [])]


# --- Parts ---------------------------------------------------------------------------------------------------------


def _in_language(entries: Iterable, language: str):
    """The entry in ``language``, else in the source language, else the first; ``None`` if there is none."""
    by_code = {entry["language"]: entry for entry in entries}
    return by_code.get(language) or by_code.get(source_language()) or next(iter(by_code.values()), None)


def _text(value, language: str) -> dict | None:
    entry = _in_language(value["texts"], language)
    if entry is None:
        return None
    html = portable(expand_db_html(entry["text"].source), language)
    return {"kind": "text", "language": entry["language"], "html": html}


def portable(html: str, language: str) -> str:
    """HTML that is well-formed by itself, with absolute links, those to pages inside the reader's interface.

    Pages have the same path in every language (docs/decisions/0001), so only the code at its beginning changes.
    """
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        href = link.get("href") or ""
        base = settings.BASE_URL.rstrip("/")
        path = href.removeprefix(base) if href.startswith(base + "/") else href
        if path.startswith("/"):
            link["href"] = base + OWN_PATH.sub(f"/{language}", path, count=1)
        elif not href.startswith(("https:", "http:", "mailto:", "tel:")):
            link.unwrap()  # a page that is gone, or an anchor that leads nowhere in a mail
    return str(soup)


def _pages(values: Iterable[Page | None], model: type[BasePage], organisation: str) -> list[BasePage]:
    """Originals of the chosen pages as far as lists show them now, each once, in the chosen order; two queries.

    ``organisation`` is the relation to whoever is named with them.
    """
    keys = list(dict.fromkeys(page.translation_key for page in values if page is not None))
    pages = model.objects.published().listed().filter(translation_key__in=keys)
    found = {page.translation_key: page for page in pages.select_related("locale", f"{organisation}__locale")}
    return [found[key] for key in keys if key in found]


def _entry(page: BasePage, language: str, facts: list[tuple[str, str]]) -> dict:
    return {
        "key": str(page.translation_key),
        "title": page.title,
        "summary": page.summary,
        "language": page.language,
        "path": page.url_in(language),
        "topics": [topic.pk for topic in page.facts.topics.all()],
        "facts": [{"text": text, "language": code} for text, code in facts if text],
    }


def _name(organisation: OrganisationPage | None) -> list[tuple[str, str]]:
    """Of a public profile, in the language that it was written in."""
    return [(organisation.title, organisation.language)] if organisation is not None and organisation.live else []


def _news(value, language: str) -> dict | None:
    entries = []
    for page in in_language(_pages(value["pages"], NewsPage, "organisation"), language):
        date = formats.date_format(page.facts.date, "DATE_FORMAT")
        entries.append(_entry(page, language, [(date, language), *_name(page.facts.organisation)]))
    return {"kind": "news", "entries": entries} if entries else None


def _events(value, language: str) -> dict | None:
    until = timezone.now() + timedelta(weeks=value["weeks"] or 4)
    occurrences = Occurrence.objects.next_of_each().filter(start__lt=until, event__cancelled=False)
    occurrences = occurrences.select_related("event__organisation__locale")
    entries = []
    for row in occurrences.in_reader_language(value["most"] or 10, language):
        original = row.page.facts
        place = row.page.address.one_line if row.page.address else original.online_url
        facts = [(when(row), language), (place, original.language), *_name(original.organisation)]
        entries.append(_entry(row.page, language, facts))
    return {"kind": "events", "entries": entries} if entries else None


def when(row: Occurrence) -> str:
    """Day and time in the active language: ``Freitag, 27. November 2026, 18:00–20:00``."""
    start, end = timezone.localtime(row.start), timezone.localtime(row.end)
    comma = pgettext("between the parts of a list", ", ")
    text = f"{capfirst(formats.date_format(start, 'l'))}{comma}{formats.date_format(start, 'DATE_FORMAT')}"
    if not row.is_one_day:
        return f"{text} – {formats.date_format(row.last_day, 'DATE_FORMAT')}"
    if row.all_day:
        return text
    text = f"{text}{comma}{formats.time_format(start, 'TIME_FORMAT')}"
    return f"{text} – {formats.time_format(end, 'TIME_FORMAT')}" if row.has_end else text


def _services(value, language: str) -> dict | None:
    entries = [
        _entry(page, language, _name(page.facts.provider))
        for page in in_language(_pages(value["pages"], ServicePage, "provider"), language)
    ]
    return {"kind": "services", "entries": entries} if entries else None


def _picture(value, language: str) -> dict | None:
    if value["image"] is None:
        return None
    alt = _in_language(value["alt_texts"], language)
    text = {"text": alt["text"], "language": alt["language"]} if alt else {"text": "", "language": ""}
    return {"kind": "picture", "image": value["image"].pk, "alt": text}


PARTS: dict[str, Callable[..., dict | None]] = {
    "text": _text,
    "news": _news,
    "events": _events,
    "services": _services,
    "picture": _picture,
}
