"""The mail to each recipient of a mailing, rendered and encoded once for all who get the same."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.encoding import punycode

from core.languages import source_language
from newsletter.compose import narrowed, topics_in
from newsletter.models import Delivery, Mailing
from newsletter.render import MANAGE, UNSUBSCRIBE, Letter, Links
from topics.models import Topic

TO, MESSAGE_ID, ONE_CLICK = "reader@links.invalid", "<message@links.invalid>", "https://links.invalid/one-click"
"""Stand in the encoded mail where the headers of one reader come."""
STAND_INS = Links(unsubscribe=UNSUBSCRIBE, manage=MANAGE, one_click=ONE_CLICK)


class Letterbox:
    """Of a mailing whose ``content`` has been made."""

    def __init__(self, mailing: Mailing):
        self.mailing = mailing
        self.letters: dict[tuple[str, frozenset[int]], Letter] = {}
        self.encoded: dict[int, bytes] = {}
        self.parents = dict(Topic.objects.exclude(parent=None).values_list("pk", "parent_id"))

    def mail(self, delivery: Delivery) -> "Mail":
        """For one row, with ``subscriber`` and its topics loaded."""
        subscriber = delivery.subscriber
        if subscriber is None:
            return Mail(self, self.letter(delivery.language, set()), Links(), delivery)
        links = Links(
            unsubscribe=subscriber.unsubscribe_url(self.mailing.pk),
            manage=subscriber.manage_url(),
            one_click=subscriber.one_click_url(self.mailing.pk),
        )
        topics = {topic.pk for topic in subscriber.topics.all()}
        return Mail(self, self.letter(subscriber.reading_language, topics), links, delivery)

    def letter(self, language: str, topics: set[int]) -> Letter:
        """For readers of a language who have chosen these topics; a top topic includes its subtopics."""
        language = language if language in self.mailing.content else source_language()
        content = self.mailing.content[language]
        chosen = topics | {child for child, parent in self.parents.items() if parent in topics}
        # Readers whose topics make no difference share a letter; one who chose others still gets less than everything.
        key = (language, frozenset(chosen & topics_in(content)) if topics else frozenset({-1}))
        if key not in self.letters:
            self.letters[key] = Letter.of(self.mailing, narrowed(content, chosen), language)
        return self.letters[key]

    def message(self, letter: Letter, to: str, message_id: str, links: Links) -> EmailMessage:
        """``List-Id`` (RFC 2919), unsubscribing by one click (RFC 8058), a fixed ``Message-ID``, and no out-of-office
        answers (RFC 3834). Answers to a circular go to its sender.
        """
        host = urlsplit(settings.BASE_URL).hostname
        headers = {"Message-ID": message_id, "Precedence": "bulk", "X-Auto-Response-Suppress": "OOF"}
        if not links.one_click:
            headers["List-Id"] = f"<circulars.{host}>"
            return letter.message(to, links, headers, reply_to=[self.mailing.reply_to])
        headers["List-Id"] = f"<newsletter.{host}>"
        headers["List-Unsubscribe"] = f"<{links.one_click}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return letter.message(to, links, headers)

    def encoded_with_stand_ins(self, letter: Letter, links: Links) -> bytes:
        """The whole mail with stand-ins for what differs, encoded once: it takes longer than sending it. Empty if a
        stand-in did not come through in one piece, in a line that could not be folded.
        """
        if id(letter) not in self.encoded:
            message = self.message(letter, TO, MESSAGE_ID, STAND_INS if links.one_click else links)
            data = message.message().as_bytes(linesep="\r\n")
            copies = 2 if links.one_click else 0
            whole = all(data.count(stand_in.encode()) == copies for stand_in in (UNSUBSCRIBE, MANAGE))
            self.encoded[id(letter)] = data if whole else b""
        return self.encoded[id(letter)]


@dataclass
class Mail:
    """One mail on its way (``newsletter.smtp.Outgoing``)."""

    box: Letterbox
    letter: Letter
    links: Links
    delivery: Delivery

    @property
    def to(self) -> str:
        """The address with an ASCII domain, which every server takes."""
        local, _at, domain = self.delivery.address.rpartition("@")
        return f"{local}@{punycode(domain)}"

    def message(self) -> EmailMessage:
        return self.box.message(self.letter, self.to, self.delivery.message_id, self.links)

    def data(self) -> bytes:
        data = self.box.encoded_with_stand_ins(self.letter, self.links)
        if not data:
            return self.message().message().as_bytes(linesep="\r\n")
        own = {TO: self.to, MESSAGE_ID: self.delivery.message_id, ONE_CLICK: self.links.one_click}
        for stand_in, text in {**own, UNSUBSCRIBE: self.links.unsubscribe, MANAGE: self.links.manage}.items():
            data = data.replace(stand_in.encode(), text.encode())
        return data
