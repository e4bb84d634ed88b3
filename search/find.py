"""One search: understand, ask the engine, rank, narrow, count."""

from collections import Counter
from dataclasses import dataclass, field, replace

from search import engines
from search.analysis.compounds import parts
from search.analysis.stems import stem
from search.lexicon import FACETS, Lexicon, lexicon
from search.models import SITE, Entry
from search.query import Query, understand
from search.ranking import Scored, rank
from search.vocabulary import NEAR

CANDIDATES = 200
KINDS = ["service", "topic", "organisation", "news", "event", "page"]


@dataclass
class Found:
    """Results of a search, the best first, and counts of what the facets would leave."""

    query: Query
    results: list[Scored] = field(default_factory=list)
    ranked: list[Scored] = field(default_factory=list)
    """What was looked at, the best first: results, and what the filters leave out of the first candidates."""
    complete: bool = True
    """Whether these are all results; else there may be more than the engine's ``CANDIDATES``."""
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
    do, but all facets have to be met. Results and counts are of at most ``CANDIDATES`` entries.
    """
    memory = lexicon(collection)
    query = understand(text, language, memory, typing)
    found = Found(query, promoted=promoted_pages(query, memory))
    if not query.known:
        return found
    filters = {facet: codes for facet, codes in (filters or {}).items() if codes}
    ids, found.complete = _candidates(query.plan(memory, [], CANDIDATES), filters)
    found.ranked = rank(query, _entries(ids, query))
    found.results = [one for one in found.ranked if fits(one.entry, filters)]
    found.facets = counts(found.ranked, filters)
    return found


def _candidates(plan: engines.Plan, filters: dict[str, list[str]]) -> tuple[list[int], bool]:
    """Ids of entries, and whether there are no others that meet all filters.

    If the engine may have more than it named, it is asked again: for what meets all filters, and with several for what
    meets all but one, which is what the choices of that one are counted in.
    """
    ids = engines.current().candidates(plan)
    complete = len(ids) < plan.limit
    if complete or not filters:
        return ids, complete
    tokens = {facet: [token(facet, code) for code in codes] for facet, codes in filters.items()}
    wanted = engines.current().candidates(replace(plan, scope=[*plan.scope, *tokens.values()]))
    ids += wanted
    for facet in tokens if len(tokens) > 1 else ():
        others = [codes for other, codes in tokens.items() if other != facet]
        ids += engines.current().candidates(replace(plan, scope=[*plan.scope, *others]))
    return list(dict.fromkeys(ids)), len(wanted) < plan.limit


def _entries(ids: list[int], query: Query) -> list[Entry]:
    """The entries, and the texts in the reader's language of those that were found in another one only."""
    rows = Entry.objects.defer("words", "scope", "label_terms")
    entries = list(rows.filter(pk__in=ids))
    own = {entry.key for entry in entries if entry.language == query.language}
    foreign = {entry.key for entry in entries} - own
    if foreign:
        collection = entries[0].collection
        entries += rows.filter(collection=collection, key__in=foreign, language=query.language)
    return entries


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
    """Pages that editors put first for these words; all words of the promotion have to be among them, if only misspelt.
    What a word may stand for besides, as part of a compound or by the thesaurus, does not count.
    """
    language, known = query.language, memory.vocabulary(query.language).counts
    typed = {stem(term.word, language) for term in query.terms}
    for term in query.terms:
        pieces = {stem(part, language) for part in parts(term.word, known)}
        spelt = {stemmed for stemmed, weight in term.stems.get(language, {}).items() if weight >= NEAR[1]}
        typed |= spelt - pieces
    return [page for of, stems, page in memory.promoted if of == language and stems <= typed]
