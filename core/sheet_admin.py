"""Taking over a spreadsheet in the admin: upload, look at what would happen, confirm."""

import json

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from core.sheet import Sheet, UnreadableError, read

SECONDS = 24 * 60 * 60
"""How long a preview may stay open."""


class UploadForm(forms.Form):
    """The first step."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, with the columns of the export."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class SheetImportView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks for a file, POST with a file shows what it would change, POST with what was shown changes it.

    The rows travel with the preview, signed; they are compared anew when they are confirmed. Subclasses have ``salt``
    and the methods below; their template gets ``form`` or what ``preview`` returns, and ``rows`` for a hidden field.
    """

    header_icon = "upload"
    salt: str
    form_class = UploadForm

    def is_allowed(self, user: AbstractBaseUser) -> bool:
        """Whether somebody may take over a file."""
        raise NotImplementedError

    def read(self, content: bytes) -> Sheet:
        """The table of the file. Raises ``UnreadableError``."""
        return read(content)

    def preview(self, sheet: Sheet) -> dict:
        """What the template shows. Raises ``UnreadableError`` for a file that nothing can be taken from."""
        raise NotImplementedError

    def take_over(self, sheet: Sheet) -> str:
        """Save what is not refused; returns what the editor is told. Raises ``UnreadableError`` as ``preview``."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def list_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    @property
    def list_label(self) -> str:
        """What that is called."""
        raise NotImplementedError

    def get_breadcrumbs_items(self):
        items = [{"url": self.list_url, "label": self.list_label}, {"url": "", "label": self.page_title}]
        return [*super().get_breadcrumbs_items(), *items]

    def get_context_data(self, **kwargs):
        context = {"form": self.form_class(), "list_url": self.list_url}
        return {**super().get_context_data(), **context, **kwargs}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "rows" in request.POST:
            return self._confirm(request.POST["rows"])
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sheet = self.read(form.cleaned_data["file"].read())
            preview = self.preview(sheet)
        except UnreadableError as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        rows = signing.dumps([sheet.header, sheet.rows], salt=self.salt, serializer=Json, compress=True)
        return self.render_to_response(self.get_context_data(**preview, rows=rows))

    def _confirm(self, rows: str) -> HttpResponse:
        try:
            header, cells = signing.loads(rows, salt=self.salt, serializer=Json, max_age=SECONDS)
            told = self.take_over(Sheet(header, cells))
        except (signing.BadSignature, UnreadableError):
            messages.error(self.request, _("The preview is too old. Please choose the file again."))
            return redirect(self.request.path)
        messages.success(self.request, told)
        return redirect(self.list_url)


class Json:
    """Django's own serialiser writes every letter beyond ASCII as six."""

    def dumps(self, value) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes):
        return json.loads(data)
