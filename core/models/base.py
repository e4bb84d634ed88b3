"""The base of every page type."""

from django.db import models
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.addresses import language_of, url_in
from core.forms import BasePageForm
from core.guard import may_be_published, refuse_half_finished
from core.languages import InLanguage, active_language
from core.lead import repeats
from core.panels import FactsPanel
from core.reading import Reading
from core.shell_cache import remembered


class BasePageQuerySet(PageQuerySet):
    """Pages by their part in a translation group."""

    def originals(self):
        """Pages that are not translations of another page: one for each thing, so lists are made of these."""
        return self.filter(text_state__source__isnull=True)

    def published(self):
        """Live originals that anybody may read, to be shown through ``core.localised.in_language``."""
        pages = self.originals().live()
        for path in remembered("restricted", restricted_paths):
            pages = pages.exclude(path__startswith=path)
        return pages

    def listed(self):
        """Without what by its own facts is not to be shown now, such as expired news: originals for lists, the search and
        the sitemap. Types that have such facts narrow it.
        """
        return self


def restricted_paths() -> list[str]:
    """Tree paths of pages that are behind a password or login, in all their languages; what is below them is as well."""
    keys = PageViewRestriction.objects.values("page__translation_key")
    return list(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))


class BasePage(InLanguage, Page):
    """Title, summary, language and facts.

    *Text* (everything translatable) is read from the page itself. *Facts* (``fact_fields``: phone, hours, topics ...)
    are read through ``page.facts``, which is the published original, so that they are right in every language at once.
    """

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=300,
        help_text=_("One or two plain sentences, for lists and search engines."),
    )
    external_id = models.CharField(_("id in the source system"), max_length=255, blank=True, db_index=True)
    external_url = models.URLField(_("address in the source system"), max_length=500, blank=True)

    fact_fields: list[str] = []
    """Names of fields that are the same in every language."""
    lead_texts: list[str] = ["body"]
    """Names of the texts that ``lead`` must not repeat."""
    base_form_class = BasePageForm
    text_panels = [FieldPanel("summary")]
    facts_panels: list = []
    internal_panels: list = []

    objects = PageManager.from_queryset(BasePageQuerySet)()

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    search_kind = ""
    """What the public search calls pages of this type, such as ``"service"``; empty: it does not find them."""
    search_terms: dict[str, str] = {}
    """Facets of the public search → relation of the original to terms, such as ``{"topic": "topics"}``."""
    teaser_template = "core/teaser.html"
    show_in_menus_default = False

    class Meta:
        abstract = True

    @classproperty
    def override_translatable_fields(cls):
        """For wagtail-localize. The slug is shared, so that an address stays the same when a translation appears."""
        return [
            SynchronizedField("slug"),
            *(SynchronizedField(name, overridable=False) for name in ("external_id", "external_url", *cls.fact_fields)),
        ]

    @classmethod
    def get_edit_handler(cls):
        """Three tabs: text, facts (on the original only), and the rest."""
        tabs = [ObjectList([*Page.content_panels, *cls.text_panels], heading=_("Text"))]
        if cls.facts_panels:
            tabs.append(ObjectList([FactsPanel(cls.facts_panels)], heading=_("Facts")))
        tabs.append(
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
                        heading=_("For search engines"),
                    ),
                    FieldPanel("show_in_menus"),
                    *cls.internal_panels,
                ],
                heading=_("Promote"),
            )
        )
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    # --- Language ----------------------------------------------------------------------------------------------

    @cached_property
    def original(self) -> "BasePage":
        """The published page that this text was translated from; the page itself if it is the original."""
        state = getattr(self, "text_state", None)
        return state.source.specific if state is not None and state.source_id else self

    def get_view_restrictions(self) -> models.QuerySet:
        """As in Wagtail, of this page and those above it; what is private in one language is private in all."""
        lengths = range(self.steplen, len(self.path) + 1, self.steplen)
        above = Page.objects.filter(path__in=[self.path[:length] for length in lengths]).values("translation_key")
        in_all_languages = PageViewRestriction.objects.filter(page__translation_key__in=above)
        return super().get_view_restrictions() | in_all_languages

    @property
    def facts(self) -> "BasePage":
        """Where facts are read from. Templates write ``page.facts.phone``, never ``page.phone``."""
        return self.original

    @property
    def language(self) -> str:
        """Code of the language that the text is written in."""
        return language_of(self)

    @property
    def lead(self) -> str:
        """The summary as it stands above the text; nothing if the text has the same sentences, as on imported pages."""
        texts = [getattr(self, name, "") for name in self.lead_texts]
        return "" if repeats(self.summary, texts) else self.summary

    # --- Search ------------------------------------------------------------------------------------------------

    def search_names(self) -> list[str]:
        """Proper names by which an original is found in every language: its provider, abbreviations, streets."""
        return []

    def search_flags(self) -> list[str]:
        """Codes of the facet "good to know" that an original has, such as ``"free"``."""
        return []

    # --- Addresses ---------------------------------------------------------------------------------------------

    def url_in(self, language: str) -> str:
        """Path of this page inside the interface of ``language``, whether or not it is translated into it."""
        return url_in(self, language)

    @property
    def href(self) -> str:
        """Path of this page inside the reader's interface."""
        return self.url_in(active_language())

    # --- Serving -----------------------------------------------------------------------------------------------

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        reading = getattr(request, "reading", None)
        if reading is None or reading.page.pk != self.pk:
            reading = request.reading = Reading.of(self, active_language())
        return {**context, "reading": reading, "facts": self.facts}

    def structured_data(self) -> dict | None:
        """schema.org JSON-LD of the page, or nothing."""
        return None

    # --- Saving ------------------------------------------------------------------------------------------------

    def save(self, *args, **kwargs):
        refuse_half_finished(self)
        return super().save(*args, **kwargs)

    def publish(self, revision, *args, **kwargs):
        """As Wagtail does it, but a translation with gaps stays a draft."""
        if may_be_published(self):
            super().publish(revision, *args, **kwargs)

    def delete(self, *args, **kwargs):
        """Deleting an original takes its translations along: they would be orphans whose facts are gone."""
        translations = list(self.get_translations().values_list("pk", flat=True)) if self.original is self else []
        result = super().delete(*args, **kwargs)
        for pk in translations:
            if page := Page.objects.filter(pk=pk).first():
                page.specific.delete()
        return result
