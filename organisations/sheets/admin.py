"""The import and the export of associations in the admin."""

from collections.abc import Iterator

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import Button

from core.importing import Outcome, Refused
from core.languages import source_language
from core.sheet import FORMATS, Sheet, UnreadableError, rows_of, write
from core.sheet_admin import SheetImportView, UploadForm
from organisations.models import OrganisationIndexPage
from organisations.sheets.applying import take_over
from organisations.sheets.columns import BY_KEY
from organisations.sheets.export import columns_for, organisations, table
from organisations.sheets.headers import NEW, Mapping
from organisations.sheets.planning import Planner
from organisations.sheets.reading import planner_for


class SpreadsheetForm(UploadForm):
    """The first step."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, with one row for each organisation."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class OrganisationImportView(SheetImportView):
    """Upload, look, decide about what may be the same, confirm."""

    page_title = gettext_lazy("Import organisations")
    template_name = "organisations/admin/import.html"
    salt = "organisations.import"
    form_class = SpreadsheetForm

    def is_allowed(self, user: AbstractBaseUser) -> bool:
        """Profiles are published and internal records written."""
        return may_import(user)

    @property
    def list_url(self) -> str:
        return reverse("wagtailadmin_explore", args=[directory().pk])

    @property
    def list_label(self) -> str:
        return directory().title

    def read(self, content: bytes) -> Sheet:
        """With what stands above the header, as wide as the widest row."""
        rows = rows_of(content)
        width = max(len(cells) for _number, cells in rows)
        (_first, header), *rest = [(number, cells + [""] * (width - len(cells))) for number, cells in rows]
        return Sheet(header, rest)

    def preview(self, sheet: Sheet) -> dict:
        planner, below = self._planner(sheet)
        rows = list(planner.rows(below))
        counts = dict.fromkeys(Outcome, 0)
        for row in rows:
            counts[row.outcome] += 1
        return {
            "planned": [row for row in rows if row.outcome is not Outcome.UNCHANGED or row.notes],
            "counts": {outcome.value: number for outcome, number in counts.items()},
            "left_out": planner.left_out,
            "new": NEW,
        }

    def take_over(self, sheet: Sheet) -> str:
        planner, rows = self._planner(sheet)
        draft = self.request.POST.get("draft") == "1"
        done = list(take_over(planner.rows(rows), draft, self.request.user))
        saved = sum(row.outcome in {Outcome.CREATED, Outcome.CHANGED} for row in done)
        refused = [row for row in done if row.outcome is Outcome.REFUSED]
        text = ngettext("%(count)d organisation was taken over.", "%(count)d organisations were taken over.", saved)
        text %= {"count": saved}
        if refused:
            values = {"count": len(refused), "rows": ", ".join(str(row.number) for row in refused[:20])}
            text += " " + _("Refused: %(count)d (row %(rows)s).") % values
        return text

    def _planner(self, sheet: Sheet) -> tuple[Planner, Iterator[tuple[int, list[str]]]]:
        try:
            return planner_for([(1, sheet.header), *sheet.rows], self._decisions())
        except Refused as error:
            raise UnreadableError(str(error)) from error

    def _decisions(self) -> Mapping:
        """What the editor has chosen about rows that look like something else: ``same-<row>`` is an id or "new"."""
        mapping = Mapping()
        for name, wanted in self.request.POST.items():
            number = name.removeprefix("same-")
            if number != name and number.isdecimal() and wanted:
                mapping.rows[int(number)] = wanted
        return mapping


class ExportForm(forms.Form):
    """Which columns, and as what."""

    columns = forms.MultipleChoiceField(label=gettext_lazy("Columns"), widget=forms.CheckboxSelectMultiple)
    form = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(name, name.upper()) for name in FORMATS], widget=forms.RadioSelect
    )
    drafts = forms.BooleanField(label=gettext_lazy("Also profiles that are not public"), required=False)

    def __init__(self, *args, internal: bool, **kwargs):
        super().__init__(*args, **kwargs)
        columns = columns_for(internal)
        self.fields["columns"].choices = [(column.key, capfirst(column.label)) for column in columns]
        self.fields["columns"].initial = [column.key for column in columns]
        self.fields["form"].initial = "xlsx"


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Asks for columns, answers with a file. Internal columns are for those who may see the internal records."""
    if not may_export(request.user):
        raise PermissionDenied
    internal = request.user.has_perm("organisations.view_organisationrecord")
    form = ExportForm(request.POST or None, internal=internal)
    if request.method == "GET" or not form.is_valid():
        return render(request, "organisations/admin/export.html", {"form": form, "list_url": directory_url()})
    chosen = [BY_KEY[key] for key in form.cleaned_data["columns"]]
    kind = form.cleaned_data["form"]
    content = write(table(organisations(live_only=not form.cleaned_data["drafts"]), chosen), kind)
    name = f"organisations.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=FORMATS[kind], headers=headers)


def directory() -> OrganisationIndexPage | None:
    """The page that organisations stand below."""
    return OrganisationIndexPage.objects.filter(locale__language_code=source_language()).first()


def directory_url() -> str:
    """Where the admin lists the organisations."""
    index = directory()
    return reverse("wagtailadmin_explore", args=[index.pk]) if index else reverse("wagtailadmin_home")


def may_import(user: AbstractBaseUser) -> bool:
    """Editors: who publishes in the directory and writes internal records."""
    index = directory()
    if index is None or not user.has_perm("organisations.change_organisationrecord"):
        return False
    rights = index.permissions_for_user(user)
    return rights.can_add_subpage() and rights.can_publish_subpage()


def may_export(user: AbstractBaseUser) -> bool:
    """Everybody who works on the directory as a whole."""
    index = directory()
    return index is not None and index.permissions_for_user(user).can_edit()


def buttons(page, user, view_name=None, next_url=None):
    """Import and export in the menu of the directory."""
    if not isinstance(page.specific_deferred, OrganisationIndexPage):
        return
    if may_import(user):
        yield Button(_("Import organisations"), url=reverse("organisations_import"), icon_name="upload", priority=90)
    if may_export(user):
        yield Button(_("Export organisations"), url=reverse("organisations_export"), icon_name="download", priority=91)
