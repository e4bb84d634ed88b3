"""From content (``newsletter.compose``) to a mail: HTML by MJML, plain text, headers.

Nothing in a mail is loaded from anywhere, no link is rewritten: pictures travel along, addresses are those of the pages.
A letter is rendered once for all readers of a language with the same topics; ``Links`` are filled in for each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.mime.image import MIMEImage
from email.utils import parseaddr
from html import escape
from urllib.parse import urlsplit

import mrml
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.images.models import Filter
from wagtail.models import Site

from core.addresses import list_url
from core.languages import direction, html_lang
from core.mail import one_line
from core.models import PortalImage, PortalSettings
from newsletter.models.page import NewsletterPage
from newsletter.plain import plain_text

PICTURE = "max-1104x1104|format-jpeg|jpegquality-75"
"""Twice the width that a mail program shows, about 150 KB."""
UNSUBSCRIBE, MANAGE = "https://links.invalid/unsubscribe", "https://links.invalid/manage"
"""Stand in the rendered letter where the links of one reader come."""
WIDTH = 240
"""Letters; up to four bytes each."""
PIECE = re.compile(r"""<(?:[^>"\s]|"[^"]*")+|"[^"<>]*"(?=[\s/>])|\s+|[^\s<"]+|["<]""")
"""What may not be broken, and the blanks between: the beginning of a tag, an attribute's value, a word."""
OPTIONS = mrml.RenderOptions(fonts={})
"""MJML would otherwise load its standard font from Google."""


@dataclass(frozen=True)
class Links:
    """What differs from reader to reader. ``one_click`` goes into the headers only (RFC 8058)."""

    unsubscribe: str = ""
    manage: str = ""
    one_click: str = ""

    def into(self, text: str, *, html: bool) -> str:
        """The letter's text with these links."""
        quote = escape if html else str
        return text.replace(UNSUBSCRIBE, quote(self.unsubscribe)).replace(MANAGE, quote(self.manage))


@dataclass
class Letter:
    """A rendered mailing in one language."""

    subject: str
    sender: str
    html: str
    text: str
    pictures: list[tuple[str, PortalImage]] = field(default_factory=list)
    """Content id and image."""
    files: dict[tuple[str, int], MIMEImage] = field(default_factory=dict, repr=False)
    """The pictures as parts of a mail, by content id and key of the image; letters of one mailing share them."""
    encoded: bytes | None = field(default=None, repr=False)
    """The mail as ``newsletter.letterbox`` has made it for all its readers."""

    @classmethod
    def of(cls, mailing, content: dict, language: str, files: dict | None = None) -> "Letter":
        """Render ``content`` for readers of ``language``."""
        with translation.override(language):
            values = letter_context(mailing, content, language)
            html = mrml.to_html(render_to_string("newsletter/mail/letter.mjml", values), None, OPTIONS).content
            if direction(language) == "rtl":
                html = html.replace(
                    "direction:ltr", "direction:rtl"
                )  # mrml sets it on every cell, whatever mj-section says
            html = folded(html)
            text = folded(plain_text(render_to_string("newsletter/mail/letter.txt", values))) + "\n"
            sender = sender_of(values["portal"])
        pictures = [(part["cid"], part["object"]) for part in values["parts"] if part["kind"] == "picture"]
        subject = one_line(content["subject"]["text"])
        return cls(subject, sender, html, text, pictures, {} if files is None else files)

    def with_pictures_from_the_site(self) -> str:
        """The HTML for a browser, which knows no pictures inside a mail."""
        html = self.html
        for cid, image in self.pictures:
            html = html.replace(f"cid:{cid}", escape(image.get_rendition(PICTURE).url))
        return self.links_for_nobody().into(html, html=True)

    def links_for_nobody(self) -> Links:
        """For previews and tests, which belong to no subscription: where the newsletter is explained."""
        page = site_address(list_url(NewsletterPage) or "/")
        return Links(page, page)

    @property
    def attachments(self) -> list[MIMEImage]:
        """The pictures, read once."""
        for cid, image in self.pictures:
            if (cid, image.pk) not in self.files:
                with image.get_rendition(PICTURE).file.open("rb") as file:
                    part = MIMEImage(file.read())
                part.add_header("Content-ID", f"<{cid}>")
                part.add_header("Content-Disposition", "inline", filename=f"{cid.partition('@')[0]}.jpg")
                self.files[cid, image.pk] = part
        return [self.files[cid, image.pk] for cid, image in self.pictures]

    def message(self, to: str, links: Links, headers: dict[str, str], **values) -> EmailMultiAlternatives:
        """The mail to one reader."""
        mail = EmailMultiAlternatives(
            self.subject, links.into(self.text, html=False), self.sender, [to], headers=headers, **values
        )
        mail.attach_alternative(links.into(self.html, html=True), "text/html")
        if self.pictures:
            mail.mixed_subtype = "related"
            for part in self.attachments:
                mail.attach(part)
        return mail


def folded(text: str) -> str:
    """With line breaks in the place of blanks, so that no line is longer than the 998 bytes that SMTP allows (RFC 5321,
    4.5.3.1.6): else the whole would be encoded, and the stand-ins for links would be cut. Attributes stay in one piece: a
    line break inside a quoted CSS string makes it invalid.
    """
    return "\n".join(line for long in text.splitlines() for line in _folded_line(long))


def _folded_line(text: str) -> Iterator[str]:
    line = ""
    for piece in PIECE.findall(text):
        if piece.isspace() and len(line) > WIDTH:
            yield line
            line = ""
        else:
            line += piece
    yield line


def letter_context(mailing, content: dict, language: str) -> dict:
    """What the templates of a mail get: ``parts`` with everything absolute, the portal, and the links' stand-ins."""
    site = Site.objects.filter(is_default_site=True).first()
    portal = PortalSettings.objects.filter(site=site).first() or PortalSettings()
    return {
        "mailing": mailing,
        "subject": content["subject"],
        "complete": content["complete"],
        "parts": shown_parts(content),
        "language": language,
        "lang": html_lang(language),
        "dir": direction(language),
        "align": "right" if direction(language) == "rtl" else "left",
        "portal": portal,
        "base_url": settings.BASE_URL.rstrip("/"),
        "web_url": mailing.absolute_url(language) if mailing.has_web_page and mailing.pk else "",
        "unsubscribe_url": UNSUBSCRIBE,
        "manage_url": MANAGE,
    }


def shown_parts(content: dict) -> list[dict]:
    """The parts, pictures with their ``object`` and ``cid``; those whose file is gone are left out."""
    ids = [part["image"] for part in content["parts"] if part["kind"] == "picture"]
    images = PortalImage.objects.in_bulk(ids) if ids else {}
    parts = []
    for number, part in enumerate(content["parts"]):
        if part["kind"] != "picture":
            parts.append(part)
        elif part["image"] in images and readable(images[part["image"]]):
            cid = f"picture{number}@{urlsplit(settings.BASE_URL).hostname}"
            parts.append({**part, "object": images[part["image"]], "cid": cid})
    return parts


def readable(image: PortalImage) -> bool:
    """Whether it can be shrunk for a mail: no issue is lost for a picture. Small copies that are gone, as after a restore
    without them, are made again.
    """
    try:
        small = image.get_rendition(PICTURE).file
        if not small.storage.exists(small.name):
            small.storage.save(small.name, image.generate_rendition_file(Filter(PICTURE)))
        with small.open("rb"):
            return True
    except OSError:
        return False


def on_the_web(mailing, content: dict, language: str) -> dict:
    """What ``newsletter/issue.html`` gets: the issue for everybody, not narrowed, without links of one reader."""
    return {
        "issue": mailing,
        "subject": content["subject"],
        "complete": content["complete"],
        "parts": shown_parts(content),
        "day": mailing.started_at,
        "newsletter_url": list_url(NewsletterPage, language),
    }


def site_address(path: str) -> str:
    """A path with ``BASE_URL`` before it."""
    return settings.BASE_URL.rstrip("/") + path


def sender_of(portal: PortalSettings) -> str:
    """``DEFAULT_FROM_EMAIL``; a bare address gets the portal's name in the active language before it."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    own = one_line(portal.name.text).replace('"', "").replace("\\", "")
    return settings.DEFAULT_FROM_EMAIL if name or not own else f'"{own}" <{address}>'
