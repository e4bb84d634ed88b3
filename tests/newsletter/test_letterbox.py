"""Mails to many readers from few renderings: what is shared, what is not, and how much of it is kept."""

import email
from email import policy
from unittest import mock

import pytest
from wagtail.images.tests.utils import get_test_image_file

from core.models import PortalImage
from newsletter import letterbox
from newsletter.letterbox import Letterbox, Mail
from newsletter.models import Delivery
from newsletter.render import PICTURE
from newsletter.sending import start
from tests import factories as make
from tests.newsletter.mailings import FakeWire, circular, issue, send, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsletter")]


@pytest.fixture
def pictures(db):
    """Two different ones."""
    return [
        PortalImage.objects.create(title=str(n), description="Bild", file=get_test_image_file(size=(200 + n, 100)))
        for n in range(2)
    ]


def block(image) -> tuple:
    return ("picture", {"image": image, "alt_texts": [{"language": "de", "text": "Bild"}]})


def image_parts(mail: Mail) -> dict[str, bytes]:
    """Content id → content, as a mail program reads it from the wire."""
    message = email.message_from_bytes(mail.data(), policy=policy.default)
    return {part["Content-ID"]: part.get_content() for part in message.walk() if part.get_content_maintype() == "image"}


def test_pictures_are_read_once_and_stand_in_every_mail(readers, pictures):
    topic = make.term()
    news = make.news(topics=[topic])
    other = make.subscriber("topic@example.org", topics=[make.term()])
    sent = start(issue(("news", {"pages": [news]}), block(pictures[0]), block(pictures[1]), block(pictures[0])))
    box = Letterbox(sent)
    small = []
    for image in pictures:
        with image.get_rendition(PICTURE).file.open("rb") as file:
            small.append(file.read())
    rows = sent.deliveries.select_related("subscriber")
    assert rows.filter(subscriber=other).exists()
    with mock.patch.object(letterbox.Letter, "message", autospec=True, side_effect=letterbox.Letter.message) as made:
        for row in rows:
            assert list(image_parts(box.mail(row)).values()) == [small[0], small[1], small[0]]
    assert made.call_count == len(box.letters) == 3
    for letter in box.letters.values():
        assert len(letter.encoded) < 100_000
        assert letter.encoded.count(b"@links.invalid\r\n--") == 3, "pictures are not kept with each letter"


def test_only_so_many_letters_are_kept_and_each_reader_gets_the_right_one(monkeypatch):
    monkeypatch.setattr(letterbox, "MOST", 2)
    topics = [make.term(code=f"t{n}") for n in range(5)]
    pages = [make.news(title=f"Nachricht {n}", topics=[topic]) for n, topic in enumerate(topics)]
    for _round in range(2):
        for n, topic in enumerate(topics):
            make.subscriber(f"{_round}-{n}@example.org", topics=[topic])
    sent = start(issue(("news", {"pages": pages})))
    box = Letterbox(sent)
    for row in sent.deliveries.select_related("subscriber"):
        data = box.mail(row).data()
        number = row.subscriber.email[2]
        assert [n for n in range(5) if f"Nachricht {n}".encode() in data] == [int(number)]
        assert len(box.letters) <= 2


def test_a_small_picture_that_is_gone_is_made_again(readers, pictures):
    """As after a restore without them."""
    small = pictures[0].get_rendition(PICTURE).file
    small.storage.delete(small.name)
    sent, wire = issue(text(de="<p>Hallo</p>"), block(pictures[0])), FakeWire()
    assert send(sent, wire).state == "done"
    assert len(wire.taken) == 6
    assert small.storage.exists(small.name)
    assert image_parts(Letterbox(sent).mail(sent.deliveries.select_related("subscriber").first()))


def test_an_issue_whose_picture_is_gone_altogether_goes_out_without(readers, pictures):
    small = pictures[0].get_rendition(PICTURE).file
    for file in (small, pictures[0].file):
        file.storage.delete(file.name)
    sent, wire = issue(text(de="<p>Hallo</p>"), block(pictures[0])), FakeWire()
    assert send(sent, wire).state == "done"
    assert len(wire.taken) == 6


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("info@straße.de", "info@xn--strae-oqa.de"),
        ("info@müller.de", "info@xn--mller-kva.de"),
        ("Info@example.org", "Info@example.org"),
    ],
)
def test_a_domain_with_letters_outside_ascii_is_the_one_that_was_meant(address, to):
    make.organisation(email=address)
    sent, wire = circular(reply_to="büro@straße.de".replace("ü", "ue")), FakeWire()
    send(sent, wire)
    assert [taken.lower() for taken in wire.taken] == [to.lower()]
    mail = Letterbox(sent).mail(Delivery.objects.select_related("subscriber").get())
    message = email.message_from_bytes(mail.data(), policy=policy.default)
    assert message["To"].lower() == to.lower()
    assert message["Reply-To"] == "buero@xn--strae-oqa.de"
