"""What somebody meant: words that only the thesaurus knows, phrases with their small words, other languages, keyboards."""

import json
from pathlib import Path

import pytest

from search import phrases, thesaurus
from search.analysis.fold import skeleton
from search.analysis.keyboard import other_layouts
from search.analysis.words import words
from search.find import find
from search.lexicon import meaning_of
from search.query import Query, understand
from tests import factories as make
from tests.search.in_memory import know, lexicon_of

TAXONOMY = json.loads((Path(thesaurus.__file__).parents[1] / "topics/data/taxonomy.json").read_text(encoding="utf-8"))
SEED = json.loads(thesaurus.SEED.read_text(encoding="utf-8"))
CRISIS = [entry for entry in SEED if {"topic:emergency", "topic:violence"} & set(entry["terms"])]
INTERFACE = ["de", "en", "ar", "uk", "tr", "ru", "fr", "de-simple"]
TEXTS = {
    "de": "Beratung Gewalt Schutz Jobcenter",
    "ar": "استشارة",
    "uk": "консультація",
    "ru": "консультация",
    "en": "advice",
}


def concept(entry: dict):
    tokens = [term.replace("topic:", "topic_").replace("target-group:", "target_") for term in entry["terms"]]
    return meaning_of(entry["code"], tokens, {code: ", ".join(found) for code, found in entry["words"].items()}, 0.6)


def advice_language(term: dict):
    texts = {
        code: f"{name}, {', '.join(term.get('search_words', {}).get(code, []))}" for code, name in term["names"].items()
    }
    return meaning_of(term["code"], [f"language_{term['code']}"], texts)


@pytest.fixture(scope="module")
def lexicon():
    """Few texts, and the whole seed."""
    return know(lexicon_of(**TEXTS), *map(concept, SEED), *map(advice_language, TAXONOMY["languages"]))


def meant(typed: str, language: str, lexicon) -> set[str]:
    return {meaning.name for meaning in understand(typed, language, lexicon).meanings}


# --- Words of the thesaurus that no text has ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("Abtreibug", "de", "unwanted-pregnancy"),
        ("Selbstmort", "de", "suicidal-crisis"),
        ("Suizid", "de", "suicidal-crisis"),
        ("самоубийтсво", "ru", "suicidal-crisis"),  # two letters have changed places
        ("samoubiystvo", "ru", "suicidal-crisis"),
        ("samohubstvo", "uk", "suicidal-crisis"),
        ("bagimlilik", "tr", "addiction"),
        ("dependance a la drogue", "fr", "addiction"),
        ("mudmin", "ar", "addiction"),
        ("ijar", "ar", "housing-search"),
        ("cflbr", "ru", "day-care"),
        (";bnkj", "uk", "housing-search"),
        ("öbnkj", "uk", "housing-search"),
    ],
)
def test_a_word_of_the_thesaurus_is_known_however_it_is_typed(typed, language, expected, lexicon):
    assert expected in meant(typed, language, lexicon)


def test_a_word_of_the_thesaurus_is_no_misspelling_of_a_word_of_the_texts(lexicon):
    (term,) = understand("Gehalt", "de", lexicon).terms
    assert "gewalt" not in term.stems.get("de", {})
    (term,) = understand("Gewald", "de", lexicon).terms
    assert "gewalt" in term.stems["de"]


def test_words_that_left_the_thesaurus_are_forgotten():
    lexicon = know(lexicon_of(de="Gewalt"), meaning_of("wages", ["topic_work"], {"de": "Gehalt"}))
    assert understand("Gehalt", "de", lexicon).meanings
    lexicon = know(lexicon, meaning_of("other", ["topic_other"], {"de": "Miete"}))
    assert "gewalt" in understand("Gehalt", "de", lexicon).terms[0].stems["de"]


# --- Somebody in danger ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language", "phrase"),
    [(entry["code"], code, phrase) for entry in CRISIS for code, found in entry["words"].items() for phrase in found],
)
def test_every_phrase_of_a_crisis_is_urgent(code, language, phrase, lexicon):
    query = understand(phrase, language, lexicon)
    assert code in {meaning.name for meaning in query.meanings}
    assert query.is_urgent, query.wanted


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Ich will sterben.", "de"),
        ("ich will nicht mehr leben", "de"),
        ("I want to die", "en"),
        ("i want to kill myself", "en"),
        ("أريد أن أموت", "ar"),
        ("اريد ان اموت", "ar"),
        ("oelmek istiyorum", "tr"),
        ("Я хочу умереть", "ru"),
        ("меня бьют", "ru"),
        ("я хочу померти", "uk"),
        ("je veux mourir", "fr"),
        ("suicide", "de"),
        ("самоубийство", "de"),
        ("انتحار", "en"),
    ],
)
def test_what_people_in_danger_type_is_urgent(typed, language, lexicon):
    assert understand(typed, language, lexicon).is_urgent


@pytest.mark.parametrize(
    ("typed", "language"),
    [("Leben in Deutschland", "de"), ("ich will arbeiten", "de"), ("Beratung", "de"), ("I want to learn", "en")],
)
def test_small_words_of_a_crisis_are_not_urgent(typed, language, lexicon):
    assert not understand(typed, language, lexicon).is_urgent


@pytest.mark.django_db
def test_numbers_for_emergencies_stand_above_the_results(client, portal):
    make.term(make.Topic, "violence", names={"de": "Gewalt"})
    make.service(title="Gewaltschutz")
    make.service(title="Mietberatung")
    for typed, expected in (("Gewalt", 1), ("Mietberatung", 0), ("Gewaltt xyzzyq", 1), ("xyzzyq", 1)):
        html = client.get("/de/search/", {"q": typed}).content.decode()
        assert html.count('href="tel:116123"') == expected, typed
    html = client.get("/de/search/", {"q": "Gewalt"}).content.decode()
    assert html.index('href="tel:116123"') < html.index("Gewaltschutz")


# --- Another language than the page's -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "language", "written", "expected"),
    [
        ("محامي", "de", "ar", "legal-advice"),
        ("адвокат", "de", "ru", "legal-advice"),
        ("avukat", "de", "tr", "legal-advice"),
        ("logement", "de", "fr", "housing-search"),
        ("je cherche un logement", "de", "fr", "housing-search"),
        ("pregnant", "ar", "en", "pregnancy"),
        ("lawyer", "uk", "en", "legal-advice"),
        ("школа", "en", "ru", "school-enrolment"),
    ],
)
def test_a_word_of_another_language_is_understood(typed, language, written, expected, lexicon):
    query = understand(typed, language, lexicon)
    assert expected in {meaning.name for meaning in query.meanings}
    assert written in query.others
    assert f"l_{written}" in query.plan(lexicon, [], 10).scope[1]


@pytest.mark.parametrize(
    ("typed", "language"),
    [("Beratung", "de"), ("Beratnug", "de"), ("Jobcenter", "ar"), ("xyzzyq", "de"), ("консультация", "ru")],
)
def test_what_the_reader_and_the_originals_know_is_not_looked_for_elsewhere(typed, language, lexicon):
    assert understand(typed, language, lexicon).others == []


@pytest.mark.django_db
def test_texts_in_the_language_that_was_typed_are_found(portal):
    service = make.service(title="Rat vor Gericht")
    make.translate(service, "ru", title="Адвокат")
    assert [one.entry.key for one in find("адвокат", "de").results] == [str(service.translation_key)]


def test_letters_of_another_script_are_no_misspelling(lexicon):
    latin = lexicon_of(en="Mrs advice")
    assert understand("مدرسة", "en", latin).terms[0].stems == {}


# --- Advice languages -----------------------------------------------------------------------------------------


def wanted(query: Query) -> set[str]:
    return {token.removeprefix("language_") for token in query.wanted if token.startswith("language_")}


@pytest.mark.parametrize("language", INTERFACE)
@pytest.mark.parametrize("code", [term["code"] for term in TAXONOMY["languages"]])
def test_every_advice_language_is_understood_in_every_language(code, language, lexicon):
    (name,) = (term["names"][language] for term in TAXONOMY["languages"] if term["code"] == code)
    for part in name.replace(")", "").replace("(", ",").replace("،", ",").split(","):
        assert code in wanted(understand(part, language, lexicon)), part


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [
        ("Beratung in Farsi", "de", "fa"),
        ("Hilfe auf Persisch", "de", "fa"),
        ("kurdisch", "de", "kmr"),
        ("kurdisch", "de", "ckb"),
        ("Romanes", "de", "rom"),
        ("arabischsprachige Beratung", "de", "ar"),
        ("Farsi speaking", "en", "fa"),
        ("Kürtçe danışmanlık", "tr", "kmr"),
        ("الفارسية", "ar", "fa"),
        ("استشارة بالكردية", "ar", "ckb"),
        ("фарси", "ru", "fa"),
        ("на русском", "ru", "ru"),
        ("на арабском", "ru", "ar"),
        ("русскоязычный юрист", "ru", "ru"),
        ("русскоговорящий врач", "ru", "ru"),
        ("українською", "uk", "uk"),
        ("україномовний лікар", "uk", "uk"),
        ("перською мовою", "uk", "fa"),
        ("médecin arabophone", "fr", "ar"),
    ],
)
def test_advice_languages_as_people_name_them(typed, language, code, lexicon):
    assert code in wanted(understand(typed, language, lexicon))


# --- Signs and keys -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [("ru", "ypsr", "язык"), ("ru", "ärpfvtz", "экзамен"), ("uk", "öbnkj", "житло"), ("ar", "hgl+vsm", "المدرسة")],
)
def test_keyboards_sold_in_germany_have_other_places_for_some_letters(language, typed, expected):
    assert expected in other_layouts(typed, language)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [("مساعدة", "mosa3ada musa3ada mosaada"), ("شغل", "shoghl sho8l"), ("مطعم", "mat3am ma63am"), ("خمسة", "5amsa")],
)
def test_digits_stand_for_letters_that_latin_has_not_got(arabic, latin):
    assert {skeleton(word) for word in latin.split()} == {skeleton(arabic)}


def test_phrases_end_at_the_commas_of_all_scripts_and_at_brackets():
    assert phrases.split("إيجار، سكن؛ شقة") == ["إيجار", "سكن", "شقة"]
    found = meaning_of("fa", [], {"de": "Persisch (Farsi, Dari)"}).phrases["de"]
    assert set(found) == {("persisch",), ("farsi",), ("dari",)}


def test_digits_of_all_scripts_are_the_same():
    assert words("المادة ٢٤", "ar") == words("المادة 24", "ar")
    assert words("۲۴ २४", "fa") == ["24", "24"]
