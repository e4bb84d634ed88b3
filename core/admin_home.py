"""What the admin's home page tells editors."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from core.models import AccessibilityStatementPage


class StatementReviewPanel(Component):
    """Accessibility statements that have not been reviewed for a year, for who may edit them."""

    name = "accessibility_statement_review"
    template_name = "core/admin/statement_review.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``statements``: the published ones that are due; a draft is not public yet, whatever its date."""
        user = parent_context["request"].user
        statements = AccessibilityStatementPage.objects.originals().live()
        due = [page for page in statements if page.is_review_due and page.permissions_for_user(user).can_edit()]
        return {"statements": due}
