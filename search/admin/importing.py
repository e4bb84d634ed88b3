"""Taking over a thesaurus from a file: upload, look at what would happen, confirm."""

import json

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from core.sheet import Sheet, UnreadableError, read
from search.models import Concept
from search.thesaurus_sheet import compare, take_over

SALT = "search.thesaurus.import"
SECONDS = 24 * 60 * 60
"""How long a preview may stay open."""


class UploadForm(forms.Form):
    """The first step."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, with the columns of the export."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ThesaurusImportView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks for a file, POST with a file shows what it would change, POST with what was shown changes it.

    The rows travel with the preview, signed; they are compared anew when they are confirmed.
    """

    page_title = gettext_lazy("Import the thesaurus")
    header_icon = "upload"
    template_name = "search/admin/thesaurus_import.html"

    @staticmethod
    def is_allowed(user: AbstractBaseUser) -> bool:
        """Rows are added and changed."""
        return user.has_perms(["search.add_concept", "search.change_concept"])

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        label = Concept._meta.verbose_name_plural.capitalize()
        items = [{"url": self.list_url, "label": label}, {"url": "", "label": self.page_title}]
        return [*super().get_breadcrumbs_items(), *items]

    @property
    def list_url(self) -> str:
        return reverse(Concept.snippet_viewset.get_url_name("list"))

    def get_context_data(self, **kwargs):
        context = {"form": UploadForm(), "list_url": self.list_url}
        return {**super().get_context_data(), **context, **kwargs}

    def post(self, request, *args, **kwargs):
        if "rows" in request.POST:
            return self._confirm(request.POST["rows"])
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sheet = read(form.cleaned_data["file"].read())
            comparison = compare(sheet)
        except UnreadableError as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        rows = signing.dumps([sheet.header, sheet.rows], salt=SALT, serializer=Json, compress=True)
        return self.render_to_response(self.get_context_data(comparison=comparison, rows=rows))

    def _confirm(self, rows: str):
        try:
            header, cells = signing.loads(rows, salt=SALT, serializer=Json, max_age=SECONDS)
            counts = take_over(Sheet(header, cells)).counts
        except (signing.BadSignature, UnreadableError):
            messages.error(self.request, _("The preview is too old. Please choose the file again."))
            return redirect(self.request.path)
        done = counts["created"] + counts["changed"]
        text = ngettext("%(count)d concept was taken over.", "%(count)d concepts were taken over.", done)
        messages.success(self.request, text % {"count": done})
        return redirect(self.list_url)


class Json:
    """Django's own serialiser writes every letter beyond ASCII as six."""

    def dumps(self, value) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes):
        return json.loads(data)
