"""Thesaurus and promoted results in the admin."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from core.sheet import FORMATS, write
from search import phrases
from search.admin.importing import ThesaurusImportView
from search.models import Concept, PromotedResult
from search.thesaurus import matching, words_shown
from search.thesaurus_sheet import table
from topics.models import TargetGroup, Topic


class ConceptFilterSet(WagtailFilterSet):
    topics = ModelMultipleChoiceFilter(
        label=_("Topics"), queryset=Topic.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    target_groups = ModelMultipleChoiceFilter(
        label=_("Target groups"), queryset=TargetGroup.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Concept
        fields = ["topics", "target_groups"]


class ConceptIndexView(IndexView):
    """Searches the words of all languages; exports what the filters leave, as the import reads it."""

    list_export = ["code"]  # only says that there is an export

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("topics", "target_groups")

    def search_queryset(self, queryset):
        return queryset.filter(pk__in=matching(self.search_query)) if self.is_searching else queryset

    def as_spreadsheet(self, queryset, spreadsheet_format):
        response = HttpResponse(write(table(queryset), spreadsheet_format), content_type=FORMATS[spreadsheet_format])
        response["Content-Disposition"] = f'attachment; filename="thesaurus.{spreadsheet_format}"'
        return response

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if ThesaurusImportView.is_allowed(self.request.user):
            url = reverse(self.model.snippet_viewset.get_url_name("import"))
            buttons.append(Button(_("Import XLSX or CSV"), url=url, icon_name="upload", priority=80))
        return buttons


class PrefilledCreateView(CreateView):
    """A form for something new with what ``?language=`` and ``?word=`` say filled in; saved by POST like any."""

    def get_initial_form_instance(self):
        language, word = self.request.GET.get("language", ""), self.request.GET.get("word", "")
        if language not in dict(settings.LANGUAGES) or not 0 < len(word) <= phrases.LONGEST:
            return super().get_initial_form_instance()
        return self.prefilled(language, word)

    def prefilled(self, language: str, word: str):
        """The unsaved object."""
        raise NotImplementedError


class ConceptCreateView(PrefilledCreateView):
    """The searched word is a name and a word of the concept."""

    def prefilled(self, language: str, word: str) -> Concept:
        return Concept(names={language: word}, words={language: word})


class PromotedResultCreateView(PrefilledCreateView):
    """The searched words are those of the promotion."""

    def prefilled(self, language: str, word: str) -> PromotedResult:
        return PromotedResult(language=language, query=word)


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "openquote"
    index_view_class = ConceptIndexView
    add_view_class = ConceptCreateView
    filterset_class = ConceptFilterSet
    list_display = [
        "__str__",
        Column("words", label=_("Words"), accessor=words_shown),
        Column("topics", label=_("Leads to"), accessor=lambda concept: ", ".join(leads_to(concept))),
        "code",
    ]
    list_per_page = 50
    search_fields = ["code"]
    search_backend_name = None

    def get_urlpatterns(self):
        import_view = self.construct_view(ThesaurusImportView)
        return [*super().get_urlpatterns(), path("import/", import_view, name="import")]


def leads_to(concept: Concept) -> list[str]:
    """Names of the topics and target groups of a concept."""
    return [str(term) for term in [*concept.topics.all(), *concept.target_groups.all()]]


class PromotedResultIndexView(IndexView):
    """Titles of the pages come with the rows."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page")


class PromotedResultViewSet(SnippetViewSet):
    model = PromotedResult
    icon = "pick"
    index_view_class = PromotedResultIndexView
    add_view_class = PromotedResultCreateView
    list_display = [
        "query",
        "language",
        Column("page", label=_("Page"), accessor="page.get_admin_display_title"),
        BooleanColumn("live", label=_("Published"), accessor="page.live"),
        "sort_order",
    ]
    list_filter = ["language"]
    search_fields = ["query"]
    search_backend_name = None
