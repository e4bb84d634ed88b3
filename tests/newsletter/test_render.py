"""What stands in a mail, in which language, and what does not: nothing that loads, tracks or leads elsewhere."""

import email
import re
from email import policy

import html5lib
import pytest
from django.conf import settings
from django.core import mail
from wagtail.images.tests.utils import get_test_image_file

from core.models import PortalImage, PortalSettings
from newsletter.compose import compose, portable
from newsletter.plain import html_as_text
from newsletter.render import Letter, folded
from tests import factories as make
from tests.newsletter.mailings import FakeWire, issue, send, text

URLS = re.compile(r"""(?:src|background|href|action)\s*=\s*["']([^"']+)["']|url\(([^)]*)\)""")


@pytest.fixture
def picture(db):
    return PortalImage.objects.create(title="Haus", description="Ein Haus", file=get_test_image_file(size=(2000, 1000)))


@pytest.fixture
def full_issue(newsletter, picture):
    """One part of every kind; everything but the event is translated into Arabic."""
    news = make.news(title="Neue Kurse", topics=[make.term(code="german")])
    make.translate(news, "ar", title="دورات جديدة")
    make.event(title="Sprachcafé")
    service = make.service(title="Asylberatung", provider=make.organisation(title="Diakonie"))
    make.translate(service, "ar", title="مشورة اللجوء")
    return issue(
        text(de=f'<p>Guten Tag, <a linktype="page" id="{news.pk}">lesen Sie</a></p>', ar="<p>تحية</p>"),
        ("picture", {"image": picture, "alt_texts": [{"language": "de", "text": "Ein Haus"}]}),
        ("news", {"pages": [news]}),
        ("events", {"weeks": 4, "most": 10}),
        ("services", {"pages": [service]}),
    )


def letter(mailing, language):
    return Letter.of(mailing, compose(mailing, language), language)


def sent_to(subscriber, mailing) -> email.message.EmailMessage:
    """The mail as a mail program reads it from the wire."""
    wire = FakeWire()
    wire.raw = {}
    offer = wire.offer
    wire.offer = lambda outgoing: (wire.raw.__setitem__(outgoing.to, outgoing.data()), offer(outgoing))
    send(mailing, wire)
    return email.message_from_bytes(wire.raw[subscriber.email], policy=policy.default)


def test_the_reader_gets_pages_and_interface_in_the_own_language(full_issue):
    content = letter(full_issue, "ar")
    assert content.subject == "جديد"
    assert "دورات جديدة" in content.html
    assert "مشورة اللجوء" in content.text
    assert "تحية" in content.html
    assert "Guten Tag" not in content.html
    assert f'href="{settings.BASE_URL}/ar/aktuelles/' in content.html


def test_what_is_missing_is_german_marked_and_explained(full_issue):
    content = letter(full_issue, "ar")
    assert re.search(r'<a[^>]*lang="de" dir="ltr"[^>]*>Sprachcafé</a>', content.html)
    assert "Deutsch" in content.html
    assert compose(full_issue, "ar")["complete"] is False
    assert compose(full_issue, "de")["complete"] is True
    notice = 'class="ink note"'
    assert notice in content.html
    assert notice not in letter(full_issue, "de").html


def test_a_language_without_any_text_gets_the_german_one_in_its_own_interface(newsletter):
    content = letter(issue(text(de="<p>Guten Tag</p>"), subject={"de": "Neues"}), "uk")
    assert content.subject == "Neues"
    assert re.search(r'<div\s+lang="de" dir="ltr"[^>]*><p>Guten Tag</p>', content.html)
    assert '<html lang="uk" dir="ltr"' in content.html


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("de", "ltr"), ("de-simple", "ltr")])
def test_html_says_language_and_direction_and_is_well_formed(full_issue, language, direction):
    html = letter(full_issue, language).html
    assert f'<html lang="{language}" dir="{direction}"' in html
    assert ("direction:rtl" in html) == (direction == "rtl")
    assert ("direction:ltr" in html) == (direction == "ltr")
    html5lib.HTMLParser(strict=True).parse(
        re.sub(r"<!--.*?-->", "", html, flags=re.S).replace(
            ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"', ""
        )
    )
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme"' in html


def test_40_nothing_is_loaded_and_no_link_is_rewritten(full_issue):
    """LEGAL 40: no remote picture, no font, no style sheet; all addresses are the portal's own pages."""
    reader = make.subscriber()
    message = sent_to(reader, full_issue)
    html = message.get_body(("html",)).get_content()
    loaded = [a or b for a, b in URLS.findall(html)]
    links = set(re.findall(r'<a[^>]*href="([^"]+)"', html))
    assert [url for url in loaded if url not in links and not url.startswith("cid:")] == []
    assert "<img" in html
    assert "<link" not in html
    assert "@import" not in html
    assert all(link.startswith(settings.BASE_URL + "/") for link in links)
    personal = {link for link in links if "/subscription/" in link and "/issues/" not in link}
    assert personal == {link for link in links if "/unsubscribe/" in link or "/manage/" in link}, (
        "only these two differ from reader to reader"
    )
    assert len(personal) == 2


def test_pictures_travel_with_the_mail_and_are_the_same_for_everybody(full_issue):
    message = sent_to(make.subscriber(), full_issue)
    pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
    html = message.get_body(("html",)).get_content()
    assert [f"cid:{part['Content-ID'].strip('<>')}" for part in pictures] == re.findall(r'src="(cid:[^"]+)"', html)
    assert len(pictures[0].get_content()) < 400_000
    assert 'alt="Ein Haus"' in html


def test_the_headers_let_mail_programs_unsubscribe_by_one_click(full_issue):
    """RFC 8058, RFC 2919; LEGAL 38."""
    reader = make.subscriber(language="ar")
    message = sent_to(reader, full_issue)
    assert message["List-Unsubscribe"].startswith(f"<{settings.BASE_URL}/subscription/one-click/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].startswith("<newsletter.")
    assert message["To"] == reader.email
    assert message["Message-ID"] == full_issue.deliveries.get().message_id
    assert message["From"].addresses[0].display_name == "Testportal"


def test_the_senders_name_is_in_the_readers_language(full_issue):
    PortalSettings.objects.update(names={"de": "Portal", "ar": 'بوابة "الاندماج", هنا'})
    message = sent_to(make.subscriber(language="ar"), full_issue)
    (sender,) = message["From"].addresses
    assert sender.display_name == "بوابة الاندماج, هنا"
    assert sender.addr_spec == settings.DEFAULT_FROM_EMAIL


def test_the_one_click_header_works(client, full_issue):
    reader = make.subscriber()
    url = sent_to(reader, full_issue)["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert full_issue.figures()["unsubscribed"] == 1


def test_the_plain_text_has_everything_with_the_readers_own_links(full_issue):
    reader = make.subscriber(language="ar")
    plain = sent_to(reader, full_issue).get_body(("plain",)).get_content()
    assert "دورات جديدة" in plain
    assert "Sprachcafé" in plain
    assert f"{settings.BASE_URL}/ar/termine/" in plain
    assert "/subscription/unsubscribe/" in plain
    assert "links.invalid" not in plain
    assert "<p>" not in plain


def test_imprint_and_privacy_are_linked(full_issue):
    content = letter(full_issue, "ar")
    assert f'href="{settings.BASE_URL}/ar/impressum/"' in content.html
    assert f"{settings.BASE_URL}/ar/impressum/" in content.text
    assert f'href="{settings.BASE_URL}/ar/datenschutz/"' in content.html


def test_topics_narrow_lists_but_never_texts(newsletter):
    german, housing = make.term(code="german"), make.term(code="housing")
    rent = make.term(code="rent", parent=housing)
    pages = [
        make.news(title="Deutschkurs", topics=[german]),
        make.news(title="Mietspiegel", topics=[rent]),
        make.news(title="Für alle"),
    ]
    mailing = issue(text(de="<p>Guten Tag</p>"), ("news", {"pages": pages}))
    readers = [make.subscriber("h@example.org", topics=[housing]), make.subscriber("a@example.org")]
    wire = FakeWire()
    bodies = {}
    wire.offer = lambda outgoing: (
        bodies.__setitem__(outgoing.to, outgoing.message().body),
        FakeWire.offer(wire, outgoing),
    )
    send(mailing, wire)
    narrow, all_of_it = (bodies[reader.email] for reader in readers)
    assert "Deutschkurs" in all_of_it
    assert "Mietspiegel" in all_of_it
    assert "Deutschkurs" not in narrow
    assert "Mietspiegel" in narrow, "a top topic includes its subtopics"
    assert "Für alle" in narrow
    assert "Guten Tag" in narrow


def test_what_has_been_unpublished_or_deleted_is_left_out(newsletter):
    gone, stays = make.news(title="Weg"), make.news(title="Bleibt")
    mailing = issue(("news", {"pages": [gone, stays]}))
    gone.unpublish()
    assert [entry["title"] for entry in compose(mailing, "de")["parts"][0]["entries"]] == ["Bleibt"]
    stays.delete()
    mailing.refresh_from_db()
    assert compose(mailing, "de")["parts"] == []


def test_links_lead_into_the_readers_interface():
    base = settings.BASE_URL
    assert portable('<a href="/de/themen/wohnen/">x</a>', "ar") == f'<a href="{base}/ar/themen/wohnen/">x</a>'
    assert portable(f'<a href="{base}/de/termine/">x</a>', "uk") == f'<a href="{base}/uk/termine/">x</a>'
    assert portable('<a href="https://bamf.de/de/">x</a>', "ar") == '<a href="https://bamf.de/de/">x</a>'
    assert portable('<a href="javascript:alert(1)">x</a><a>y</a>', "ar") == "xy"
    assert portable("<p>offen<br>", "ar") == "<p>offen<br/></p>"


def test_text_of_an_editor_cannot_break_the_mail(newsletter):
    mailing = issue(
        text(de='<p>5 &lt; 6 &amp; "so" </mj-text></mjml> x</p>'), subject={"de": "A\r\nBcc: x@example.org <b>"}
    )
    content = letter(mailing, "de")
    assert content.subject == "A Bcc: x@example.org <b>"
    assert "5 &lt; 6" in content.html
    assert "Bcc: x@example.org &lt;b&gt;" in content.html


def test_long_lines_are_folded_outside_attributes_only():
    html = '<p style="font: \'Noto Sans\', x" title="a b">' + "wort " * 400 + '"frei" </p>' + "<td>" * 100
    lines = folded(html)
    assert max(map(len, lines.splitlines())) < 900
    assert lines.replace("\n", " ").split() == html.split()
    assert "style=\"font: 'Noto Sans', x\"" in lines


def test_html_as_text():
    html = '<h2>Titel</h2><p>Ein <b>Text</b><br/>mit <a href="https://a.example/">Link</a>.</p><ol><li>eins</li><li>zwei</li></ol>'
    assert html_as_text(html) == "Titel\n\nEin Text\nmit Link <https://a.example/>.\n\n1. eins\n2. zwei\n"


def test_other_backends_get_the_same_mail(newsletter):
    reader = make.subscriber()
    send(issue())
    (message,) = mail.outbox
    assert message.to == [reader.email]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.alternatives[0].mimetype == "text/html"
