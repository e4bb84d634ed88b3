"""News of the portal and of associations."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyBlock
from core.forms import BasePageForm
from core.localised import in_language
from core.models import BasePage, BasePageQuerySet
from organisations.models import OrganisationPage
from organisations.permissions import is_only_member
from organisations.profiles import profile_by_key, profile_for_reader
from organisations.related import of_organisation
from topics.facets import Facet, FacetedList
from topics.models import Topic

PAGE_SIZE = 15
FACETS = [Facet("topic", _("Topic"), Topic, "topics")]


def feed_links(chosen: list[tuple[str, str]]) -> list[dict[str, str]]:
    """RSS and Atom in the reader's language for the chosen GET parameters: ``{"url", "type", "name"}``."""
    query = f"?{urlencode(chosen)}" if chosen else ""
    return [
        {"url": reverse("news_rss") + query, "type": "application/rss+xml", "name": "RSS"},
        {"url": reverse("news_atom") + query, "type": "application/atom+xml", "name": "Atom"},
    ]


class NewsQuerySet(BasePageQuerySet):
    """News by what a reader may see now."""

    def listed(self):
        """Those whose day has come and that have not expired."""
        today = timezone.localdate()
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today), date__lte=today)

    def current(self):
        """Published originals that are listed, newest first."""
        pages = self.published().listed().select_related("locale", "image", "organisation")
        return pages.order_by("-date", "-pk")

    def for_front_page(self):
        """The portal's own, and of associations what editors have chosen: featured news first, then the newest."""
        chosen = self.current().filter(Q(organisation=None) | Q(featured=True))
        return chosen.order_by("-featured", "-date", "-pk")


class NewsForm(BasePageForm):
    """Members write news; what stands on the portal's front page is chosen by editors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None and is_only_member(self.for_user):
            self.fields.pop("featured", None)


class NewsIndexPage(BasePage):
    """All news, newest first."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request, *args, **kwargs):
        """Adds ``results`` (news in the reader's language, each with ``facts.date`` and ``facts.organisation``),
        ``page_of_results``, ``facets``, ``is_filtered``, ``organisation`` (of ``?organisation=``, a translation key,
        or ``None``) and ``feeds``: the same choice to subscribe to, as ``{"url", "type", "name"}``.
        """
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.current()
        organisation = profile_by_key(request.GET.get("organisation", ""))
        if organisation is not None:
            news = news.filter(of_organisation(organisation))
        faceted = FacetedList(news, FACETS, request.GET)
        page = Paginator(faceted.pages(), PAGE_SIZE).get_page(request.GET.get("page"))
        chosen = [(name, code) for name, codes in faceted.selected.items() for code in codes]
        if organisation is not None:
            chosen.append(("organisation", str(organisation.translation_key)))
        return {
            **context,
            "facets": faceted.choices(),
            "results": in_language(page.object_list),
            "page_of_results": page,
            "is_filtered": faceted.is_filtered or organisation is not None,
            "organisation": organisation,
            "feeds": feed_links(chosen),
        }


class NewsPage(BasePage):
    """One piece of news; under an association it is the association's."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    image_alt = models.CharField(_("alternative text of the image"), max_length=250, blank=True)
    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    expires_on = models.DateField(_("shown until"), null=True, blank=True)
    featured = models.BooleanField(_("on the home page first"), default=False)
    image = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="news",
        verbose_name=_("organisation"),
        help_text=_("Empty: the portal itself. Set by itself for news below an organisation."),
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="news", verbose_name=_("topics"))

    fact_fields = ["date", "expires_on", "featured", "image", "organisation", "topics"]
    text_panels = [*BasePage.text_panels, FieldPanel("body"), FieldPanel("image_alt")]
    facts_panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("expires_on")]),
        FieldPanel("featured"),
        FieldPanel("image"),
        FieldPanel("organisation"),
        FieldPanel("topics"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]
    base_form_class = NewsForm
    search_kind = "news"
    search_terms = {"topic": "topics"}
    parent_page_types = ["news.NewsIndexPage", "organisations.OrganisationPage"]
    subpage_types = []
    teaser_template = "news/news_teaser.html"

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def full_clean(self, *args, **kwargs):
        """News below an organisation is that organisation's."""
        parent = self.get_parent() if self.path else None
        if parent is not None and isinstance(parent.specific_deferred, OrganisationPage):
            self.organisation_id = parent.specific_deferred.original.pk
        super().full_clean(*args, **kwargs)

    @property
    def is_expired(self) -> bool:
        expires = self.facts.expires_on
        return expires is not None and expires < timezone.localdate()

    @cached_property
    def publisher(self) -> OrganisationPage | None:
        """The profile of the organisation in the reader's language, or ``None`` if the portal itself writes."""
        return profile_for_reader(self.facts.organisation_id)

    def get_context(self, request, *args, **kwargs):
        """Adds ``organisation``: the profile in the reader's language, or ``None`` for news of the portal."""
        return {**super().get_context(request, *args, **kwargs), "organisation": self.publisher}

    def structured_data(self) -> dict:
        """schema.org ``NewsArticle``; see https://schema.org/NewsArticle."""
        base = settings.BASE_URL.rstrip("/")
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.summary,
            "inLanguage": self.lang,
            "datePublished": self.facts.date.isoformat(),
            "url": base + self.url_in(self.language),
        }
        if self.last_published_at:
            data["dateModified"] = self.last_published_at.isoformat()
        if self.publisher is not None:
            url = base + self.publisher.url_in(self.publisher.language)
            data["author"] = {"@type": "Organization", "name": self.publisher.title, "url": url}
        return data
