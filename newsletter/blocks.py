"""What an issue or circular is made of. One body for all languages: pages are chosen once and shown to each reader in
the own language; only free texts have an entry per language.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from core.blocks.body import RICH_TEXT
from core.languages import source_language

MAX_WEEKS, MAX_EVENTS, MAX_PAGES = 12, 30, 30
MAIL_TEXT = [feature for feature in RICH_TEXT if feature != "document-link"]
"""Documents stay away: some are for signed-in readers only, and a mail is read outside the portal."""


def languages() -> list[tuple[str, str]]:
    """A function, so that a city's choice of languages makes no migration."""
    return settings.LANGUAGES


class LanguageBlock(blocks.ChoiceBlock):
    """The language that a text is written in."""

    def __init__(self, **kwargs):
        super().__init__(**{"choices": languages, "default": source_language, "label": _("language"), **kwargs})

    def deconstruct(self):
        return blocks.FieldBlock.deconstruct(self)


class PerLanguageBlock(blocks.ListBlock):
    """Entries with a ``language``; each language once, the source language among them."""

    def clean(self, value):
        cleaned = super().clean(value)
        codes = [entry["language"] for entry in cleaned]
        if len(set(codes)) < len(codes):
            raise blocks.ListBlockValidationError(
                non_block_errors=[ValidationError(_("A language stands here twice."))]
            )
        if codes and source_language() not in codes:
            message = _("The German text is missing. Who has no text in the own language gets this one.")
            raise blocks.ListBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned


class TextInLanguageBlock(blocks.StructBlock):
    """A text and its language."""

    language = LanguageBlock()
    text = blocks.RichTextBlock(features=MAIL_TEXT, label=_("text"))

    class Meta:
        icon = "pilcrow"
        label = _("text")


class AltInLanguageBlock(blocks.StructBlock):
    """What can be seen, and its language."""

    language = LanguageBlock()
    text = blocks.CharBlock(max_length=250, label=_("alternative text"), help_text=_("What can be seen."))

    class Meta:
        icon = "image"
        label = _("alternative text")


class TextsBlock(blocks.StructBlock):
    """A free text: begins with one entry, the German one; each further language is an entry more."""

    texts = PerLanguageBlock(TextInLanguageBlock(), min_num=1, label=_("texts"))

    class Meta:
        icon = "pilcrow"
        label = _("text")


class NewsBlock(blocks.StructBlock):
    """Chosen news."""

    pages = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="news.NewsPage", label=_("news")),
        min_num=1,
        max_num=MAX_PAGES,
        label=_("news"),
        help_text=_("Choose each once, in any language. Every reader gets it in the own language where it exists."),
    )

    class Meta:
        icon = "doc-full"
        label = _("news")


class EventsBlock(blocks.StructBlock):
    """What is on in the next weeks, counted from the day on which the issue goes out."""

    weeks = blocks.IntegerBlock(default=4, min_value=1, max_value=MAX_WEEKS, label=_("weeks"))
    most = blocks.IntegerBlock(
        default=10,
        min_value=1,
        max_value=MAX_EVENTS,
        label=_("at most"),
        help_text=_("Events. A series counts once, with its next date."),
    )

    class Meta:
        icon = "date"
        label = _("events of the next weeks")


class ServicesBlock(blocks.StructBlock):
    """Chosen advisory services."""

    pages = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="services.ServicePage", label=_("service")),
        min_num=1,
        max_num=MAX_PAGES,
        label=_("services"),
    )

    class Meta:
        icon = "group"
        label = _("services")


class PictureBlock(blocks.StructBlock):
    """A picture, which travels inside the mail: opening the mail loads nothing."""

    image = ImageChooserBlock(label=_("image"))
    alt_texts = PerLanguageBlock(
        AltInLanguageBlock(),
        default=[],
        label=_("alternative texts"),
        help_text=_("None only if the image is decoration."),
    )

    class Meta:
        icon = "image"
        label = _("image")

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["image"].decorative and not cleaned["alt_texts"]:
            error = ValidationError(_("Please say in a sentence what can be seen."))
            raise blocks.StructBlockValidationError(block_errors={"alt_texts": error})
        return cleaned


class MailingBlock(blocks.StreamBlock):
    """The parts of an issue or circular."""

    text = TextsBlock()
    news = NewsBlock()
    events = EventsBlock()
    services = ServicesBlock()
    picture = PictureBlock()
