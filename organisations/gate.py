"""Which screens of the admin are open to people who are here only for their association.

Wagtail asks for rights page by page, but some screens tell titles of other people's drafts to everybody who may enter
(the report on page types, choosers of snippets), and each new version or package may bring more. So members get a list
of what they may open, not of what they may not.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry

from organisations.permissions import is_only_member

OPEN_NAMESPACES = {
    "wagtailadmin_api",
    "wagtailadmin_editing_sessions",
    "wagtailadmin_pages",
    "wagtaildocs",
    "wagtaildocs_chooser",
    "wagtailimages",
    "wagtailimages_chooser",
}
"""All views of these ask for rights on the object."""
OPEN_NAMES = {
    "wagtailadmin_account",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_dismissibles",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_home",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtail_bulk_action",
}


PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id")
"""Arguments of Wagtail's views that name the page a screen is about."""


class MembersInTheAdmin:
    """Middleware. Whoever is only a member is refused by what is not in the lists, and by screens of foreign pages.

    The second, since some of Wagtail's screens write the title of a page before they ask (moving a page to itself).
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if not match.route.startswith("admin/") or not is_only_member(request.user):
            return None
        listed = set(match.namespaces) & OPEN_NAMESPACES or (not match.namespaces and match.url_name in OPEN_NAMES)
        if listed and not _about_foreign_pages(request.user, view_kwargs):
            return None
        return permission_denied(request)


def _about_foreign_pages(user, arguments: dict) -> bool:
    pages = {arguments[name] for name in PAGE_ARGUMENTS if name in arguments}
    own = policy_registry.get_by_type(Page).explorable_instances(user) if pages else ()
    return bool(pages) and own.filter(pk__in=pages).count() < len(pages)
