"""Whatever is typed, the search page answers, and the box keeps it."""

import html as escapes
import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.search.reading import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "a", "x" * 10_000, "und die der", "?!…", '"', "''", '""" OR *', "NEAR(a b)", "'; DROP TABLE x; --",
        "title:x^2 AND (", "{a b} : c", "a & | ! b <-> c", "%_\\", "\u202eabc", "\u2066x\u2069", "🙂", "<i>kursiv</i>",
        "Wohnung квартира شقة 住房", "\ud7ff\ufffe", "\u0301\u0301", "Beratung\nfür\tFrauen",
    ],
)  # fmt: skip
def test_whatever_is_typed_the_page_answers_and_the_box_keeps_it(client, portal, query):
    make.service(title="Beratung für Frauen")
    html = page(client, query)
    assert kept(html) == query


def kept(html: str) -> str:
    return escapes.unescape(re.search(r'<input id="q"[^>]* value="([^"]*)"', html)[1])


@pytest.mark.parametrize(
    ("address", "expected"),
    [("a%00b", "ab"), ("%ED%A0%80x", "x"), ("%FF%FEMiete", "Miete"), ("%C3", "")],
    ids=["NUL", "a lone surrogate", "no UTF-8", "half a letter"],
)
def test_what_no_text_can_hold_is_dropped(client, portal, address, expected):
    response = client.get(f"/de/search/?q={address}")
    assert response.status_code == 200
    assert kept(response.content.decode()).replace("\ufffd", "") == expected


def test_controls_of_direction_stay_in_the_box(client, portal):
    html = page(client, "\u202eMiete")
    assert html.count("\u202e") == 1
    assert "Nichts gefunden für „Miete“" in html


@given(st.text(max_size=80), st.sampled_from(["de", "ar", "tr", "ru"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_page(client, portal, typed, language):
    assert client.get(f"/{language}/search/?q={quote(typed, errors='replace')}").status_code == 200
