"""Facts of an organisation that come in lists; edited on the original only."""

from django.conf import settings
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


class ProfilePictureBlock(blocks.StructBlock):
    """A picture of the organisation's life; its alternative text is the image's own."""

    image = ImageChooserBlock(label=_("image"))

    class Meta:
        icon = "image"
        label = _("picture")
