"""The search page: plain links and a GET form; a script adds suggestions and counts which results are opened."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from core.languages import active_language
from search.corrections import correction
from search.filters import Filters
from search.find import Found, counts, find, fits
from search.lexicon import lexicon
from search.log import note
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
        if not (filters.in_index or filters.open or "page" in self.request.GET):
            note(self.request, typed, active_language(), page.paginator.count)
        return {
            "results": results_of(found.query, page.object_list, pages, promoted),
            "page_of_results": page,
            "total": page.paginator.count,
            "more_than": 0 if found.complete else max(0, page.paginator.count - 1) // 10 * 10,
            "kinds": filters.kinds(found.facets),
            "facets": filters.facets(found.facets),
            "has_services": filters.open or bool(found.facets.get("type", {}).get("service")),
            "good": filters.good(found.facets),
            "chosen": filters.chosen(),
            "filters": filters,
            "is_filtered": filters.is_filtered,
            "no_filters_url": filters.url_without,
            "ways_back": [] if page.paginator.count else self._ways_back(found, filters),
            "correction": correction(found.query, lexicon()),
            "is_urgent": found.query.is_urgent,
        }

    def _find(self, typed: str, filters: Filters) -> Found:
        """What was found; with "open now" only the services of it where somebody can be reached."""
        if not filters.open:
            return find(typed, active_language(), filters.in_index)
        found = find(typed, active_language(), {"type": ["service"], **filters.in_index})
        reachable = open_now([one.entry for one in found.ranked])
        ranked = [one for one in found.ranked if one.entry.key in reachable]
        found.results = [one for one in ranked if fits(one.entry, filters.in_index)]
        found.facets = counts(ranked, filters.in_index)
        return found

    def _ways_back(self, found: Found, filters: Filters) -> list[dict]:
        """Filters without which there would be results: ``{"names", "url", "count"}``, the best first; the last, without
        names, is to remove them all. Empty if there is nothing to be found without filters either.
        """
        groups = [filters.chosen_kinds(), *filters.chosen()]
        if not any(group.selected for group in groups):
            return []
        entries = [one.entry for one in found.ranked]
        reachable = open_now(entries) if filters.open else set()
        ways = []
        for group in groups:
            parameter = group.facet.parameter
            left = sum(
                fits(entry, filters.in_index, parameter)
                and (not filters.open or parameter == "open" or entry.key in reachable)
                for entry in entries
            )
            if left and group.selected:
                names = [choice.name for choice in group.selected]
                ways.append({"names": names, "url": filters.url(parameter), "count": left})
        ways.sort(key=lambda way: -way["count"])
        if entries:
            ways.append({"names": [], "url": filters.url("open", *filters.selected), "count": len(entries)})
        return ways
