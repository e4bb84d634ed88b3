"""The search page: plain links and a GET form; a script adds suggestions and counts which results are opened."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from core.languages import active_language
from search.corrections import Correction, correction
from search.filters import Filters
from search.find import CANDIDATES, Found, counts, find, fits
from search.lexicon import lexicon
from search.models import Entry
from search.results import open_now, promoted_entries, public_pages, results_of

PAGE_SIZE = 15
# Embeddings, overrides and isolates (Unicode UAX #9) would turn the text around the query.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class SearchView(TemplateView):
    """``?q=`` and filters. Results in the reader's language and what exists only in another, marked; 15 a page."""

    template_name = "search/search.html"

    def get_context_data(self, **kwargs):
        # HTML has no way to write NUL; everything else stays in the box as it was typed.
        typed = self.request.GET.get("q", "").replace("\0", "")
        searched = typed.translate(TURNING).strip()
        context = {**super().get_context_data(**kwargs), "query": typed, "searched": searched}
        return {**context, **self._search(typed)} if searched else context

    def _search(self, typed: str) -> dict:
        filters = Filters(self.request.GET)
        found = self._find(typed, filters)
        first = [entry for entry in promoted_entries(found) if not filters.open and fits(entry, filters.in_index)]
        promoted = {entry.key for entry in first}
        entries = [*first, *(one.entry for one in found.results if one.entry.key not in promoted)]
        pages = public_pages(entries) if entries else {}
        page = Paginator([entry for entry in entries if entry.page_id in pages], PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return {
            "results": results_of(found.query, page.object_list, pages, promoted),
            "page_of_results": page,
            "total": page.paginator.count,
            "most": CANDIDATES if found.total >= CANDIDATES else 0,
            "kinds": filters.kinds(found.facets),
            "facets": filters.facets(found.facets),
            "flags": filters.flags(found.facets),
            "filters": filters,
            "is_filtered": filters.is_filtered(),
            "ways_back": [] if page.paginator.count else self._ways_back(typed, filters),
            "correction": self._correction(found),
        }

    def _find(self, typed: str, filters: Filters) -> Found:
        """What was found; with "open now" only the services of it where somebody can be reached."""
        if not filters.open:
            return find(typed, active_language(), filters.in_index)
        found = find(typed, active_language(), {"type": ["service"]})
        reachable = open_now([one.entry for one in found.results])
        ranked = [one for one in found.results if one.entry.key in reachable]
        found.results = [one for one in ranked if fits(one.entry, filters.in_index)]
        found.facets = counts(ranked, filters.in_index)
        return found

    def _correction(self, found: Found) -> Correction | None:
        """Asked only where a word was not found as it was typed."""
        exact = all(1.0 in term.stems.get(found.query.language, {}).values() for term in found.query.terms)
        return None if exact else correction(found.query, lexicon())

    def _ways_back(self, typed: str, filters: Filters) -> list[dict]:
        """Filters without which there would be results: ``{"parameter", "code", "name", "count"}``, the best first;
        the last is all of them together, without a parameter. Empty if it is not the filters' fault.
        """
        chosen = filters.in_index
        if not chosen and not filters.open:
            return []
        entries = [one.entry for one in find(typed, active_language()).results]
        reachable = open_now([entry for entry in entries if entry.kind == "service"]) if filters.open else set()

        def left(without: str) -> int:
            return sum(fits(entry, chosen, without) and self._is_open(entry, filters, without, reachable) for entry in entries)

        ways = []
        for group in filters.chosen():
            parameter = group.facet.parameter
            if number := left(parameter):
                names = [choice.name for choice in group.selected]
                ways.append({"parameter": parameter, "names": names, "count": number})
        ways.sort(key=lambda way: -way["count"])
        return [*ways, {"parameter": "", "names": [], "count": len(entries)}] if entries else []

    @staticmethod
    def _is_open(entry: Entry, filters: Filters, without: str, reachable: set[str]) -> bool:
        return not filters.open or without == "open" or entry.key in reachable
