"""The engine of the mask: a plain form over parts of a page, for the profile, news, events and services alike."""

import json
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from members.mask.drafts import Draft
from members.mask.fields import LineField
from members.mask.merging import EMPTY, MINE, THEIRS, Merged, digest, merge
from members.mask.parts import MOST_ROWS, Part


class RowForm(forms.Form):
    """One row. ``id`` is that of the block; ``leave_out`` takes the row away."""

    id = LineField(required=False, max_length=64, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False, label=_("Leave this out"))

    def without_marks(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "leave_out"}

    @property
    def is_blank(self) -> bool:
        """Nothing is filled in but what was filled in from the start."""
        return not any(self.cleaned_data.get(name) for name in self.counts)

    @property
    def is_new(self) -> bool:
        """Whether it was empty from the start, so that there is nothing to leave out."""
        return not any(self[name].value() for name in self.counts)

    counts: tuple[str, ...] = ()
    """Fields by which a row exists; a row without any of them is none."""


class RowSet(BaseFormSet):
    """Rows of one field, with empty ones to fill in."""

    def values(self) -> list[dict]:
        """What the rows say, in order."""
        kept = [form for form in self.forms if not form.cleaned_data.get("leave_out") and not form.is_blank]
        return [form.without_marks() for form in kept]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.empty_permitted = False
        form.use_required_attribute = False

    def full_clean(self):
        """A row that is left out or empty has no errors."""
        super().full_clean()
        for number, form in enumerate(self.forms if self.is_bound else ()):
            if form.errors and (form.cleaned_data.get("leave_out") or form.is_blank):
                self._errors[number] = form._errors = forms.utils.ErrorDict()


@dataclass(frozen=True)
class RowField:
    """A field of rows: its form, its words, and how many empty rows are offered."""

    form: type[RowForm]
    label: str
    row_label: str
    help_text: str = ""
    extra: int = 1


class MaskForm(forms.Form):
    """Subclasses name ``parts`` (field → where it stands in the page) and, for lists, ``row_fields``.

    ``merged`` tells after validation what is to be written and what both sides have changed; ``write`` writes it into
    the draft in memory.
    """

    parts: dict[str, Part] = {}
    row_fields: dict[str, RowField] = {}
    sections: list[tuple] = []
    """Headings with the names of the fields below each, and ``True`` if they can be folded away; empty: all in one."""
    required_css_class = "required"
    opened = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, draft: Draft, data=None, files=None, *, languages=(), more_rows: str = "", initial=None):
        self.draft = draft
        super().__init__(data, files, initial=initial)
        self.add_fields()
        self.prefill = initial or {}
        if languages and any(draft.page_of(part.field) is draft.text for part in self.parts.values()):
            self.fields["language"] = forms.ChoiceField(
                label=_("In which language do you write here?"), choices=languages, initial=draft.language
            )
        self.closed = {
            name: self.label_of(name) for name, part in self.parts.items() if not part.is_open(self._page(name))
        }
        for name in self.closed:
            self.fields.pop(name, None)
        for name in self.parts.keys() & self.fields.keys():
            self.fields[name].initial = self.prefill.get(name, self.now[name])
        self.rows = {
            name: self._rows(name, row_field, more_rows)
            for name, row_field in self.row_fields.items()
            if name not in self.closed
        }
        self.fields["opened"].initial = self._opened_now()
        if self.is_bound:
            self._fill_in()

    def add_fields(self) -> None:
        """For forms whose fields depend on what stands in the draft."""

    # --- What stands in the page -------------------------------------------------------------------------------------

    def _page(self, name: str) -> Page:
        return self.draft.page_of(self.parts[name].field)

    @cached_property
    def now(self) -> dict:
        """The present value of each field."""
        return {name: part.read(self._page(name)) for name, part in self.parts.items() if name not in self.closed}

    def _opened_now(self) -> str:
        digests = {name: digest(value) for name, value in self.now.items()}
        return json.dumps({"language": self.draft.language, "digests": digests})

    def formatting(self) -> dict[str, str]:
        """Fields whose formatting would get lost by a change, with the rich text."""
        found = {name: part.formatting(self._page(name)) for name, part in self.parts.items() if name in self.fields}
        return {name: source for name, source in found.items() if source}

    def layout(self) -> list[dict]:
        """For templates: sections with a ``heading`` and ``entries``, each with a ``field``, ``rows`` or ``closed`` label."""
        names = ["language", *(name for name in self.fields if name not in {"language", "opened"}), *self.row_fields]
        formatting = self.formatting()
        sections = [(*section, False)[:3] for section in self.sections or [("", names)]]
        return [
            {
                "heading": heading,
                "entries": [entry for name in part if (entry := self._entry(name, formatting))],
                "folded": optional,
                "open": any(self._has_something(name) for name in part),
            }
            for heading, part, optional in sections
        ]

    def _has_something(self, name: str) -> bool:
        """Whether a folded section has to be open: there is an answer in it, or an error."""
        if name in self.rows:
            return bool(self.rows[name].total_error_count() or self.now.get(name) or self.rows[name].is_bound)
        if name not in self.fields or name == "language":
            return False
        default = self.base_fields[name].initial
        return bool(self[name].errors) or digest(self[name].value()) not in (EMPTY, digest(default))

    def _entry(self, name: str, formatting: dict[str, str]) -> dict | None:
        if name in self.closed:
            return {"name": name, "closed": self.closed[name]}
        if name in self.rows:
            return {"name": name, "rows": self.rows[name], "of": self.row_fields[name]}
        return {"name": name, "field": self[name], "formatting": formatting.get(name)} if name in self.fields else None

    def _rows(self, name: str, row_field: RowField, more_rows: str) -> RowSet:
        if self.is_bound and f"{name}-TOTAL_FORMS" in self.data:
            return self._bound_rows(name, row_field, more_rows)
        initial = self.prefill.get(name, self.now.get(name, []))
        extra = max(row_field.extra, 1 - len(initial))
        made = formset_factory(row_field.form, formset=RowSet, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        return made(initial=initial, prefix=name)

    def _bound_rows(self, name: str, row_field: RowField, more_rows: str) -> RowSet:
        data = self.data
        if more_rows == name:
            data = data.copy()
            total = data.get(f"{name}-TOTAL_FORMS", "0")
            data[f"{name}-TOTAL_FORMS"] = str(min(int(total) + 1 if total.isdigit() else 1, MOST_ROWS))
        made = formset_factory(row_field.form, formset=RowSet, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        return made(data, self.files or None, prefix=name)

    # --- What is sent ------------------------------------------------------------------------------------------------

    def _fill_in(self) -> None:
        """A field that was not sent, because it was closed or has come since, was not emptied: it stays as it is."""
        self.data = self.data.copy()
        self.data.setdefault("language", self.draft.language)
        for name in self.parts.keys() & self.fields.keys():
            if self.fields[name].widget.value_omitted_from_data(self.data, self.files, name):
                value = self.now[name]
                self.data.setlist(name, value if isinstance(value, list) else [value])

    @cached_property
    def opened_digests(self) -> dict[str, str]:
        """Digests of the fields when the form was opened."""
        try:
            digests = dict(json.loads(self.data.get("opened") or "{}").get("digests", {}))
        except (ValueError, TypeError, AttributeError):
            return {}
        return {name: str(mark) for name, mark in digests.items() if name in self.parts}

    @cached_property
    def of_another_language(self) -> set[str]:
        """Fields of the text, if the form was opened with the text in another language than it is sent for."""
        try:
            language = json.loads(self.data.get("opened") or "{}").get("language", self.draft.language)
        except (ValueError, AttributeError):
            return set()
        facts = self.draft.facts.fact_fields
        return {
            name for name, part in self.parts.items() if part.field not in facts and language != self.draft.language
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values() if rows.is_bound)])

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(rows.total_error_count() for rows in self.rows.values())

    @cached_property
    def merged(self) -> Merged:
        """Call after ``is_valid``."""
        mine = {name: self.cleaned_data[name] for name in self.parts if name in self.fields}
        mine |= {name: rows.values() for name, rows in self.rows.items() if rows.is_bound}
        opened = self.opened_digests
        for name in self.of_another_language & mine.keys():
            # What was not touched is still in the other language; what was is compared with what stands here: nothing.
            if digest(mine[name]) == opened.pop(name, EMPTY):
                del mine[name]
        chosen = {name: self.data.get(f"choose-{name}", "") for name in mine}
        return merge(opened, mine, self.now, chosen, set(self.data.getlist("asked")))

    def write(self) -> None:
        """Put what is to be saved into the draft."""
        for name, value in self.merged.write.items():
            self.parts[name].write(self._page(name), value)
            self.draft.touched.add(self.parts[name].field)

    def add_page_errors(self, error: ValidationError) -> None:
        """What the page itself says against it, beside the field where it is shown, else above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        by_field = {part.field: name for name, part in self.parts.items() if name in self.fields}
        for field, errors in error.error_dict.items():
            self.add_error(by_field.get(field), errors)

    def show_conflicts(self) -> None:
        """Turn the form into one that asks: the digests are those of what is shown now."""
        self.data = self.data.copy()
        self.data["opened"] = self._opened_now()

    def conflicts(self) -> list[dict]:
        """For each field that both sides changed: ``name``, ``label`` and what is there now, in words."""
        return [
            {"name": name, "label": self.label_of(name), "theirs": self.parts[name].shown(self.now[name])}
            | {"mine": self.parts[name].shown(self._mine(name)), "mine_code": MINE, "theirs_code": THEIRS}
            for name in self.merged.conflicts
        ]

    def _mine(self, name: str):
        return self.rows[name].values() if name in self.rows else self.cleaned_data[name]

    def label_of(self, name: str) -> str:
        return self.row_fields[name].label if name in self.row_fields else self.fields[name].label
