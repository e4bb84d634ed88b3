"""Facts of an organisation that come in lists; edited on the original only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from core.languages import active_language, source_language

NETWORKS = [
    ("facebook", "Facebook"),
    ("instagram", "Instagram"),
    ("mastodon", "Mastodon"),
    ("telegram", "Telegram"),
    ("tiktok", "TikTok"),
    ("whatsapp", "WhatsApp"),
    ("youtube", "YouTube"),
    ("other", _("other")),
]


def language_choices() -> list[tuple[str, str]]:
    """A function, so that the languages a city chooses do not end up in migrations."""
    return settings.LANGUAGES


class SocialLinkBlock(blocks.StructBlock):
    """An account elsewhere; a plain link, nothing is loaded from there."""

    network = blocks.ChoiceBlock(choices=NETWORKS, label=_("network"))
    url = blocks.URLBlock(label=_("address"))

    class Meta:
        icon = "link"
        label = _("account")


class RoleBlock(blocks.StructBlock):
    """What a person does, in one language."""

    language = blocks.ChoiceBlock(choices=language_choices, label=_("language"))
    text = blocks.CharBlock(max_length=200, label=_("function"))


class PersonValue(blocks.StructValue):
    @property
    def role(self) -> dict:
        """``{"text", "language"}`` of the role for the reader: own language, else the source language, else any."""
        by_language = {entry["language"]: entry["text"] for entry in self["roles"]}
        for code in (active_language(), source_language(), *by_language):
            if code in by_language:
                return {"text": by_language[code], "language": code}
        return {"text": "", "language": active_language()}


class PersonBlock(blocks.StructBlock):
    """A person who stands for the organisation. Shown only with consent and only until it ends."""

    name = blocks.CharBlock(max_length=200, label=_("name"))
    roles = blocks.ListBlock(RoleBlock(), default=[], label=_("function"))
    email = blocks.EmailBlock(required=False, label=_("e-mail"))
    consent = blocks.BooleanBlock(required=False, label=_("has agreed to be named here"))
    consent_until = blocks.DateBlock(required=False, label=_("agreement ends on"))

    class Meta:
        icon = "user"
        label = _("person")
        value_class = PersonValue


class Keep(models.TextChoices):
    """Which part of a picture stays where it is shown in the shape of the gallery (4 to 3)."""

    MIDDLE = "middle", _("the middle")
    TOP = "top", _("the top")
    BOTTOM = "bottom", _("the bottom")
    LEFT = "left", _("the left side")
    RIGHT = "right", _("the right side")


class ProfilePictureValue(blocks.StructValue):
    @property
    def alt(self) -> str:
        """The alternative text: what is written here, else with the image."""
        return self["alt_text"] or self["image"].default_alt_text


class ProfilePictureBlock(blocks.StructBlock):
    """A picture of the organisation's life.

    What can be seen in it stands here, so that it is a draft until it is published; images have no drafts.
    """

    image = ImageChooserBlock(label=_("image"))
    alt_text = blocks.CharBlock(
        max_length=250,
        required=False,
        label=_("alternative text"),
        help_text=_("What can be seen. Empty: what is written with the image."),
    )
    keep = blocks.ChoiceBlock(choices=Keep.choices, default=Keep.MIDDLE, label=_("What stays if the picture is cut?"))

    class Meta:
        icon = "image"
        label = _("picture")
        value_class = ProfilePictureValue
