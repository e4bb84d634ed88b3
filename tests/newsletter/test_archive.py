"""Past issues on the web, in every language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Issue
from newsletter.templatetags import newsletter_mail
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


def test_a_stopped_issue_is_not_read_on_the_web(client, past):
    Issue.objects.filter(pk=past.pk).update(state=Issue.State.STOPPED)
    assert client.get(past.url_in("de")).status_code == 404
    assert past.url_in("de") not in client.get("/de/newsletter/").text


def test_every_past_issue_can_be_reached(client, newsletter, monkeypatch):
    monkeypatch.setattr(newsletter_mail, "PAGE_SIZE", 2)
    issues = [issue(started_at=timezone.now() - timedelta(days=number)) for number in range(5)]
    found = []
    for number in (1, 2, 3):
        page = client.get(f"/de/newsletter/?page={number}").text
        found += [one for one in issues if f'href="{one.url_in("de")}"' in page]
        assert ("?page=3" in page) == (number == 2)
    assert found == issues, "newest first, each once"
    assert client.get("/de/newsletter/?page=x").status_code == 200


def test_a_past_issue_costs_the_same_however_long_it_is(client, newsletter):
    make.subscriber()
    counts = []
    for number in (2, 8):
        pages = [make.news(topics=[make.term()]) for _page in range(number)]
        sent = issue(("news", {"pages": pages}))
        send(sent)
        counts.append(queries(client, sent.url_in("ar"), warm=True))
    assert counts[0] == counts[1] <= 14
