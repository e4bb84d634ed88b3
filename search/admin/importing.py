"""Taking over a thesaurus from a file, see ``core.sheet_admin``."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from core.sheet import Sheet
from core.sheet_admin import SheetImportView
from search.models import Concept
from search.thesaurus_sheet import compare, take_over


class ThesaurusImportView(SheetImportView):
    """Upload, look, confirm."""

    page_title = gettext_lazy("Import the thesaurus")
    template_name = "search/admin/thesaurus_import.html"
    salt = "search.thesaurus.import"

    @staticmethod
    def is_allowed(user: AbstractBaseUser) -> bool:
        """Rows are added and changed."""
        return user.has_perms(["search.add_concept", "search.change_concept"])

    @property
    def list_label(self) -> str:
        return Concept._meta.verbose_name_plural.capitalize()

    @property
    def list_url(self) -> str:
        return reverse(Concept.snippet_viewset.get_url_name("list"))

    def preview(self, sheet: Sheet) -> dict:
        return {"comparison": compare(sheet)}

    def take_over(self, sheet: Sheet) -> str:
        counts = take_over(sheet).counts
        done = counts["created"] + counts["changed"]
        text = ngettext("%(count)d concept was taken over.", "%(count)d concepts were taken over.", done)
        return text % {"count": done}
