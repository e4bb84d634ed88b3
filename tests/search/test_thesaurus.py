"""The thesaurus: an editor changes a word, and the next search knows it."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from core.sheet import read
from search import phrases
from search.find import find
from search.models import Concept
from search.thesaurus import SEED, load_thesaurus
from tests import factories as make
from tests.search.editors import browser, concept, text
from topics.models import TargetGroup, Topic
from topics.taxonomy import load_taxonomy

LIST, ADD = "wagtailsnippets_search_concept:list", "wagtailsnippets_search_concept:add"


@pytest.fixture
def editor(portal):
    return browser("editor")


@pytest.fixture
def housing(portal):
    """The topic housing with a service that does not say the word that people type."""
    topic = make.term(make.Topic, "housing", names={"de": "Wohnen", "ar": "السكن"})
    make.service(title="Hilfe im Rathaus", summary="Wir helfen bei Fragen.", topics=[topic])
    return topic


def form(name: str = "", code: str = "", topics=(), **words: str) -> dict:
    """What the form of a concept sends."""
    data = {f"{field}_{language.replace('-', '_')}": "" for field in ("names", "words") for language in make.LANGUAGES}
    data |= {f"words_{language}": text for language, text in words.items()}
    return {**data, "names_de": name, "code": code, "topics": [topic.pk for topic in topics], "target_groups": []}


def titles(text: str, language: str = "de") -> list[str]:
    return [one.entry.title for one in find(text, language).results]


# --- In the admin ---------------------------------------------------------------------------------------------


def test_a_concept_works_from_the_next_search_until_it_is_deleted(editor, housing):
    assert titles("Bude") == []
    response = editor.post(reverse(ADD), form("Wohnung", de="Wohnen, Bude, Bleibe", ar="السكن, بيت", topics=[housing]))
    assert response.status_code == 302
    made = Concept.objects.get()
    assert made.code == "wohnung", "made from the name"
    assert titles("Bude") == ["Hilfe im Rathaus"]
    assert titles("بيت", "ar") == ["Hilfe im Rathaus"]
    edit = reverse("wagtailsnippets_search_concept:edit", args=[made.pk])
    editor.post(edit, form("Wohnung", "wohnung", de="Wohnen, Bleibe", topics=[housing]))
    assert titles("Bude") == []
    assert titles("Bleibe") == ["Hilfe im Rathaus"]
    editor.post(reverse("wagtailsnippets_search_concept:delete", args=[made.pk]))
    assert titles("Bleibe") == []


def test_words_of_a_term_work_from_the_next_search(editor, housing):
    assert titles("Dach überm Kopf") == []
    data = {f"names_{language.replace('-', '_')}": "Wohnen" for language in make.LANGUAGES}
    data |= {f"search_words_{language.replace('-', '_')}": "" for language in make.LANGUAGES}
    data |= {"search_words_de": "Dach überm Kopf", "code": "housing", "sort_order": "0", "parent": "", "icon": ""}
    assert editor.post(reverse("wagtailsnippets_topics_topic:edit", args=[housing.pk]), data).status_code == 302
    assert titles("Dach überm Kopf") == ["Hilfe im Rathaus"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "Enter at least one word in one language."),
        ({"de": "Bude, bude"}, "Deutsch: “bude” stands there twice."),
        ({"de": "Bude", "en": "flat\nFlat"}, "English: “Flat” stands there twice."),
        ({"de": "Bude; und"}, "Deutsch: “und” is too general"),
        ({"ar": "مسكن, !!"}, "العربية: “!!” is not a word."),
        ({"de": "x" * 101}, "is too long for a word."),
    ],
)
def test_words_that_lead_nowhere_are_refused(editor, words, message):
    response = editor.post(reverse(ADD), form("Wohnung", **words))
    assert response.status_code == 200
    assert message in text(response)
    assert not Concept.objects.exists()


def test_the_same_word_may_stand_in_two_languages(editor):
    assert editor.post(reverse(ADD), form("Wohnung", de="Hotel", en="Hotel")).status_code == 302


def test_codes_are_made_only_where_they_are_missing_and_never_twice(editor):
    for _number in range(2):
        editor.post(reverse(ADD), form("Kinder­geld & Co.", de="Kindergeld"))
    editor.post(reverse(ADD), form("Anders", code="kg", de="Kindergeld"))
    assert set(Concept.objects.values_list("code", flat=True)) == {"kindergeld-co", "kindergeld-co-2", "kg"}
    assert "Small letters" in text(editor.post(reverse(ADD), form("Anders", code="Kein Code", de="Bude")))


def test_the_list_shows_the_words_of_the_editors_language(portal):
    concept("flat", de="Wohnung, Bude", en="flat, apartment")
    concept("roof", de="Obdach")
    german, english = (text(browser("editor", language).get(reverse(LIST))) for language in ("de", "en"))
    assert "Wohnung, Bude" in german
    assert "flat, apartment" not in german
    assert "flat, apartment" in english
    assert "Obdach" in english, "German where there is nothing else"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("بيت", ["house"]),
        ("Жильё", ["house"]),
        ("BUDE", ["house"]),
        ("hous", ["house"]),
        ('bude" or', ["house"]),
        ("Bu'de", ["house"]),
        ('"', ["house"]),
        ("%", []),
        ("\\", []),
        ("Arzt'); --", []),
    ],
)
def test_the_list_finds_words_of_all_languages_and_survives_every_sign(editor, typed, codes):
    concept("house", de='Bude, "Bude" OR, Bu\'de', ar="بيت", ru="жильё")
    concept("doctor", de="Arzt")
    shown = editor.get(reverse(LIST), {"q": typed, "export": "csv"})
    assert [row[1][0] for row in read(shown.content).rows] == codes
    assert editor.get(reverse(LIST), {"q": typed}).status_code == 200


def test_the_list_can_be_narrowed_to_a_topic(editor, housing):
    concept("flat", [housing], de="Bude")
    concept("doctor", de="Arzt")
    assert "doctor" in text(editor.get(reverse(LIST)))
    assert "doctor" not in text(editor.get(reverse(LIST), {"topics": housing.pk}))
    assert "flat" in text(editor.get(reverse(LIST), {"topics": housing.pk}))


# --- The seed -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_seed_is_loaded_once_and_changes_nothing_that_exists():
    make.term(Topic, "addiction")
    mine = concept("debts", de="Meine eigenen Worte")
    created = load_thesaurus()
    assert created >= 80
    mine.refresh_from_db()
    assert mine.words == {"de": "Meine eigenen Worte"}
    assert load_thesaurus() == 0
    addiction = Concept.objects.get(code="addiction")
    assert [topic.code for topic in addiction.topics.all()] == ["addiction"]
    assert addiction.names["de"] == addiction.words["de"].split(", ")[0]
    for one in Concept.objects.all():
        one.full_clean()


@pytest.mark.django_db
def test_the_seed_names_terms_of_the_taxonomy_only():
    load_taxonomy()
    known = {f"topic:{code}" for code in Topic.objects.values_list("code", flat=True)}
    known |= {f"target-group:{code}" for code in TargetGroup.objects.values_list("code", flat=True)}
    assert {term for entry in json.loads(SEED.read_text()) for term in entry["terms"]} <= known


def test_portals_that_exist_get_the_words_of_crises(portal):
    """The seed leaves existing concepts alone; these words may not be missing anywhere. Editors' own words stay."""
    own = concept("suicidal-crisis", de="Suizid, Lebensmüde", uk="важко жити")
    other = concept("childcare", de="Kita")
    migration = import_module("search.migrations.0005_words_of_crises")
    for _twice in range(2):
        migration.add_words(apps, None)
    own.refresh_from_db()
    german = phrases.split(own.words["de"])
    assert german[:2] == ["Suizid", "Lebensmüde"]
    assert "ich will sterben" in german
    assert len(german) == len(set(german)), "nothing twice"
    assert "не хочу жити" in own.words["uk"]
    assert "أقتل نفسي" in own.words["ar"]
    assert phrases.problems(own.words) == []
    other.refresh_from_db()
    assert other.words == {"de": "Kita"}
