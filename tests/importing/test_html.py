"""HTML of any kind becomes the few elements that rich text knows."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from core.importing import Refused, clean_blocks, clean_text, first_sentences

ALLOWED = {"h2", "h3", "p", "ul", "ol", "li", "b", "i", "a", "br"}
TAGS = [
    "h1",
    "h2",
    "h4",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "b",
    "em",
    "a",
    "br",
    "table",
    "tr",
    "td",
    "th",
    "span",
    "script",
]
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        '<a href="javascript:alert(1)">',
        '<a href="https://example.org/?a=1&b=2" onclick="x()">',
        "<img src=x onerror=y>",
        '<a href="//[">',
        '<a href="data:text/html,x">',
        *("&nbsp;", "&lt;script&gt;", "<!--", "-->", "text ", "ü", "\u200b"),
    ]
)


def texts(source: str, **options) -> str:
    return "".join(block["value"] for block in clean_blocks(source, **options) if block["type"] == "text")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p style='text-align: justify'>a&nbsp; b</p><p>&nbsp;</p>", "<p>a b</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<br><br>b<br>c<br></p>", "<p>a</p><p>b<br/>c</p>"),
        ("<strong>a</strong> <em>b</em> <u>c</u>", "<p><b>a</b> <i>b</i> c</p>"),
        (
            "<ul><li><p>a</p><p>b</p><ul><li>c</li></ul></li><li> </li></ul>",
            "<ul><li>a<br/>b<ul><li>c</li></ul></li></ul>",
        ),
        ("<ul>a<ol><li>b</li></ol></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a <img src='i.png' class='icon'> b</p>", "<p>a b</p>"),
        ("<script>x()</script><style>y</style>a", "<p>a</p>"),
        ("1 &lt; 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("", ""),
    ],
)
def test_structure(source, expected):
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([4, 5, 4], "232"), ([3, 6, 4, 3, 1, 2], "233223"), ([1], "2"), ([2, 3, 4], "233")],
)
def test_headings_start_at_two_and_skip_nothing(levels, expected):
    source = "".join(f"<h{level}><strong>x</strong></h{level}><p>y</p>" for level in levels)
    assert "".join(re.findall(r"<h(\d)>x</h\1>", texts(source))) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2"),
        ("mailto:info@example.org", "mailto:info@example.org"),
        ("tel:+49999", "tel:+49999"),
        ("www.example.org", "https://www.example.org"),
        ("/b", "https://portal.example.org/b"),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:", None),
        ("#top", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_links(href, expected):
    result = texts(f'<a class="track" target="_blank" href="{href}">x</a>', base="https://portal.example.org/a/")
    assert result == (f'<p><a href="{expected}">x</a></p>' if expected else "<p>x</p>")


def test_a_link_that_was_cut_into_pieces_is_one_link():
    one = '<a href="https://example.org">'
    assert texts(f"{one}w</a>{one}ww</a>{one}.org</a>") == f"<p>{one}www.org</a></p>"


def test_tables_become_blocks_with_a_caption():
    source = "<h2>Zeiten</h2><table><tr><th>Tag<th>Zeit</tr><tr><td>Mo<td><a href='https://e.org'>9</a></tr><tr><td>Di</table><p>z"
    _text, table, after = clean_blocks(source)
    assert table["value"] == {
        "caption": "Zeiten",
        "header": ["Tag", "Zeit"],
        "rows": [["Mo", "9 (https://e.org)"], ["Di", ""]],
    }
    assert after == {"type": "text", "value": "<p>z</p>"}
    assert clean_blocks("<table><tr><td>nur</td></tr><tr><td>Layout</td></tr></table>") == [
        {"type": "text", "value": "<p>nur</p><p>Layout</p>"}
    ]


def test_plain_text_and_headings_in_fields():
    assert clean_text("a < b\nc\n\nd") == "<p>a &lt; b c</p><p>d</p>"
    assert clean_text("<h1>a</h1><table><tr><td>b<td>c</table>") == "<p><b>a</b></p><p>b</p><p>c</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>Nicht</h2><p>Erster Satz. Zweiter Satz!</p><p>Drei?</p>", "Erster Satz. Zweiter Satz! Drei?"),
        (
            "<p>Hallo,</p><p>schön, dass z. B. Sie bis zum 3. Mai da sind.</p>",
            "Schön, dass z. B. Sie bis zum 3. Mai da sind.",
        ),
        ("<p>Musterweg 1<br/>12345 Ort</p>", ""),
        ("<p>" + "Wort " * 80 + "Ende.</p>", ("Wort " * 59).strip() + "…"),
    ],
)
def test_summary(source, expected):
    assert first_sentences(source) == expected


def test_what_is_nested_beyond_reason_is_refused():
    with pytest.raises(Refused, match="nested too deeply"):
        clean_blocks("<ul><li>" * 5000 + "x")


@given(st.lists(PIECES, max_size=30).map("".join) | st.text())
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_safe_and_stays_the_same_when_cleaned_again(source):
    result = texts(source)
    soup = BeautifulSoup(result, "html.parser")
    for tag in soup.find_all(True):
        assert tag.name in ALLOWED
        assert set(tag.attrs) <= ({"href"} if tag.name == "a" else set())
        assert tag.get("href", "https:").split(":")[0] in {"https", "http", "mailto", "tel"}
        assert tag.name == "br" or tag.get_text(strip=True)
    levels = [int(tag.name[1]) for tag in soup.find_all(["h2", "h3"])]
    assert levels[:1] in ([], [2])
    assert texts(result) == result
