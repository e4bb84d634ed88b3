"""The search page. The engine behind it is Wagtail's database search until ``search/`` has its own."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView
from wagtail.models import Page

from core.languages import active_language
from search.find import find

PAGE_SIZE = 15
# NUL breaks databases; embeddings, overrides and isolates (Unicode UAX #9) would turn the text around the query.
INVISIBLE = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class SearchView(TemplateView):
    """``?q=``: what the box keeps, whatever was typed; results in the reader's language, then German ones, marked."""

    template_name = "search/search.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q", "")
        found = [one.entry for one in find(typed, active_language()).results]
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        ids = [result.page_id for result in page.object_list]
        specific = {result.pk: result for result in Page.objects.filter(pk__in=ids).select_related("locale").specific()}
        return {
            **super().get_context_data(**kwargs),
            "query": typed.translate(INVISIBLE),
            "results": [specific[pk] for pk in ids],
            "page_of_results": page,
            "total": len(found),
        }
