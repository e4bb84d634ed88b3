"""Blocks of the guide, beside the shared ones."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks import BodyBlock
from core.languages import active_language
from topics.related import related_content


class RelatedBlock(blocks.StructBlock):
    """Services, associations, news and events of a topic, in the middle of a text."""

    topic = SnippetChooserBlock("topics.Topic", label=_("topic"))

    class Meta:
        icon = "tag"
        label = _("services and more on a topic")
        template = "topics/blocks/related.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["related"] = related_content(value["topic"], active_language()) if value.get("topic") else []
        return context


class TopicBodyBlock(BodyBlock):
    """What a page of the guide can be made of."""

    related = RelatedBlock()
