"""A summary stands above the text only if it says something that the text does not."""

import json

import pytest

from core.lead import repeats
from tests import factories as make

pytestmark = pytest.mark.django_db
BODY = "<p>Hallo,</p><p>so <b>mietet</b> man hier. Fragen Sie z. B. uns &amp; andere.</p>"


def body(html: str) -> str:
    return json.dumps([{"type": "text", "value": html, "id": "00000000-0000-0000-0000-000000000001"}])


@pytest.mark.parametrize(
    ("summary", "repeated"),
    [
        ("So mietet man hier.", True),
        ("So mietet man hier. Fragen Sie z. B. uns & andere.", True),
        ("So mietet man hier. Fragen Sie z. B…", True),
        ("So mietet man hier. Auch teuer.", False),
        ("So kauft man hier.", False),
        ("", False),
    ],
)
def test_every_sentence_counts(summary, repeated):
    assert repeats(summary, [BODY]) == repeated
    assert not repeats(summary, ["", None])


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_page_says_nothing_twice(client, portal, language):
    own = make.topic_page(summary="Alles zum Mieten.", body=body(BODY))
    taken = make.topic_page(summary="So mietet man hier.", body=body(BODY))
    html = client.get(own.url_in(language)).content.decode()
    assert '<p class="lead"' in html
    html = client.get(taken.url_in(language)).content.decode()
    assert '<p class="lead"' not in html
    assert '<meta name="description" content="So mietet man hier.">' in html
    assert "So mietet man hier." in client.get(taken.get_parent().specific.url_in(language)).content.decode()


def test_services_and_organisations_too(client, portal):
    text = "Wir beraten alle. Kommen Sie."
    service = make.service(summary="Wir beraten alle.", description=f"<p>{text}</p>")
    organisation = make.organisation(summary="Wir beraten alle.", about=f"<p>{text}</p>")
    for page in (service, organisation):
        html = client.get(page.url_in("de")).content.decode()
        assert html.split("</head>")[1].count("Wir beraten alle.") == 1
