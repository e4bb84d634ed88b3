"""The search page. The engine behind it is Wagtail's database search until ``search/`` has its own."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView
from wagtail.models import Page

from search.query import find

PAGE_SIZE = 15


class SearchView(TemplateView):
    """``?q=``: what the box keeps, whatever was typed; results in the reader's language, then German ones, marked."""

    template_name = "search/search.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q", "")
        results: list[Page] = find(typed)
        page = Paginator(results, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "query": typed.replace("\0", ""),
            "results": page.object_list,
            "page_of_results": page,
            "total": len(results),
        }
