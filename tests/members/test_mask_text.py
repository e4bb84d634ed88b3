"""Typed text becomes rich text and comes back as it was typed; what cannot come back is said."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from members.mask.plain_text import is_faithful, lines_to_list, list_to_lines, tidy, to_plain_text, to_rich_text

ROUND_TRIPS = {
    "Hallo": "<p>Hallo</p>",
    "Eins\nZwei\n\nDrei": "<p>Eins<br/>Zwei</p><p>Drei</p>",
    "- Chor\n- Küche": "<ul><li>Chor</li><li>Küche</li></ul>",
    "1. Anrufen\n2. Kommen": "<ol><li>Anrufen</li><li>Kommen</li></ol>",
    "3. Oktober: Fest": "<p>3. Oktober: Fest</p>",
    "1. Mai": "<p>1. Mai</p>",
    "<b>fett</b> & mehr": "<p>&lt;b&gt;fett&lt;/b&gt; &amp; mehr</p>",
    "Siehe https://nil.example/?a=1&b=2.": (
        '<p>Siehe <a href="https://nil.example/?a=1&amp;b=2">https://nil.example/?a=1&amp;b=2</a>.</p>'
    ),
    "www.nil.example": '<p><a href="https://www.nil.example">www.nil.example</a></p>',
    "an info@nil.example!": '<p>an <a href="mailto:info@nil.example">info@nil.example</a>!</p>',
    "نحن هنا": "<p>نحن هنا</p>",
    "": "",
}


@pytest.mark.parametrize(("typed", "rich"), ROUND_TRIPS.items())
def test_round_trip(typed, rich):
    assert to_rich_text(typed) == rich
    assert to_plain_text(rich) == typed
    assert is_faithful(rich)


@pytest.mark.parametrize(
    "rich",
    [
        "<p>Ein <b>fettes</b> Wort</p>",
        '<p><a href="https://nil.example">Wort</a></p>',
        '<p><a linktype="page" id="3">Seite</a></p>',
        "<h2>Titel</h2><p>Text</p>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ],
)
def test_what_would_be_lost_is_noticed(rich):
    assert not is_faithful(rich)


def test_keys_of_the_editor_do_not_count():
    assert is_faithful('<p data-block-key="x1">Hallo</p> <p data-block-key="x2"></p>')


def test_lists():
    assert lines_to_list("Pass\n- Mietvertrag\n\n• Foto") == "<ul><li>Pass</li><li>Mietvertrag</li><li>Foto</li></ul>"
    assert list_to_lines("<ul><li>Pass</li><li>Foto</li></ul>") == "Pass\nFoto"
    assert lines_to_list("") == ""


@given(st.text(st.sampled_from("ab<>&\"'/:.@- \n1w") | st.characters(), max_size=80))
def test_typed_text_is_never_html(text):
    """Whatever is typed: only our few elements come out, and a second round changes nothing more."""
    rich = to_rich_text(text)
    for tag in BeautifulSoup(rich, "html.parser").find_all(True):
        assert tag.name in {"p", "br", "ul", "ol", "li", "a"}
        assert set(tag.attrs) <= {"href"}
        assert tag.get("href", "https://").startswith(("https://", "http://", "mailto:"))
    again = to_rich_text(to_plain_text(rich))
    assert to_plain_text(again) == to_plain_text(to_rich_text(to_plain_text(again)))
    assert tidy(tidy(text)) == tidy(text)
