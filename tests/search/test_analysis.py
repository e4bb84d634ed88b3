"""From text to words, stems and folded forms: pure functions, with words as people write them."""

import json
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from search import thesaurus
from search.analysis.compounds import SHORTEST, parts
from search.analysis.fold import fold, skeleton
from search.analysis.keyboard import other_layouts
from search.analysis.stems import stem
from search.analysis.stop import DATA, is_stop_word, stop_words
from search.analysis.words import LONGEST, normalised, spans, words

CODES = [*(code for code, _name in settings.LANGUAGES), "fa", "xx"]
ANYTHING = st.text(st.characters(), max_size=40)
"""With lone surrogates and NUL."""
AS_TYPED = st.text(st.sampled_from("aZäßéıİІїьщПшеلمةسأّـ09 -.,:'’_\n\u200c\u00ad"), max_size=40)
LANGUAGE = st.sampled_from(CODES)


# --- Words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Straße, GROSSE Ämter!", "strasse grosse ämter"),
        ("de", "E-Mail 24/7 a_b", "e mail 24 7 a b"),
        ("de", "Wohn\u00adgeld ﬁnden ｆｕｌｌ", "wohngeld finden full"),
        ("de", "So geht's Peter's Hund", "so geht peter hund"),
        ("en", "the children’s school", "the children school"),
        ("fr", "l’aide d'urgence jusqu'ici", "aide urgence ici"),
        ("fr", "aujourd'hui", "aujourdhui"),
        ("tr", "IŞIK İŞÇİ Türkiye’de", "ışık işçi türkiye"),
        ("uk", "сім'я сім’я П’ять", "сімя сімя пять"),
        ("ar", "مَدرَسَة مدرســـة", "مدرسة مدرسة"),
        ("fa", "کلاس‌های", "کلاسهای"),
        ("de", "a\u0308mter", "ämter"),
        ("de", "a\x00b \ud800c 🙂 …", "a b c"),
    ],
)
def test_words(language, text, expected):
    assert words(text, language) == expected.split()


@given(ANYTHING, LANGUAGE)
def test_any_text_has_words_and_they_stay_as_they_are(text, language):
    assert normalised(normalised(text, language), language) == normalised(text, language)
    found = words(text, language)
    assert all(0 < len(word) <= LONGEST for word in found)
    assert words(" ".join(found), language) == found


@given(ANYTHING, LANGUAGE)
def test_spans_lie_inside_the_text_and_in_order(text, language):
    last = 0
    for word, start, end in spans(text, language):
        assert word
        assert last <= start < end <= len(text)
        last = start


@given(AS_TYPED, LANGUAGE)
def test_spans_are_of_the_words(text, language):
    text = unicodedata.normalize("NFKC", text)
    assert [word for word, _start, _end in spans(text, language)] == words(text, language)


def test_spans_cover_the_whole_word_as_it_is_written():
    text = "Ici, l’aide مَدرَسَة!"
    assert [text[start:end] for _word, start, end in spans(text, "fr")] == ["Ici", "l’aide", "مَدرَسَة"]


# --- Stems ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", "Beratung Beratungen"),
        ("de", "Kind Kinder Kindern"),
        ("de", "Arzt Ärzte Ärzten"),
        ("de", "kostenlos kostenlose kostenlosen"),
        ("de-simple", "Antrag Anträge Anträgen"),
        ("en", "register registered registering registers"),
        ("en", "family families"),
        ("ar", "مدرسة المدرسة والمدرسة بالمدرسة للمدرسة وبالمدرسة مدرسه"),  # article, conjunction, ta marbuta
        ("ar", "استشارة الاستشارات استشارات"),
        ("ar", "إقامة اقامة أقامة الإقامة والإقامة"),  # hamza
        ("ar", "عمل العمل بالعمل للعمل والعمل كالعمل"),
        ("ar", "مستشفى مستشفي المستشفى"),
        ("ar", "لاجئ اللاجئين لاجئون"),
        ("uk", "школа школи школу школою школі"),
        ("uk", "консультація консультації консультацію консультацією консультацій консультаціям"),
        ("uk", "безкоштовний безкоштовна безкоштовне безкоштовного безкоштовною безкоштовні безкоштовним"),
        ("uk", "навчання навчанням навчанню"),
        ("tr", "danışmanlık danışmanlığı danışmanlığa"),
        ("tr", "okul okullar okula okulda"),
        ("tr", "ebe ebeler ebeleri ebenin"),
        ("ru", "консультация консультации консультацию консультаций"),
        ("fr", "logement logements"),
        ("fr", "gratuit gratuite gratuits gratuites"),
        ("fa", "کلاس کلاس‌ها کلاس‌های كلاس"),  # with Arabic kaf, too
        ("fa", "پزشک پزشکان"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, forms):
    assert len({stem(word, language) for word in words(forms, language)}) == 1


@pytest.mark.parametrize(
    ("language", "different"),
    [
        ("de", "Wohnung Wohngeld Miete"),
        ("ar", "مدرسة مدير عمل عامل"),
        ("ar", "وزن وزير والد"),  # the first letter is no conjunction
        ("uk", "школа робота мова"),
        ("uk", "мрія міра дім"),
        ("tr", "ebe ev iş"),
        ("fa", "زن زبان"),
    ],
)
def test_other_words_keep_other_stems(language, different):
    found = words(different, language)
    assert len({stem(word, language) for word in found}) == len(found)


@given(ANYTHING, LANGUAGE)
def test_every_word_has_a_stem(text, language):
    for word in words(text, language):
        stemmed = stem(word, language)
        assert stemmed
        assert stemmed.split() == [stemmed]


def test_a_language_without_rules_keeps_its_words():
    assert stem("ქართული", "ka") == "ქართული"


# --- Folded forms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        "Köhlerswalde Koehlerswalde Kohlerswalde",
        "Straße Strasse STRASSE",
        "danışmanlık danismanlik",
        "ücretsiz ucretsiz",
        "гражданство grazhdanstvo",
        "школа shkola школa",
        "юрист yurist",
        "хлеб khleb",
        "Łódź lodz",
        "école ecole",
    ],
)
def test_spellings_of_a_word_fold_to_one_form(spellings):
    assert len({fold(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("Kurs", "Kuss"), ("Miete", "Mitte"), ("школа", "шкала"), ("oda", "ada")])
def test_other_words_fold_differently(one, other):
    assert fold(one) != fold(other)


@given(ANYTHING)
def test_folded_forms_are_small_latin_letters(text):
    for word in words(text, "xx"):
        form = fold(word)
        assert form == "" or (form.isascii() and form.isalnum() and form == form.lower())
        assert skeleton(word).isascii()


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("مدرسة", "madrasa madrassa madrasah almadrasa"),
        ("المدرسة", "madrasa"),
        ("تجنيس", "tajnis tajnees"),
        ("مسجد", "masjid"),
        ("مستشفى", "mustashfa moustashfa"),
        ("خدمة", "khidma khedma"),
    ],
)
def test_consonants_are_what_both_scripts_write(arabic, latin):
    assert {skeleton(word) for word in latin.split()} == {skeleton(arabic)}


# --- The other keyboard ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("ru", "irjkf", "школа"),
        ("ru", ";bkmt", "жилье"),
        ("uk", "uhjvflzycndj", "громадянство"),
        ("uk", "'lhjgf", "єдропа"),
        ("ru", "ыщсшфд", "social"),
        ("de", "Terminyettel", "Terminzettel"),
        ("de-simple", "Yahnaryt", "Zahnarzt"),
        ("en", "zes", "yes"),
        ("ar", "hgl]vsm", "المدرسة"),
    ],
)
def test_the_other_layout(language, typed, meant):
    assert meant in other_layouts(typed, language)


def test_a_ligature_on_an_arabic_key_is_two_letters():
    assert ["اللاجئ"] in [words(reading, "ar") for reading in other_layouts("hgb[z", "ar")]


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Haus"), ("fr", "maison"), ("tr", "okul"), ("ru", ""), ("ar", "12")]
)
def test_what_is_the_same_on_all_keyboards_is_not_read_twice(language, text):
    assert other_layouts(text, language) == []


# --- Compounds ------------------------------------------------------------------------------------------------

KNOWN = words(
    "sozial beratung schule kinder kind garten arbeit wohnung geld sprache kurs schulden schuldner zeit frau frauen "
    "haus stelle platz leistung bildung urlaub führer schein verein sachen",
    "de",
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("sozialberatung", "sozial beratung"),
        ("kindergarten", "kinder garten"),
        ("wohnungsgeld", "wohnung geld"),  # s
        ("kindesleistung", "kind leistung"),  # es
        ("stellenbildung", "stelle bildung"),  # n
        ("frauenhaus", "frauen haus"),  # the known word goes before its link
        ("scheinerverein", "schein verein"),  # er
        ("vereinenplatz", "verein platz"),  # en
        ("sprachkurs", "sprache kurs"),  # a lost e
        ("bildungsurlaub", "bildung urlaub"),
        ("frauenberatungsstelle", "frauen beratung stelle"),
        ("beratung", ""),
        ("arbeitgeber", ""),
        ("hausmeister", ""),
        ("kinderei", ""),
        ("verhaus", ""),
        ("", ""),
    ],
)
def test_compounds(word, expected):
    assert parts(word, KNOWN) == expected.split()


@given(st.text(st.sampled_from("abcdensr"), max_size=40), st.sets(st.text(st.sampled_from("abcdensr"), max_size=8)))
def test_parts_are_known_words_in_order(word, known):
    found = parts(word, known)
    assert len(found) in {0, 2, 3}
    place = 0
    for part in found:
        assert part in known
        assert len(part) >= SHORTEST
        place = word.index(part.removesuffix("e"), place)


# --- Stop words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(path.stem for path in DATA.glob("*.txt")))
def test_every_list_of_stop_words_is_read(language):
    assert len(stop_words(language)) > 100
    assert all(words(word, language) == [word] for word in stop_words(language))


def test_every_language_of_the_portal_has_stop_words():
    assert not [code for code, _name in settings.LANGUAGES if not stop_words(code)]
    assert is_stop_word("und", "de-simple")
    assert not stop_words("xx")


def test_no_subject_is_a_stop_word():
    phrases = [
        (language, phrase)
        for concept in json.loads(Path(thesaurus.SEED).read_text())
        for language, all_of_them in concept["words"].items()
        for phrase in all_of_them
    ]
    assert len(phrases) > 5000
    lost = [one for one in phrases if all(is_stop_word(word, one[0]) for word in words(one[1], one[0]))]
    assert lost == []
