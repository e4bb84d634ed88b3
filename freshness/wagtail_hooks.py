"""Freshness in the admin: the report, the home page, the page editor's buttons, permissions of groups."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from freshness.admin import views
from freshness.admin.home import FreshnessPanel
from freshness.admin.report import FreshnessReportView

hooks.register("register_page_header_buttons", views.review_buttons)


@hooks.register("register_admin_urls")
def register_urls():
    """Addresses of the report, of a page's review and of an answer."""
    return [
        path("reports/freshness/", FreshnessReportView.as_view(), name="freshness_report"),
        path(
            "reports/freshness/results/",
            FreshnessReportView.as_view(results_only=True),
            name="freshness_report_results",
        ),
        path("freshness/pages/<int:page_id>/", views.review, name="freshness_review"),
        path("freshness/answers/<int:answer_id>/", views.answer, name="freshness_answer"),
    ]


class ReportMenuItem(MenuItem):
    """Shown to who may see reviews."""

    def is_shown(self, request):
        return request.user.has_perm("freshness.view_review")


@hooks.register("register_reports_menu_item")
def register_report():
    """The report in the admin's menu."""
    return ReportMenuItem(_("Freshness"), reverse("freshness_report"), icon_name="calendar-check", order=60)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """What waits for an editor."""
    panels.append(FreshnessPanel())


@hooks.register("register_permissions")
def permissions():
    """What groups can be given."""
    return Permission.objects.filter(content_type__app_label="freshness", content_type__model__in=["review", "answer"])
