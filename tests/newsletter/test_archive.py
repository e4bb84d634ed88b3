"""Past issues on the web, in every language."""

import pytest

from newsletter.models import Issue
from tests import factories as make
from tests.counting import queries
from tests.newsletter.mailings import issue, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(newsletter):
    make.subscriber()
    sent = issue(text(de="<p>Guten Tag</p>", ar="<p>تحية</p>"), subject={"de": "Neues", "ar": "جديد"})
    send(sent)
    return sent


def test_past_issues_are_read_in_every_language(client, past):
    arabic = client.get(past.url_in("ar"))
    assert '<html lang="ar" dir="rtl"' in arabic.text
    assert "تحية" in arabic.text
    assert "noindex" not in arabic.text
    assert f'hreflang="de" href="{past.absolute_url("de")}"' in arabic.text
    ukrainian = client.get(past.url_in("uk")).text
    assert '<html lang="uk"' in ukrainian
    assert '<div class="rich-text" lang="de" dir="ltr"><p>Guten Tag</p></div>' in ukrainian
    assert "noindex" in ukrainian
    assert "Set-Cookie" not in arabic.headers
    assert "style=" not in arabic.text.split("<main")[1].split("</main>")[0]


def test_the_newsletter_page_lists_them(client, past, newsletter):
    draft = issue(subject={"de": "Entwurf"})
    page = client.get("/ar/newsletter/").text
    assert f'href="{past.url_in("ar")}"' in page
    assert "جديد" in page
    assert "Entwurf" not in page
    assert client.get(draft.url_in("de")).status_code == 404
    assert client.get(past.url_in("de").replace(str(past.pk), "99999")).status_code == 404


def test_what_was_sent_stays_as_it_was(client, past):
    Issue.objects.filter(pk=past.pk).update(body=[])
    assert "Guten Tag" in client.get(past.url_in("de")).text


def test_a_past_issue_costs_the_same_however_long_it_is(client, newsletter):
    make.subscriber()
    counts = []
    for number in (2, 8):
        pages = [make.news(topics=[make.term()]) for _page in range(number)]
        sent = issue(("news", {"pages": pages}))
        send(sent)
        counts.append(queries(client, sent.url_in("ar"), warm=True))
    assert counts[0] == counts[1] <= 14
