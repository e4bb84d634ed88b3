"""The home page: search box, topics, and the newest of every feature."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.languages import active_language
from core.localised import in_language
from core.models import BasePage
from core.shell_cache import remembered
from events.models import Occurrence
from news.models import NewsPage
from organisations.models import OrganisationPage
from topics.models import TopicPage

NEWS, EVENTS, ASSOCIATIONS = 3, 4, 6


class HomePage(BasePage):
    """One per language, the root of that language's tree."""

    welcome = models.TextField(_("welcome"), blank=True, help_text=_("One or two sentences below the title."))
    notice_heading = models.CharField(_("heading of the urgent notice"), max_length=150, blank=True)
    notice_text = models.TextField(_("urgent notice"), blank=True)
    notice_until = models.DateField(
        _("notice shown until"), null=True, blank=True, help_text=_("Without a date the notice stays until removed.")
    )

    fact_fields = ["notice_until"]
    text_panels = [
        *BasePage.text_panels,
        FieldPanel("welcome"),
        MultiFieldPanel([FieldPanel("notice_heading"), FieldPanel("notice_text")], heading=_("Urgent notice")),
    ]
    facts_panels = [FieldRowPanel([FieldPanel("notice_until")])]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "topics.TopicIndexPage",
        "services.ServiceIndexPage",
        "organisations.OrganisationIndexPage",
        "news.NewsIndexPage",
        "events.EventIndexPage",
        "newsletter.NewsletterPage",
        "core.StandardPage",
        "core.AccessibilityStatementPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def shows_notice(self) -> bool:
        until = self.facts.notice_until
        return bool(self.notice_text) and (until is None or until >= timezone.localdate())

    def get_context(self, request, *args, **kwargs):
        """``topics``, ``associations``, ``news`` (pages) and ``occurrences``, all in the reader's language.

        Topics and associations seldom change and are remembered for a minute; dates and news are always asked for.
        """
        context = super().get_context(request, *args, **kwargs)
        language = active_language()
        news = NewsPage.objects.for_front_page()[:NEWS]
        return {
            **context,
            "topics": remembered(f"home-topics:{self.depth}:{language}", self._topics),
            "associations": remembered(f"home-associations:{language}", self._associations),
            "news": in_language(news),
            "occurrences": Occurrence.objects.coming().in_reader_language(limit=EVENTS),
        }

    def _topics(self) -> list[TopicPage]:
        topics = TopicPage.objects.published().filter(depth=self.depth + 2)
        return in_language(topics.select_related("locale", "topic", "image"))

    def _associations(self) -> list[OrganisationPage]:
        """The newest, those that can be read in the reader's language first."""
        newest = OrganisationPage.objects.published().filter(kind=OrganisationPage.Kind.ASSOCIATION)
        pages = in_language(newest.select_related("locale", "logo").order_by("-first_published_at", "-pk")[:50])
        return sorted(pages, key=lambda page: page.is_foreign)[:ASSOCIATIONS]
