"""What the core adds to the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.models import Contact, Menu


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


register_snippet(ContactViewSet)
register_snippet(MenuViewSet)
