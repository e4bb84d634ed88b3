"""The mail to each recipient of a mailing, rendered and encoded once for all who get the same."""

from collections import OrderedDict
from dataclasses import dataclass
from email.mime.image import MIMEImage
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from core.languages import source_language
from core.mail import ascii_address
from newsletter.compose import has_nothing_for, narrowed, topics_in
from newsletter.models import Delivery, Mailing
from newsletter.render import MANAGE, UNSUBSCRIBE, Letter, Links
from topics.models import Topic

TO, MESSAGE_ID, ONE_CLICK = "reader@links.invalid", "<message@links.invalid>", "https://links.invalid/one-click"
"""Stand in the encoded mail where the headers of one reader come."""
PICTURE_STAND_IN = b"picture-%d@links.invalid"
"""Stands where the encoded picture comes, which is long and the same in all letters."""
MOST = 200
"""Letters that are kept, about 100 KB each: readers who choose freely among twenty topics have a million."""
STAND_INS = Links(unsubscribe=UNSUBSCRIBE, manage=MANAGE, one_click=ONE_CLICK)


class Letterbox:
    """Of a mailing whose ``content`` has been made."""

    def __init__(self, mailing: Mailing):
        self.mailing = mailing
        self.letters: OrderedDict[tuple[str, frozenset[int]], Letter] = OrderedDict()
        self.pictures: dict[tuple[str, int], MIMEImage] = {}
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

    def has_nothing_for(self, delivery: Delivery) -> bool:
        """Whether the recipient has chosen topics and no page of the lists is about one of them."""
        topics = {topic.pk for topic in delivery.subscriber.topics.all()} if delivery.subscriber else set()
        content = self.mailing.content.get(delivery.language) or self.mailing.content[source_language()]
        return bool(topics) and has_nothing_for(content, self.with_subtopics(topics))

    def with_subtopics(self, topics: set[int]) -> set[int]:
        """A top topic includes its subtopics."""
        return topics | {child for child, parent in self.parents.items() if parent in topics}

    def letter(self, language: str, topics: set[int]) -> Letter:
        """For readers of a language who have chosen these topics."""
        language = language if language in self.mailing.content else source_language()
        content = self.mailing.content[language]
        chosen = self.with_subtopics(topics)
        # Readers whose topics make no difference share a letter; one who chose others still gets less than everything.
        key = (language, frozenset(chosen & topics_in(content)) if topics else frozenset({-1}))
        if key not in self.letters:
            self.letters[key] = Letter.of(self.mailing, narrowed(content, chosen), language, self.pictures)
            if len(self.letters) > MOST:
                self.letters.popitem(last=False)
        self.letters.move_to_end(key)
        return self.letters[key]

    def message(self, letter: Letter, to: str, message_id: str, links: Links) -> EmailMessage:
        """``List-Id`` (RFC 2919), unsubscribing by one click (RFC 8058), a fixed ``Message-ID``, and no out-of-office
        answers (RFC 3834). Answers to a circular go to its sender.
        """
        host = urlsplit(settings.BASE_URL).hostname
        headers = {"Message-ID": message_id, "Precedence": "bulk", "X-Auto-Response-Suppress": "OOF"}
        if not links.one_click:
            headers["List-Id"] = f"<circulars.{host}>"
            return letter.message(to, links, headers, reply_to=[ascii_address(self.mailing.reply_to)])
        headers["List-Id"] = f"<newsletter.{host}>"
        headers["List-Unsubscribe"] = f"<{links.one_click}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return letter.message(to, links, headers)

    def encoded_with_stand_ins(self, letter: Letter, links: Links) -> bytes:
        """The whole mail with stand-ins for pictures and for what differs, encoded once: it takes longer than sending it.
        Empty if a stand-in did not come through in one piece, in a line that could not be folded.
        """
        if letter.encoded is None:
            message = self.message(letter, TO, MESSAGE_ID, STAND_INS if links.one_click else links)
            data = message.message().as_bytes(linesep="\r\n")
            copies = 2 if links.one_click else 0
            whole = all(data.count(stand_in.encode()) == copies for stand_in in (UNSUBSCRIBE, MANAGE))
            for number, part in enumerate(letter.attachments):
                data = data.replace(encoded_picture(part), PICTURE_STAND_IN % number, 1)
            letter.encoded = data if whole else b""
        return letter.encoded


def encoded_picture(part: MIMEImage) -> bytes:
    """As it stands in the mail, in Base64."""
    return part.get_payload().replace("\n", "\r\n").encode()


@dataclass
class Mail:
    """One mail on its way (``newsletter.smtp.Outgoing``)."""

    box: Letterbox
    letter: Letter
    links: Links
    delivery: Delivery

    @property
    def to(self) -> str:
        """The address as the envelope needs it."""
        return ascii_address(self.delivery.address)

    def message(self) -> EmailMessage:
        return self.box.message(self.letter, self.to, self.delivery.message_id, self.links)

    def data(self) -> bytes:
        data = self.box.encoded_with_stand_ins(self.letter, self.links)
        if not data:
            return self.message().message().as_bytes(linesep="\r\n")
        own = {TO: self.to, MESSAGE_ID: self.delivery.message_id, ONE_CLICK: self.links.one_click}
        for stand_in, text in {**own, UNSUBSCRIBE: self.links.unsubscribe, MANAGE: self.links.manage}.items():
            data = data.replace(stand_in.encode(), text.encode())
        for number, part in enumerate(self.letter.attachments):
            data = data.replace(PICTURE_STAND_IN % number, encoded_picture(part))
        return data
