"""What is searched, and what editors make of it: a word of the thesaurus, or a page that stands first."""

from urllib.parse import urlencode

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log as log_action

from core.languages import autonym
from core.sheet import escaped
from search import phrases
from search.find import find
from search.log import searches
from search.models import Concept, PromotedResult, SearchCount
from search.models import languages as language_choices
from search.thesaurus import add_word

PERIODS = [7, 30, 90, 365]
"""Days."""
DEFAULT_PERIOD = "30"
SHOW = [
    ("", gettext_lazy("All")),
    ("empty", gettext_lazy("Without result")),
    ("unopened", gettext_lazy("No result opened")),
]


def periods() -> list[tuple[str, str]]:
    """Choices, in the editor's language."""
    return [(str(days), ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in PERIODS]


class SearchesFilterSet(WagtailFilterSet):
    """Read by the view, which sums up the days that are asked for."""

    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        choices=SHOW[1:],
        empty_label=SHOW[0][1],
        widget=forms.RadioSelect,
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        choices=language_choices,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    days = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"),
        choices=periods,
        empty_label=None,
        initial=DEFAULT_PERIOD,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SearchCount
        fields = ["show", "language", "days"]

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data is not None else {}
        data.setdefault("days", DEFAULT_PERIOD)
        super().__init__(data, *args, **kwargs)


class QueryColumn(Column):
    """What was typed, kept apart from the direction of the text around it."""

    cell_template_name = "search/admin/query_cell.html"


class ActionsColumn(Column):
    """Links to prefilled forms, for those who may save them."""

    cell_template_name = "search/admin/actions_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        values = urlencode({"language": instance["language"], "word": instance["query"]})
        context["actions"] = [
            (label, f"{reverse(name)}?{values}")
            for label, name, permission in (
                (_("Make it a word of the thesaurus"), "searches:word", "search.change_concept"),
                (_("Promote a page"), PromotedResult.snippet_viewset.get_url_name("add"), "search.add_promotedresult"),
            )
            if user.has_perm(permission)
        ]
        return context


class SearchesReportView(ReportView):
    """Counts per text and language within a period."""

    model = SearchCount
    any_permission_required = ["view"]
    page_title = gettext_lazy("Searches")
    header_icon = "search"
    index_url_name = "searches:list"
    index_results_url_name = "searches:list_results"
    results_template_name = "search/admin/searches_results.html"
    filterset_class = SearchesFilterSet
    default_ordering = "-searched"
    columns = [
        QueryColumn("query", label=gettext_lazy("Searched"), sort_key="query"),
        Column("language", label=gettext_lazy("Language"), accessor=lambda row: autonym(row["language"])),
        NumberColumn("searched", label=gettext_lazy("Times"), sort_key="searched"),
        NumberColumn("missed", label=gettext_lazy("Without result"), sort_key="missed"),
        NumberColumn("opened", label=gettext_lazy("Results opened"), sort_key="opened"),
        ActionsColumn("actions", label=gettext_lazy("What to do")),
    ]
    list_export = ["query", "language", "searched", "missed", "opened"]
    export_headings = {
        "query": gettext_lazy("Searched"),
        "language": gettext_lazy("Language"),
        "searched": gettext_lazy("Times"),
        "missed": gettext_lazy("Without result"),
        "opened": gettext_lazy("Results opened"),
    }
    custom_field_preprocess = {"query": {"csv": escaped, "xlsx": escaped}}
    """Anybody can search for a formula."""
    export_filename = "searches"

    def get_queryset(self):
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        days = int(chosen.get("days") or DEFAULT_PERIOD)
        rows = searches(days, chosen.get("language", ""), chosen.get("show") or "all")
        return rows.order_by(self.ordering, "query", "language")

    def filter_queryset(self, queryset):
        return queryset

    def get_context_data(self, *args, **kwargs):
        own = {"kept_days": settings.SEARCH_LOG_DAYS, "tabs": self._tabs()}
        return {**super().get_context_data(*args, **kwargs), **own}

    def _tabs(self) -> list[tuple[str, str, bool]]:
        """What can be shown: name, address, whether it is shown; language and period stay."""
        shown = self.request.GET.get("show", "")
        tabs = []
        for show, name in SHOW:
            params = self.request.GET.copy()
            params["show"] = show
            for parameter in ("p", "_w_filter_fragment", "" if show else "show"):
                params.pop(parameter, None)
            tabs.append((name, f"{self.index_url}?{params.urlencode()}", show == shown))
        return tabs


class WordForm(forms.Form):
    """A word, its language, and one of all concepts, by name."""

    word = forms.CharField(label=gettext_lazy("Word"), max_length=phrases.LONGEST)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    concept = forms.ModelChoiceField(
        label=gettext_lazy("Means the same as"), queryset=Concept.objects.none(), empty_label="—"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["concept"].queryset = Concept.objects.all()
        choices = [(concept.pk, str(concept)) for concept in Concept.objects.all()]
        choices.sort(key=lambda choice: choice[1].casefold())
        self.fields["concept"].choices = [("", "—"), *choices]


class WordView(WagtailAdminTemplateMixin, FormView):
    """GET asks which concept a searched word belongs to, POST adds it there."""

    form_class = WordForm
    page_title = gettext_lazy("Make it a word of the thesaurus")
    header_icon = "openquote"
    template_name = "search/admin/word.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("search.change_concept"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse("searches:list"), "label": _("Searches")},
            {"url": "", "label": self.page_title},
        ]
        return [*super().get_breadcrumbs_items(), *items]

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in ("word", "language")}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.request.user.has_perm("search.add_concept"):
            values = urlencode(self.get_initial())
            context["new_concept_url"] = f"{reverse(Concept.snippet_viewset.get_url_name('add'))}?{values}"
        return {**context, "list_url": reverse("searches:list")}

    def form_valid(self, form):
        word, language, concept = (form.cleaned_data[name] for name in ("word", "language", "concept"))
        try:
            added = add_word(concept, language, word)
        except ValidationError as error:
            form.add_error("word", error)
            return self.form_invalid(form)
        if added:
            log_action(instance=concept, action="wagtail.edit")
        total = find(word, language).total
        text = ngettext(
            "“%(word)s” is a word of “%(concept)s” now. A search for it finds one page.",
            "“%(word)s” is a word of “%(concept)s” now. A search for it finds %(count)d pages.",
            total,
        )
        messages.success(self.request, text % {"word": word, "concept": concept, "count": total})
        return redirect(reverse("searches:list"))


class SearchesMenuItem(MenuItem):
    """Shown to who may see the report."""

    def is_shown(self, request):
        return request.user.has_perm("search.view_searchcount")


class SearchesViewSet(ViewSet):
    """The report among the snippets of the search."""

    name = "searches"
    icon = "search"
    menu_label = gettext_lazy("Searches")
    menu_item_class = SearchesMenuItem

    def get_urlpatterns(self):
        return [
            path("", SearchesReportView.as_view(), name="list"),
            path("results/", SearchesReportView.as_view(results_only=True), name="list_results"),
            path("word/", WordView.as_view(), name="word"),
        ]
