"""What the admin's home page tells editors about freshness."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from freshness.models import Answer
from freshness.rounds import reviewed, stale_before

MOST = 5


class FreshnessPanel(Component):
    """Answers that wait, and pages that nobody confirms; for who may see reviews."""

    name = "freshness"
    template_name = "freshness/admin/panel.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``answers`` and ``stale`` (the longest due first), ``stale_count``; all empty for others."""
        if not parent_context["request"].user.has_perm("freshness.view_review"):
            return {"answers": [], "stale": []}
        pages = [rows.filter(review_due__lte=stale_before()).order_by("review_due", "pk") for rows in reviewed()]
        stale = sorted((page for rows in pages for page in rows[:MOST]), key=lambda page: page.review_due)
        return {
            "answers": Answer.objects.open().select_related("page")[:20],
            "stale": stale[:MOST],
            "stale_count": sum(rows.count() for rows in pages),
            "report_url": f"{reverse('freshness_report')}?state=stale",
        }
