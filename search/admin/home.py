"""What the admin's home page tells editors of the search."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from core.languages import autonym
from search.log import searches

DAYS, MOST = 30, 5


class NotFoundPanel(Component):
    """The most frequent searches of a month that find nothing, for who may see the report."""

    name = "searches_without_result"
    template_name = "search/admin/not_found_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``searches``: rows of ``search.log.searches`` with the language's name; empty for others."""
        if not parent_context["request"].user.has_perm("search.view_searchcount"):
            return {"searches": []}
        rows = [{**row, "language_name": autonym(row["language"])} for row in searches(DAYS, which="empty")[:MOST]]
        return {"searches": rows, "report_url": f"{reverse('searches:list')}?show=empty&days={DAYS}"}
