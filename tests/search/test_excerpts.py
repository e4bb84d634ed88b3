"""The excerpt shows the passage that answers, and marks words by their stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import excerpt, highlight
from search.query import Query, understand
from tests.search.in_memory import entry, lexicon_of


def query(text: str, language: str = "de", **texts: str) -> Query:
    return understand(text, language, lexicon_of(**(texts or {language: text})))


def shown(pieces) -> str:
    """Matches in square brackets."""
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


@pytest.mark.parametrize(
    ("language", "searched", "text", "expected"),
    [
        ("de", "Beratung", "Unsere Beratungen sind kostenlos.", "Unsere [Beratungen] sind kostenlos."),
        ("en", "tenant", "Help for tenants.", "Help for [tenants]."),
        ("fr", "aide", "Ici, l’aide est gratuite.", "Ici, [l’aide] est gratuite."),
        ("ar", "استشارة", "نقدم الاستشارات مجانًا.", "نقدم [الاستشارات] مجانًا."),
        ("uk", "консультація", "Безкоштовні консультації щодня.", "Безкоштовні [консультації] щодня."),
        ("ru", "школа", "Запись в школу.", "Запись в [школу]."),
        ("tr", "İşçi", "İŞÇİ hakları.", "[İŞÇİ] hakları."),
    ],
)
def test_other_forms_of_the_word_are_marked(language, searched, text, expected):
    found = query(searched, language, **{language: f"{searched} {text}"})
    assert shown(excerpt(found, entry(language, text))) == expected
    assert shown(highlight(found, text, language)) == expected


def test_the_passage_that_covers_most_of_the_query_is_taken():
    body = "Wir helfen bei der Miete.\nHier geht es um Wohngeld und Miete.\nWohngeld gibt es auch."
    pieces = excerpt(query("Wohngeld Miete", de=body), entry("de", "Rat und Hilfe.", body))
    assert shown(pieces) == "Hier geht es um [Wohngeld] und [Miete]."


def test_of_equal_passages_the_summary_is_taken():
    pieces = excerpt(query("Miete"), entry("de", "Alles zur Miete.", "Noch mehr zur Miete."))
    assert shown(pieces) == "Alles zur [Miete]."


def test_a_long_passage_is_cut_at_words_around_the_match():
    text = "Vorher steht vieles. " * 30 + "Dann kommt das Wohngeld dran. " + "Danach steht noch mehr. " * 30
    pieces = excerpt(query("Wohngeld", de=text), entry("de", "", text), letters=100)
    whole = "".join(piece for piece, _match in pieces)
    assert ("Wohngeld", True) in pieces
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) <= 104
    assert whole[2:-2] in text
    assert text[text.index(whole[2:-2]) - 1] == " ", "it begins with a whole word"


def test_without_a_match_the_summary_begins():
    text = "Ein Satz über etwas anderes. " * 20
    pieces = excerpt(query("Wohngeld"), entry("de", text, "Nichts."), letters=60)
    assert shown(pieces) == "Ein Satz über etwas anderes. Ein Satz über etwas anderes. …"


def test_words_of_another_language_are_marked_in_its_texts_only():
    found = query("Jobcenter", "ru", de="Jobcenter", ru="школа")
    assert shown(excerpt(found, entry("de", "Das Jobcenter hilft."))) == "Das [Jobcenter] hilft."


def test_an_empty_entry_has_no_excerpt():
    assert excerpt(query("Miete"), entry("de")) == []
    assert highlight(query("Miete"), "", "de") == []


PARTS = st.text(st.sampled_from("ab MieteßİıЖعربي'’-.\u0301\u200f"), max_size=120)


@given(searched=PARTS, summary=PARTS, body=st.lists(PARTS, max_size=4), letters=st.integers(1, 80))
def test_an_excerpt_is_a_part_of_a_passage(searched, summary, body, letters):
    made = entry("de", summary, "\n".join(body))
    pieces = excerpt(query(searched, de=f"{searched} {summary} {' '.join(body)}"), made, letters)
    assert all(text for text, _match in pieces)
    whole = "".join(text for text, _match in pieces)
    if pieces and pieces[0] == ("… ", False):
        whole = whole[2:]
    if pieces and pieces[-1] == (" …", False):
        whole = whole[:-2]
    assert any(whole in passage for passage in [summary, *made.body.splitlines(), ""])
    assert len(whole) <= max(letters, 1)


@given(searched=PARTS, text=PARTS)
def test_marking_changes_no_letter(searched, text):
    pieces = highlight(query(searched, de=f"{searched} {text}"), text, "de")
    assert "".join(piece for piece, _match in pieces) == text
