"""The members' area inside Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from members.joining.admin.applications import ApplicationsPanel, ApplicationViewSet
from members.joining.admin.people import (
    MembershipViewSet,
    OrganisationPeopleView,
    RecordViewSet,
    people_buttons,
    record_buttons,
)
from members.signin.removing import second_factor_buttons, second_factor_view

hooks.register("register_user_listing_buttons", second_factor_buttons)


@hooks.register("register_account_menu_item")
def own_account(request) -> dict[str, str]:
    """From Wagtail's page of one's account to the portal's, where address, password and second step are."""
    return {
        "url": reverse("members:account"),
        "label": _("Password, e-mail, second step"),
        "help_text": _("Opens your account on the public site."),
    }


@hooks.register("register_admin_urls")
def removing_the_second_factor() -> list:
    """The screen that removes a lost second factor."""
    return [path("users/<int:pk>/second-step/", second_factor_view, name="remove_second_factor")]


register_permission_policy(ApplicationViewSet.model, ApplicationViewSet.policy)


class PeopleGroup(SnippetViewSetGroup):
    """Applications, memberships and internal records in one menu."""

    menu_label = gettext_lazy("Associations")
    menu_name = "associations"
    menu_icon = "group"
    menu_order = 255
    items = [ApplicationViewSet, MembershipViewSet, RecordViewSet]


register_snippet(PeopleGroup)
hooks.register("register_page_header_buttons", people_buttons)
hooks.register("register_snippet_listing_buttons", record_buttons)


@hooks.register("register_admin_urls")
def register_urls():
    """The people of one organisation."""
    return [
        path("organisations/<int:page_id>/people/", OrganisationPeopleView.as_view(), name="organisation_people"),
    ]


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """Applications that wait for an answer."""
    panels.append(ApplicationsPanel())


@hooks.register("register_permissions")
def permissions():
    """What groups can be given."""
    return Permission.objects.filter(content_type__app_label="members", content_type__model="invitation")
