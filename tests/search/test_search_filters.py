"""Kinds and facets of the search page: with counts, as links and a GET form, and removable."""

import html as escapes
import re

import pytest
from django.utils import timezone

from services import opening
from tests import factories as make
from tests.search.reading import page, text, titles

pytestmark = pytest.mark.django_db


def test_kinds_are_links_with_counts(client, portal):
    make.service(title="Sprachtreff am Markt")
    make.news(title="Sprachtreff eröffnet")
    make.news(title="Sprachtreff zieht um")
    html = page(client, "Sprachtreff")
    kinds = html[html.index('<ul class="chips switch">') :]
    kinds = text(kinds[: kinds.index("</ul>")])
    assert "Alles (3)" in kinds
    assert "Beratungsangebote (1)" in kinds
    assert "Aktuelles (2)" in kinds
    html = page(client, "Sprachtreff", type="news")
    assert sorted(titles(html)) == ["Sprachtreff eröffnet", "Sprachtreff zieht um"]
    assert re.search(r'<a href="[^"]*type=news[^"]*" aria-current="true">', html)
    assert '<input type="hidden" name="type" value="news">' in html, "the form keeps the kind"


def test_facets_narrow_and_can_be_taken_back(client, housing):
    inside = make.service(title="Sprachtreff Wohnen", topics=[housing])
    make.service(title="Sprachtreff")
    html = page(client, "Sprachtreff", "ar")
    assert re.search(r'name="topic" value="housing">\s*<span>السكن <span class="count">\(1\)', html)
    html = page(client, "Sprachtreff", "ar", topic="housing")
    assert titles(html) == [inside.title]
    assert re.search(r'name="topic" value="housing" checked', html)
    chips = html[html.index('<div class="chosen">') :]
    back = escapes.unescape(re.search(r'<a href="([^"]+)">.*?السكن', chips, re.DOTALL)[1])
    assert len(titles(client.get(f"/ar/search/{back}").content.decode())) == 2


def test_free_of_charge_and_anonymous_are_filters(client, portal):
    make.service(title="Sprachtreff A", cost="paid")
    make.service(title="Sprachtreff B", cost="free", anonymous=True)
    make.service(title="Sprachtreff C", cost="free")
    assert sorted(titles(page(client, "Sprachtreff", good="free"))) == ["Sprachtreff B", "Sprachtreff C"]
    assert titles(page(client, "Sprachtreff", good="anonymous")) == ["Sprachtreff B"]


def test_open_now_leaves_services_where_somebody_is_there(client, housing):
    moment = timezone.localtime()
    slot = {
        "weekday": opening.WEEKDAY_CODES[moment.weekday()],
        "opens_at": "00:00",
        "closes_at": "23:59:59.999999",
        "kind": "open",
    }
    place = make.place(slots=[slot]) | {"closed_on_holidays": False}
    make.service(title="Sprachtreff offen", places=make.places(place), topics=[housing])
    make.service(title="Sprachtreff zu", topics=[housing])
    make.news(title="Sprachtreff eröffnet", topics=[housing])
    html = page(client, "Sprachtreff", open="1")
    assert titles(html) == ["Sprachtreff offen"]
    assert "Wohnen (1)" in text(html), "counts are those of what is open"
    assert titles(page(client, "Sprachtreff", open="1", topic="housing")) == ["Sprachtreff offen"]


def test_unknown_codes_and_kinds_are_ignored(client, portal):
    make.service(title="Sprachtreff")
    assert titles(page(client, "Sprachtreff", topic="no-such", type="no-such", good="x", open="x")) == ["Sprachtreff"]


def test_filters_that_leave_nothing_say_which_to_remove(client, housing):
    other = make.term(make.Topic, "health", names={"de": "Gesundheit"})
    make.service(title="Sprachtreff", topics=[housing], cost="free")
    make.service(title="Arztsuche", topics=[other])
    html = page(client, "Sprachtreff", topic="health", good="free")
    assert titles(html) == []
    notice = html[html.index('class="notice"') :]
    way = re.search(r'<a href="([^"]+)">(?:(?!</a>).)*Gesundheit(?:(?!</a>).)*\(1\)', notice, re.DOTALL)
    assert titles(client.get(f"/de/search/{escapes.unescape(way[1])}").content.decode()) == ["Sprachtreff"]
    assert "Kostenlos" not in text(notice), "without this one there would still be nothing"
