"""Results as a reader sees them: which are still public, in what order, with what is worth knowing of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.addresses import url_in
from core.languages import InLanguage, active_language, source_language
from core.models.base import restricted_paths
from core.names import Text
from core.shell_cache import remembered
from events.models import EventPage, Occurrence
from news.models import NewsPage
from search.excerpts import Pieces, excerpt, highlight, visible
from search.filters import FACETS
from search.find import Found, token
from search.models import SITE, Entry
from search.query import Query
from services.models import ServicePage
from topics.vocabulary import vocabulary

KIND_NAMES = {
    "service": _("Advisory service"),
    "topic": _("Guide"),
    "organisation": _("Organisation"),
    "news": _("News"),
    "event": _("Event"),
    "page": _("Page"),
}
MOST_REASONS = 3
MOST_LANGUAGES = 12


@dataclass
class Result(InLanguage):
    """One object that was found. ``title`` and ``excerpt`` are pieces of text in ``language``, marked where they match."""

    entry: Entry
    page: Page
    title: Pieces
    excerpt: Pieces
    is_promoted: bool = False
    reasons: list[tuple[str | Promise, list[Text]]] = field(default_factory=list)
    """Why it was found, where neither title nor excerpt show it: label of a facet, names of terms."""
    service: ServicePage | None = None
    """Of a service its original; of others nothing."""
    provider: Pieces = field(default_factory=list)
    towns: Pieces = field(default_factory=list)
    languages: list[tuple[Text, bool]] = field(default_factory=list)
    """Languages of advice, each with whether it was asked for."""
    more_languages: int = 0
    """Languages of advice that are not listed."""
    occurrence: Occurrence | None = None
    """Of an event the next date."""
    is_cancelled: bool = False
    is_past: bool = False
    """Of an event, also of one that has ended since last night."""
    date: object = None
    """Of news its day."""

    @property
    def href(self) -> str:
        return url_in(self.page, active_language())

    @property
    def kind_name(self) -> str | Promise:
        return KIND_NAMES.get(self.entry.kind, "")

    @property
    def language(self) -> str:
        return self.entry.language


def promoted_entries(found: Found) -> list[Entry]:
    """Entries of the pages that editors put first, in their order: in the reader's language, else the original."""
    if not found.promoted:
        return []
    entries = list(
        Entry.objects.filter(
            collection=SITE, key__in=Entry.objects.filter(page_id__in=found.promoted).values("key")
        ).defer("words", "scope", "label_terms")
    )
    key_of = {entry.page_id: entry.key for entry in entries}
    chosen = {}
    for entry in sorted(entries, key=lambda one: (one.language != found.query.language, not one.is_original)):
        chosen.setdefault(entry.key, entry)
    keys = dict.fromkeys(key_of[page] for page in found.promoted if page in key_of)
    return [chosen[key] for key in keys if chosen[key].language == found.query.language or chosen[key].is_original]


def public_pages(entries: Iterable[Entry]) -> dict[int, Page]:
    """Pages of entries that are live and open to everybody now, whatever the index says. One query."""
    hidden = tuple(remembered("restricted", restricted_paths))
    pages = Page.objects.filter(pk__in=[entry.page_id for entry in entries], live=True)
    found = pages.only("path", "depth", "url_path", "locale_id", "translation_key", "live", "title")
    return {page.pk: page for page in found if not (hidden and page.path.startswith(hidden))}


def open_now(entries: list[Entry]) -> set[str]:
    """Keys of the services among the entries where somebody can be reached at this moment. One query."""
    services = _services([entry.key for entry in entries if entry.kind == "service"])
    return {key for key, service in services.items() if service.open_now}


def results_of(query: Query, entries: list[Entry], pages: dict[int, Page], promoted: set[str]) -> list[Result]:
    """What is shown of these entries. At most two queries for each kind, however many there are."""
    keys = {kind: [entry.key for entry in entries if entry.kind == kind] for kind in ("service", "event", "news")}
    services = _services(keys["service"])
    occurrences = _occurrences(keys["event"])
    events = _events(keys["event"])
    dates = _dates(keys["news"])
    results = []
    for entry in entries:
        result = Result(
            entry,
            pages[entry.page_id],
            highlight(query, entry.title, entry.language),
            excerpt(query, entry),
            is_promoted=entry.key in promoted,
            service=services.get(entry.key),
            occurrence=occurrences.get(entry.key),
            date=dates.get(entry.key),
        )
        if result.service is not None:
            _describe(result, query)
        if entry.key in events:
            result.is_cancelled, has_dates = events[entry.key]
            result.is_past = has_dates and result.occurrence is None
        result.reasons = _reasons(result, query)
        results.append(result)
    return results


def _services(keys: list[str]) -> dict[str, ServicePage]:
    if not keys:
        return {}
    services = ServicePage.objects.published().filter(translation_key__in=keys)
    return {str(service.translation_key): service for service in services.select_related("text_state", "provider")}


def _occurrences(keys: list[str]) -> dict[str, Occurrence]:
    if not keys:
        return {}
    rows = Occurrence.objects.next_of_each().filter(event__translation_key__in=keys)
    return {str(row.key): row for row in rows.annotate(key=F("event__translation_key"))}


def _events(keys: list[str]) -> dict[str, tuple[bool, bool]]:
    """Whether each event is cancelled, and whether it has or had dates."""
    if not keys:
        return {}
    events = EventPage.objects.published().filter(translation_key__in=keys)
    dated = events.annotate(has_dates=Exists(Occurrence.objects.filter(event=OuterRef("pk"))))
    return {str(key): facts for key, *facts in dated.values_list("translation_key", "cancelled", "has_dates")}


def _dates(keys: list[str]) -> dict:
    if not keys:
        return {}
    rows = NewsPage.objects.published().filter(translation_key__in=keys)
    return {str(key): date for key, date in rows.values_list("translation_key", "date")}


def _describe(result: Result, query: Query) -> None:
    """Provider, towns and languages of a service, marked where they were searched."""
    service = result.service
    if service.provider is not None and service.provider.live:
        result.provider = highlight(query, service.provider.title, source_language())
    towns = dict.fromkeys(place["address"]["city"] for place in service.public_places if place["address"]["city"])
    result.towns = highlight(query, ", ".join(towns), source_language())
    codes = set(result.entry.facets.get("language", []))
    language = next(facet for facet in FACETS if facet.parameter == "language")
    named = [
        (term["name"], token("language", term["code"]) in query.wanted)
        for term in vocabulary(language.model)
        if term["code"] in codes
    ]
    named.sort(key=lambda entry: not entry[1])
    result.languages, result.more_languages = named[:MOST_LANGUAGES], len(named[MOST_LANGUAGES:])


def _reasons(result: Result, query: Query) -> list[tuple[str | Promise, list[Text]]]:
    seen = visible(result.title, query, result.language) | visible(result.excerpt, query, result.language)
    if len(seen) == len(query.terms):
        return []
    text = "".join(piece for piece, _match in [*result.title, *result.excerpt]).casefold()
    reasons, number = [], 0
    for facet in FACETS:
        if result.languages and facet.parameter == "language":
            continue  # they are listed, and marked
        codes = set(result.entry.facets.get(facet.parameter, []))
        names = [
            term["name"]
            for term in vocabulary(facet.model)
            if term["code"] in codes
            and token(facet.parameter, term["code"]) in query.wanted
            and term["name"].text.casefold() not in text
        ][: MOST_REASONS - number]
        if names:
            reasons.append((facet.label, names))
            number += len(names)
    return reasons
