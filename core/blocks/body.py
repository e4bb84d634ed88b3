"""The blocks that texts are made of. Each has a template in ``templates/core/blocks/`` named after it.

wagtail-localize translates text in StructBlock, ListBlock and StreamBlock, but not in Wagtail's table blocks, and
cannot leave a field of a StructBlock untranslated: so tables are lists of rows, and facts sit in ``Contact`` rows.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": RICH_TEXT, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "core/blocks/text.html"
        preview_value = "<h2>Wohnung anmelden</h2><p>Sie sind umgezogen? Dann gehen Sie zum Bürgerbüro.</p>"


class StepBlock(blocks.StructBlock):
    """One step of a procedure."""

    title = blocks.CharBlock(max_length=150, label=_("title"))
    text = blocks.RichTextBlock(required=False, features=INLINE_TEXT, label=_("text"))


class StepsBlock(blocks.StructBlock):
    """What to do, one step after the other."""

    heading = blocks.CharBlock(max_length=150, required=False, label=_("heading"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("steps"))

    class Meta:
        icon = "list-ol"
        label = _("steps")
        template = "core/blocks/steps.html"
        preview_value = {"heading": "So geht es", "steps": [{"title": "Termin machen", "text": "<p>Online.</p>"}]}


class ChecklistBlock(blocks.StructBlock):
    """What to bring."""

    heading = blocks.CharBlock(max_length=150, label=_("heading"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1, label=_("things"))

    class Meta:
        icon = "tasks"
        label = _("what to bring")
        template = "core/blocks/checklist.html"
        preview_value = {"heading": "Was Sie mitbringen", "items": ["Pass", "Mietvertrag"]}


class ContactBlock(blocks.StructBlock):
    """A contact card; the facts come from the contact, so that they change everywhere at once."""

    contact = SnippetChooserBlock("core.Contact", label=_("contact"))

    class Meta:
        icon = "mail"
        label = _("contact")
        template = "core/blocks/contact.html"


class DocumentBlock(blocks.StructBlock):
    """A file to download, with type, size and language said beside the link."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(max_length=200, required=False, label=_("title"))

    class Meta:
        icon = "doc-full"
        label = _("document")
        template = "core/blocks/document.html"


class LinkBlock(blocks.StructBlock):
    """A link to a page or to another site."""

    page = blocks.PageChooserBlock(required=False, label=_("page"))
    url = blocks.URLBlock(required=False, label=_("or an address"))
    label = blocks.CharBlock(max_length=200, required=False, label=_("label"))
    description = blocks.CharBlock(max_length=300, required=False, label=_("description"))

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            errors["url"] = ValidationError(_("Choose a page or give an address."))
        if cleaned["url"] and not cleaned["label"]:
            errors["label"] = ValidationError(_("An address needs a label."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class LinksBlock(blocks.StructBlock):
    """A list of links with a word on what is behind each."""

    heading = blocks.CharBlock(max_length=150, required=False, label=_("heading"))
    links = blocks.ListBlock(LinkBlock(), min_num=1, label=_("links"))

    class Meta:
        icon = "link"
        label = _("links")
        template = "core/blocks/links.html"


class CalloutBlock(blocks.StructBlock):
    """A box that stands out."""

    kind = blocks.ChoiceBlock(
        choices=[("info", _("note")), ("tip", _("tip")), ("warning", _("attention")), ("emergency", _("emergency"))],
        default="info",
        label=_("kind"),
    )
    heading = blocks.CharBlock(max_length=150, required=False, label=_("heading"))
    text = blocks.RichTextBlock(features=INLINE_TEXT, label=_("text"))

    class Meta:
        icon = "warning"
        label = _("call-out")
        template = "core/blocks/callout.html"
        preview_value = {"kind": "tip", "heading": "Gut zu wissen", "text": "<p>Die Beratung kostet nichts.</p>"}


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=250, label=_("question"))
    answer = blocks.RichTextBlock(features=INLINE_TEXT, label=_("answer"))


class AccordionBlock(blocks.StructBlock):
    """Questions that open one by one; ``<details>``, so that it needs no script."""

    heading = blocks.CharBlock(max_length=150, required=False, label=_("heading"))
    items = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("questions"))

    class Meta:
        icon = "help"
        label = _("questions and answers")
        template = "core/blocks/accordion.html"


class TableBlock(blocks.StructBlock):
    """A small table with a caption and a header row."""

    caption = blocks.CharBlock(max_length=200, label=_("caption"))
    header = blocks.ListBlock(blocks.CharBlock(required=False, max_length=200), min_num=1, label=_("header"))
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False, max_length=500)), min_num=1, label=_("rows")
    )

    class Meta:
        icon = "table"
        label = _("table")
        template = "core/blocks/table.html"

    def clean(self, value):
        cleaned = super().clean(value)
        columns = len(cleaned["header"])
        for number, row in enumerate(cleaned["rows"], start=1):
            if len(row) != columns:
                message = _("Row %(row)d has %(cells)d cells, the header has %(columns)d.")
                error = ValidationError(message, params={"row": number, "cells": len(row), "columns": columns})
                raise blocks.StructBlockValidationError(block_errors={"rows": error})
        return cleaned


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text in the language of the page."""

    image = ImageChooserBlock(label=_("image"))
    alt_text = blocks.CharBlock(
        max_length=250,
        required=False,
        label=_("alternative text"),
        help_text=_("What can be seen. Empty only if the image is decoration."),
    )
    caption = blocks.CharBlock(max_length=300, required=False, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("image")
        template = "core/blocks/picture.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["image"].decorative and not cleaned["alt_text"]:
            error = ValidationError(_("Please say in a sentence what can be seen."))
            raise blocks.StructBlockValidationError(block_errors={"alt_text": error})
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A video. One of ours plays in the page; one from elsewhere is a link that names the host, nothing is loaded."""

    title = blocks.CharBlock(max_length=200, label=_("title"))
    file = DocumentChooserBlock(required=False, label=_("video file"))
    url = blocks.URLBlock(required=False, label=_("or the address of a video elsewhere"))
    transcript = blocks.RichTextBlock(required=False, features=INLINE_TEXT, label=_("what is said, in writing"))

    class Meta:
        icon = "media"
        label = _("video")
        template = "core/blocks/video.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["url"]):
            error = ValidationError(_("Choose a file or give an address."))
            raise blocks.StructBlockValidationError(block_errors={"url": error})
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["host"] = urlsplit(value.get("url") or "").hostname
        return context


class BodyBlock(blocks.StreamBlock):
    """Everything a text can be made of."""

    text = TextBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    table = TableBlock()
    contact = ContactBlock()
    links = LinksBlock()
    document = DocumentBlock()
    picture = PictureBlock()
    video = VideoBlock()
