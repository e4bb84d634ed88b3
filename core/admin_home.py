"""What the admin's home page tells editors."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.snippets.views.snippets import EditView

from core.models import AccessibilityStatementPage, ContentReport


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


class ReportsPanel(Component):
    """Messages of readers that nobody has dealt with, the oldest first, for who may answer them."""

    name = "content_reports"
    template_name = "core/admin/reports_panel.html"
    order = 40
    shown = 5

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``reports``: the first few; ``number`` of all of them."""
        if not parent_context["request"].user.has_perm("core.change_contentreport"):
            return {"reports": [], "number": 0}
        waiting = ContentReport.objects.filter(state=ContentReport.State.NEW).select_related("page").order_by("pk")
        return {"reports": waiting[: self.shown], "number": waiting.count()}


class ReportEditView(EditView):
    """Notes who dealt with a message."""

    def save_instance(self):
        self.form.instance.handled_by = self.request.user
        return super().save_instance()
