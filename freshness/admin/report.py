"""The list of everything that is to be confirmed: when, by whom, who is asked. Sorted, filtered, as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from core.models import Confirmable
from core.sheet import escaped
from freshness.models import Reminder, Review
from freshness.responsible import addresses_of
from freshness.rounds import MODELS, is_due, reviewed, sent_in_this_round, stale_before

STATES = [
    ("due", gettext_lazy("to be confirmed")),
    ("stale", gettext_lazy("readers are told")),
    ("nobody", gettext_lazy("nobody to ask")),
    ("refused", gettext_lazy("address does not work")),
]
KINDS = [(model._meta.model_name, capfirst(model._meta.verbose_name_plural)) for model in MODELS]


class FreshnessFilterSet(WagtailFilterSet):
    """Read by the view, because a state is more than a field."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=KINDS, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Review
        fields = ["state", "kind"]


def all_pages() -> QuerySet:
    """Public originals of all types."""
    of_any_type = (Q(pk__in=rows.values("pk")) for rows in reviewed())
    return Page.objects.filter(reduce(or_, of_any_type))


class AddressesColumn(Column):
    """Who is asked, with a link to where that is set."""

    cell_template_name = "freshness/admin/addresses_cell.html"


class DayColumn(Column):
    """A date as such: Wagtail's own column says "just now" of every day to come."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return date_format(day, "SHORT_DATE_FORMAT") if day else "–"


class FreshnessReportView(ReportView):
    """For who may see reviews: editors, not associations and translators."""

    model = Review
    any_permission_required = ["view"]
    page_title = gettext_lazy("Freshness")
    header_icon = "calendar-check"
    index_url_name = "freshness_report"
    index_results_url_name = "freshness_report_results"
    filterset_class = FreshnessFilterSet
    default_ordering = "due"
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Title"), sort_key="title", get_url=lambda row: row.edit_url, width="30%"
        ),
        Column("kind", label=gettext_lazy("Kind")),
        DayColumn("confirmed", label=gettext_lazy("Last confirmed on"), sort_key="confirmed"),
        DayColumn("due", label=gettext_lazy("To be confirmed again on"), sort_key="due"),
        Column("state", label=gettext_lazy("State")),
        AddressesColumn("addresses", label=gettext_lazy("Who is asked")),
    ]
    list_export = ["title", "kind", "confirmed", "by", "due", "state", "asked", "reminders", "url"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "kind": gettext_lazy("Kind"),
        "confirmed": gettext_lazy("Last confirmed on"),
        "by": gettext_lazy("Confirmed by"),
        "due": gettext_lazy("To be confirmed again on"),
        "state": gettext_lazy("State"),
        "asked": gettext_lazy("Who is asked"),
        "reminders": gettext_lazy("Reminders in this round"),
        "url": gettext_lazy("Address of the page"),
    }
    custom_field_preprocess = {name: {"csv": escaped, "xlsx": escaped} for name in ("title", "by", "asked", "url")}
    export_filename = "freshness"

    def get_queryset(self):
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        pages = all_pages().annotate(
            confirmed=Coalesce(*(F(f"{model._meta.model_name}__last_confirmed") for model in MODELS)),
            due=Coalesce(*(F(f"{model._meta.model_name}__review_due") for model in MODELS), output_field=DateField()),
        )
        if kind := chosen.get("kind"):
            pages = pages.filter(content_type__model=kind)
        match chosen.get("state"):
            case "due":
                pages = pages.filter(due__lte=timezone.localdate())
            case "stale":
                pages = pages.filter(due__lte=stale_before())
            case "nobody":
                pages = pages.filter(pk__in=[row.pk for row in described(pages) if not row.addresses])
            case "refused":
                pages = pages.filter(pk__in=[row.pk for row in described(pages) if row.refused])
        ordering = F(self.ordering.removeprefix("-"))
        descending = self.ordering.startswith("-")
        return pages.order_by(ordering.desc(nulls_last=True) if descending else ordering.asc(nulls_first=True), "pk")

    def filter_queryset(self, queryset):
        return queryset

    def get_table(self, object_list):
        return super().get_table(described(object_list))

    def decorate_paginated_queryset(self, object_list):
        return described(object_list) if self.is_export else object_list


@dataclass(frozen=True)
class Row:
    """One page in the report and its file."""

    page: Confirmable
    addresses: list[str]
    sent: list[Reminder]

    @property
    def pk(self) -> int:
        return self.page.pk

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def kind(self) -> str:
        return capfirst(self.page._meta.verbose_name)

    @property
    def confirmed(self) -> date | None:
        return self.page.last_confirmed

    @property
    def by(self) -> str:
        return self.page.confirmed_by

    @property
    def due(self) -> date | None:
        return self.page.review_due

    @property
    def state(self) -> str:
        """In the editor's words."""
        if self.due and self.due <= stale_before():
            return _("readers are told")
        return _("to be confirmed") if is_due(self.page) else _("confirmed")

    @property
    def asked(self) -> str:
        return ", ".join(self.addresses)

    @property
    def reminders(self) -> int:
        return len(self.sent)

    @property
    def refused(self) -> set[str]:
        """Addresses that do not work."""
        return {mail.address for mail in self.sent if mail.refused}

    @property
    def url(self) -> str:
        return self.page.full_url or ""

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.pk])

    @property
    def review_url(self) -> str:
        return reverse("freshness_review", args=[self.pk])


def described(pages: Iterable[Page]) -> list[Row]:
    """Rows in the same order; the number of queries does not depend on them."""
    keys = [page.pk for page in pages]
    found = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
    addresses, sent = addresses_of(found.values()), sent_in_this_round(found.values())
    return [
        Row(found[key], addresses[key], [mail for address in addresses[key] for mail in sent.get((key, address), [])])
        for key in keys
    ]
