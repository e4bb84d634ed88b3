"""What the core adds to the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.admin_home import ReportEditView, ReportsPanel, StatementReviewPanel
from core.confirmation import CONFIRMED, confirm_facts, confirm_facts_buttons
from core.models import Contact, ContentReport, Menu
from core.policies import NothingToAdd
from core.translation_admin import (
    TranslationStateReportView,
    confirm_buttons,
    confirm_machine_translation,
    hold_back_incomplete,
)


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "mail"
    add_to_admin_menu = True
    menu_order = 260
    list_display = ["__str__", "phone", "email", "city"]


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    add_to_settings_menu = True
    list_display = ["__str__", "place", "heading"]


class ReportViewSet(SnippetViewSet):
    """Messages of readers; made by them alone, so there is nothing to add or copy."""

    model = ContentReport
    icon = "comment"
    menu_label = _("Messages about pages")
    menu_order = 270
    add_to_admin_menu = True
    list_display = ["__str__", "state", "language", "created_at"]
    list_filter = ["state", "reason", "language"]
    copy_view_enabled = False
    edit_view_class = ReportEditView


register_permission_policy(ContentReport, NothingToAdd(ContentReport))

register_snippet(ContactViewSet)
register_snippet(ReportViewSet)
register_snippet(MenuViewSet)

# Before wagtail-localize's own hook of the same name, which answers the request.
hooks.register("before_edit_page", hold_back_incomplete, order=-1)
hooks.register("register_page_header_buttons", confirm_buttons)
hooks.register("register_page_header_buttons", confirm_facts_buttons)


@hooks.register("register_admin_urls")
def register_urls():
    """Addresses of the report and of the confirmation."""
    return [
        path("reports/translations/", TranslationStateReportView.as_view(), name="translation_state_report"),
        path(
            "reports/translations/results/",
            TranslationStateReportView.as_view(results_only=True),
            name="translation_state_report_results",
        ),
        path(
            "translations/<int:page_id>/checked/",
            confirm_machine_translation,
            name="confirm_machine_translation",
        ),
        path("pages/<int:page_id>/confirm-facts/", confirm_facts, name="confirm_facts"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions):
    """What a page's history calls a confirmation."""
    actions.register_action(CONFIRMED, _("Confirm facts"), _("Facts confirmed"))


@hooks.register("construct_homepage_panels")
def add_statement_review(request, panels):
    """The accessibility statement that has not been reviewed for a year, and messages that wait for an answer."""
    panels += [StatementReviewPanel(), ReportsPanel()]


@hooks.register("register_reports_menu_item")
def register_report():
    """The report in the admin's menu."""
    return MenuItem(
        _("Translations to look at"),
        reverse("translation_state_report"),
        icon_name="wagtail-localize-language",
        order=50,
    )
