"""What a typed word can stand for in the portal's texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.stems import stem
from search.analysis.words import words
from search.vocabulary import MOST, Vocabulary

GERMAN = "Beratung Sozialberatung sozial Schuldner Schulden Beratungsstelle Stelle Köhlerswalde Miete Zahnarzt Sucht"


def vocabulary(language: str, text: str, size: int = 50) -> Vocabulary:
    """Of texts that have each word as often as ``text`` has it."""
    found = words(text, language)
    result = Vocabulary(language, size)
    result.update({word: found.count(word) for word in found}.items())
    return result


def meanings(language: str, text: str, typed: str, typing: bool = False) -> dict[str, float]:
    (word,) = words(typed, language)
    return vocabulary(language, text).meanings(word, typing)


def best(found: dict[str, float]) -> str:
    return max(found, key=found.get)


@pytest.mark.parametrize(
    ("language", "text", "typed", "expected"),
    [
        ("de", GERMAN, "Beratungen", "Beratung"),
        ("de", GERMAN, "Koehlerswalde", "Köhlerswalde"),
        ("de", GERMAN, "Kohlerswalde", "Köhlerswalde"),
        ("de", GERMAN, "Zanharzt", "Zahnarzt"),  # two letters have changed places
        ("de", GERMAN, "Mietee", "Miete"),
        ("de", GERMAN, "Schuldnre", "Schuldner"),
        ("tr", "danışmanlık okul", "danismanlik", "danışmanlık"),
        ("ru", "юрист школа", "yurist", "юрист"),
        ("uk", "громадянство школа", "hromadianstvo", "громадянство"),
        ("ar", "المدرسة طبيب", "madrasa", "مدرسة"),
        ("ar", "مدرسة طبيب", "المدرسه", "مدرسة"),
        ("ru", "консультация школа", "кансультация", "консультация"),
    ],
)
def test_the_nearest_word_of_the_texts(language, text, typed, expected):
    found = meanings(language, text, typed)
    assert best(found) == stem(words(expected, language)[0], language)


@pytest.mark.parametrize("typed", ["xyzzyq", "Autobahn", "qq", "ö"])
def test_what_resembles_nothing_stands_for_nothing(typed):
    assert meanings("de", GERMAN, typed) == {}


def test_a_single_letter_is_not_taken_for_another_script():
    assert meanings("ru", "и школа", "ъыъыъ") == {}


def test_a_known_word_is_not_also_a_mistyped_one():
    assert meanings("de", "Miete Mitte", "Miete") == {stem("miete", "de"): 1.0}


def test_a_part_stands_for_its_compounds_and_a_compound_for_its_parts():
    found = meanings("de", GERMAN, "Beratung")
    whole, compound = stem("beratung", "de"), stem("sozialberatung", "de")
    assert found[whole] == 1.0
    assert 0 < found[compound] < 1
    found = meanings("de", GERMAN, "Schuldnerberatung")
    assert {whole, stem("schuldner", "de")} <= set(found)
    assert max(found.values()) < 1


def test_the_last_word_may_be_a_beginning():
    assert stem("beratungsstelle", "de") in meanings("de", GERMAN, "Beratun", typing=True)
    assert stem("zahnarzt", "de") in meanings("de", GERMAN, "Zahn", typing=True)
    assert best(meanings("de", GERMAN, "Zahna")) == stem("zahnarzt", "de"), "nothing else resembles it"


def test_related_words_share_letters():
    assert stem("sucht", "de") in meanings("de", GERMAN, "süchtig")


def test_counts_follow_the_texts_down_to_nothing():
    held = vocabulary("de", "Miete Mieten Zahnarzt")
    assert held.frequency[stem("miete", "de")] == 2
    held.update([("miete", 0)])
    assert held.known(stem("miete", "de")), "there is another form"
    held.update([("mieten", 0)])
    assert not held.known(stem("miete", "de"))
    assert held.meanings("miete") == {}
    assert held.meanings("mite") == {}
    held.update([("mieten", 3)])
    assert held.meanings("miete") == {stem("miete", "de"): 1.0}
    assert held.frequency[stem("miete", "de")] == 3


def test_rare_words_say_more_and_none_says_less_than_nothing():
    held = vocabulary("de", "Beratung", size=10)
    held.update([("beratung", 10), ("beratungen", 8), ("miete", 5), ("zahnarzt", 1)])
    values = [held.idf(stem(word, "de")) for word in ("beratung", "miete", "zahnarzt", "unbekannt")]
    assert values == sorted(values)
    assert values[0] > 0


LETTERS = st.text(st.sampled_from("abeirstuäßшкоаمدرس'"), min_size=1, max_size=12)


@given(
    st.lists(st.tuples(LETTERS, st.integers(0, 5)), max_size=12),
    st.one_of(LETTERS, st.text(max_size=20)),
    st.sampled_from(["de", "ar", "ru", "tr", "en", "uk"]),
    st.booleans(),
)
def test_whatever_is_typed_the_meanings_are_stems_of_the_texts(texts, typed, language, typing):
    held = Vocabulary(language, size=5)
    for text, count in texts:
        held.update((word, count) for word in words(text, language))
    for word in words(typed, language):
        found = held.meanings(word, typing)
        assert len(found) <= MOST
        assert all(0 < weight <= 1 for weight in found.values())
        assert all(map(held.known, found))


@given(st.lists(st.tuples(LETTERS, st.integers(0, 5)), max_size=12))
def test_the_order_of_changes_leaves_no_trace(texts):
    texts = [(word, count) for text, count in texts for word in words(text, "de")]
    held, last = Vocabulary("de", size=5), dict(texts)
    held.update(texts)
    anew = Vocabulary("de", size=5)
    anew.update(last.items())
    assert held.counts == anew.counts
    assert {stemmed: n for stemmed, n in held.frequency.items() if n} == {s: n for s, n in anew.frequency.items() if n}
