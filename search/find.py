"""One search: understand, ask the engine, rank, narrow, count."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from search import engines
from search.analysis.stems import stem
from search.lexicon import FACETS, Lexicon, lexicon
from search.models import SITE, Entry
from search.query import Query, understand
from search.ranking import Scored, rank

CANDIDATES = 200
KINDS = ["service", "topic", "organisation", "news", "event", "page"]


@dataclass
class Found:
    """Results of a search, the best first, and counts of what the facets would leave."""

    query: Query
    results: list[Scored] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    promoted: list[int] = field(default_factory=list)
    """Ids of pages that editors put first."""

    @property
    def total(self) -> int:
        return len(self.results)


def find(
    text: str, language: str, filters: dict[str, list[str]] | None = None, collection: str = SITE, typing: bool = False
) -> Found:
    """Search ``text`` as a reader of ``language``.

    ``filters`` maps ``"type"`` and facets (``search.lexicon.FACETS``, ``"good"``) to codes; any of a facet's codes will
    do, but all facets have to be met. Results are complete up to ``CANDIDATES``.
    """
    memory = lexicon(collection)
    query = understand(text, language, memory, typing)
    if not query.known:
        return Found(query, promoted=promoted_pages(query, memory))
    filters = {facet: codes for facet, codes in (filters or {}).items() if codes}
    plan = query.plan(memory, [], CANDIDATES)
    ranked = _ranked(query, plan)
    if filters and len(ranked) >= CANDIDATES * 0.9:
        # There may be more of what is wanted than the first candidates showed.
        plan.scope += [[token(facet, code) for code in codes] for facet, codes in filters.items()]
        ranked = list({one.entry.pk: one for one in [*ranked, *_ranked(query, plan)]}.values())
        ranked.sort(key=lambda one: -one.score)
    found = Found(query, [one for one in ranked if fits(one.entry, filters)], counts(ranked, filters))
    found.promoted = promoted_pages(query, memory)
    return found


def _ranked(query: Query, plan: engines.Plan) -> list[Scored]:
    ids = engines.current().candidates(plan)
    return rank(query, list(Entry.objects.filter(Q(pk__in=ids)).defer("words", "scope", "label_terms")))


def token(facet: str, code: str) -> str:
    """The token of ``Entry.scope`` for a choice."""
    return f"{'k' if facet == 'type' else facet}_{code}".lower()


def fits(entry: Entry, filters: dict[str, list[str]], without: str = "") -> bool:
    """Whether an entry meets all filters, or all but one."""
    return all(
        set(codes) & set([entry.kind] if facet == "type" else entry.facets.get(facet, []))
        for facet, codes in filters.items()
        if facet != without
    )


def counts(ranked: list[Scored], filters: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """For each facet how many results each of its codes would leave, the other facets being as they are."""
    result = {}
    for facet in ["type", *FACETS, "good"]:
        counter: Counter = Counter()
        for one in ranked:
            if fits(one.entry, filters, without=facet):
                counter.update([one.entry.kind] if facet == "type" else one.entry.facets.get(facet, []))
        result[facet] = dict(counter)
    return result


def promoted_pages(query: Query, memory: Lexicon) -> list[int]:
    """Pages that editors put first for these words; all words of the promotion have to be among them."""
    typed = {stemmed for term in query.terms for stemmed in term.stems.get(query.language, {})}
    typed |= {stem(term.word, query.language) for term in query.terms}
    return [page for language, stems, page in memory.promoted if language == query.language and stems <= typed]
