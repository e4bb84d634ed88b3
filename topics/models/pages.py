"""The guide: a tree of topic pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.languages import active_language
from core.localised import in_language
from core.models import BasePage
from topics.blocks import TopicBodyBlock
from topics.models.terms import Topic
from topics.related import related_content


def child_topics(page: BasePage) -> list["TopicPage"]:
    """Published topic pages directly below ``page`` (in any language), in tree order, in the reader's language."""
    children = TopicPage.objects.child_of(page.original).published().select_related("locale", "topic", "image")
    return in_language(children)


class TopicIndexPage(BasePage):
    """The entrance to the guide: tiles of the top topics."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["topics.TopicPage"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "topics": child_topics(self)}


class TopicPage(BasePage):
    """A page of the guide: text, pages below it, and what else the portal has on its topic."""

    body = StreamField(TopicBodyBlock(), blank=True, verbose_name=_("content"))
    search_words = models.TextField(
        _("search words"),
        blank=True,
        help_text=_("Other words that people use, separated by commas; not shown, only found."),
    )
    topic = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        verbose_name=_("topic"),
        help_text=_("Services, news, events and associations with this topic are listed below the text."),
    )
    image = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )

    fact_fields = ["topic", "image"]
    text_panels = [*BasePage.text_panels, FieldPanel("body")]
    facts_panels = [FieldPanel("topic"), FieldPanel("image")]
    internal_panels = [FieldPanel("search_words")]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("search_words")]
    search_kind = "topic"
    search_terms = {"topic": "topic"}
    parent_page_types = ["topics.TopicIndexPage", "topics.TopicPage"]
    subpage_types = ["topics.TopicPage"]
    teaser_template = "topics/topic_teaser.html"

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        topic = self.facts.topic
        return {
            **context,
            "children": child_topics(self),
            "related": related_content(topic, active_language()) if topic else [],
        }
