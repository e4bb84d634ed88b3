"""The search in the admin's menu, on its home page and among the permissions of groups."""

from django.contrib.auth.models import Permission
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search.admin.home import NotFoundPanel
from search.admin.report import SearchesViewSet
from search.admin.snippets import ConceptViewSet, PromotedResultViewSet


class SearchGroup(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu of the editor", "Search")
    menu_name = "public-search"
    menu_icon = "search"
    menu_order = 255
    items = [SearchesViewSet, ConceptViewSet, PromotedResultViewSet]


register_snippet(SearchGroup)


@hooks.register("construct_homepage_panels")
def add_searches_without_result(request, panels):
    """What was searched and not found."""
    panels.append(NotFoundPanel())


@hooks.register("register_permissions")
def permissions_of_the_report():
    """Groups can be given the right to see what is searched; the snippets register theirs themselves."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")
