"""Lists in a line have the comma of the reader's script; facts in German keep theirs."""

import re

import pytest
from django.conf import settings

from tests import factories as make

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[}>]\s?,\s?[{<]")
"""A comma between what two variables or tags print."""
LEFT_ALONE = re.compile(r"(?:city|contact\.street) %\}, |\{% blocktranslate.*?endblocktranslate")
"""Addresses are German text, and translators write their own commas."""


def lines(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_points_of_a_list_and_parts_of_a_date(client, portal):
    place = make.place(slots=[]) | {"accessibility": ["step-free", "lift"]}
    service = make.service(places=make.places(place))
    event = make.event()
    for language, comma, other in (("de", ", ", "، "), ("ar", "، ", ", ")):
        for page in (service, event):
            html = client.get(page.url_in(language)).content.decode()
            if page is service:
                shown = re.search(r'class="facts"><li><svg.*?</svg>(.*?)</li>', html, re.DOTALL)[1]
            else:
                shown = re.search(r'<div class="call">(.*?)</div>', html, re.DOTALL)[1]
            assert comma in lines(shown)
            assert other not in lines(shown)


def test_no_template_has_a_comma_of_its_own():
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for line in path.read_text().splitlines()
        if LATIN.search(LEFT_ALONE.sub("", line))
    ]
    assert wrong == [], "use the tag comma"
