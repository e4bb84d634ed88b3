"""Suggestions while somebody types: titles of the guide, of services and associations, and searches that worked.

Asks the index like a search, for titles only and with the last word as a beginning, so that it knows spellings, typing
errors and rights as the search does, and needs no memory of its own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from core.addresses import url_in
from search import engines
from search.engines import Plan
from search.lexicon import lexicon
from search.models import SITE, Entry, SearchCount
from search.query import Query, understand
from search.ranking import Match
from search.results import public_pages

KINDS = ("topic", "service", "organisation")
CANDIDATES, MOST = 40, 8
OFTEN, DAYS, SEARCHES = 3, 90, 3
"""A search is suggested if it was made so many times within so many days, always with results; at most so many."""


@dataclass
class Suggestion:
    """``kind`` is one of ``KINDS``, or ``"search"`` without an address; ``language`` is that of the text."""

    text: str
    kind: str
    url: str
    language: str


def suggestions(text: str, language: str, limit: int = MOST) -> list[Suggestion]:
    """At most ``limit`` suggestions for a reader of ``language``; none for less than two letters."""
    if len(text.strip()) < 2:
        return []
    searches = _searches(text, language)
    titles = _titles(text, language, limit - len(searches[: limit // 2]))
    unique = {one.text.casefold(): one for one in reversed([*titles, *searches])}
    return [one for one in [*titles, *searches] if unique.get(one.text.casefold()) is one][:limit]


def _titles(text: str, language: str, limit: int) -> list[Suggestion]:
    memory = lexicon()
    query = understand(text, language, memory, typing=True)
    stems = {stemmed: 1.0 for term in query.terms for found in term.stems.values() for stemmed in found}
    scope = [[f"c_{SITE}"], [f"l_{language}", "o"], [f"k_{kind}" for kind in KINDS]]
    ids = engines.current().candidates(Plan(in_title=stems, scope=scope, limit=CANDIDATES))
    entries = list(Entry.objects.filter(pk__in=ids).only(*COLUMNS))
    entries.sort(key=lambda entry: (-_fit(query, entry), entry.title))
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.language != language):
        best.setdefault(entry.key, entry)
    chosen = [entry for entry in entries if best[entry.key] is entry]
    pages = public_pages(chosen)
    return [
        Suggestion(entry.title, entry.kind, url_in(pages[entry.page_id], language), entry.language)
        for entry in chosen
        if entry.page_id in pages
    ][:limit]


COLUMNS = ["key", "page_id", "kind", "language", "title", "title_terms", "body_terms", "parent_terms", "labels"]


def _fit(query: Query, entry: Entry) -> float:
    """How much of the query the title has, then how much of the title that is; the reader's language goes first."""
    entry.body_terms = ""  # only titles count
    match = Match(query, entry)
    return 2 * match.share(match.title) + match.title_share - (0.5 if entry.language != query.language else 0)


def _searches(text: str, language: str) -> list[Suggestion]:
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = SearchCount.objects.filter(day__gte=since, language=language, query__istartswith=text.strip().lower())
    counted = rows.values("query").annotate(often=Sum("times"), without=Sum("empty"))
    worked = counted.filter(often__gte=OFTEN, without=0).order_by("-often", "query")[:SEARCHES]
    return [Suggestion(row["query"], "search", "", language) for row in worked]
