"""*Did you mean* is said where a word was mistyped, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.corrections import correction, did_you_mean
from search.lexicon import meaning_of
from search.query import understand
from tests.search.in_memory import know, lexicon_of

GERMAN = "Beratung Beratung Beratungen Schuldnerberatung Miete Jobcenter Zahnarzt Schule Köhlerswalde Frauen Übersetzung Klavier"
RUSSIAN = "школа школа школы консультация юрист бесплатно"
ARABIC = "استشارة الاستشارة والمساعدة"
TURKISH = "danışmanlık danışmanlığı"


@pytest.fixture(scope="module")
def lexicon():
    found = lexicon_of(de=GERMAN, ru=RUSSIAN, tr=TURKISH, ar=ARABIC)
    return know(found, meaning_of("Wohngeld", ["topic_housing"], {"de": "Wohngeld"}))


def suggested(typed: str, language: str, lexicon) -> str:
    return did_you_mean(understand(typed, language, lexicon), lexicon)


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("Beratnug", "de", "Beratung"),
        ("beratnug", "de", "beratung"),
        ("Schuldnrberatung Miete", "de", "Schuldnerberatung Miete"),
        ("Hilfe: Schuldnrberatung!", "de", "Hilfe: Schuldnerberatung!"),
        ("кансультация", "ru", "консультация"),
        ("Jobcneter", "ru", "Jobcenter"),
        ("Überstzung", "de", "Übersetzung"),
        ("الاستشاغة", "ar", "الاستشارة"),
        ("irjkf", "ru", "школа"),
        ("Irjkf ,tcgkfnyj", "ru", "школа бесплатно"),
        ("Yahnaryt", "de", "Zahnarzt"),
        ("Wohngelt", "de", "Wohngeld"),  # known to the thesaurus alone
    ],
)
def test_what_was_mistyped_is_corrected(lexicon, typed, language, expected):
    assert suggested(typed, language, lexicon) == expected


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Beratung", "de"),
        ("Beratungen", "de"),
        ("Koehlerswalde", "de"),
        ("Frauenberatung", "de"),  # a compound of known words
        ("Jobcenter", "ru"),  # known in the language of the originals
        ("yurist besplatno", "ru"),  # in another script
        ("danismanlik", "tr"),  # without the signs of the letters
        ("Wohngeld", "de"),  # known to the thesaurus alone
        ("مرت", "de"),  # "Miete" has the same consonants, but other letters
        ("lawyer", "ru"),  # two edits from "Klavier"
        ("xyzzyq", "de"),
        ("qqqqq wwwww", "ru"),
        ("", "de"),
        ("!?", "de"),
        ("und die", "de"),
    ],
)
def test_nothing_is_suggested(lexicon, typed, language):
    assert suggested(typed, language, lexicon) == ""


def test_of_forms_that_are_as_near_the_usual_one_is_taken(lexicon):
    assert suggested("Beratungn", "de", lexicon) == "Beratung"


def test_a_correction_knows_whether_it_is_all_of_the_query(lexicon):
    assert correction(understand("Beratnug", "de", lexicon), lexicon).complete
    assert correction(understand("irjkf", "ru", lexicon), lexicon).complete
    assert not correction(understand("Beratnug Miete", "de", lexicon), lexicon).complete


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(typed):
    lexicon = lexicon_of(de=GERMAN, ru=RUSSIAN)
    assert suggested(typed, "ru", lexicon) != typed or not typed
