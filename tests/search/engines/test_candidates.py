"""Every engine finds the same candidates for a plan, and keeps up with what is written."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import engines
from search.analysis.stems import stem
from search.analysis.words import words
from search.engines import LONGEST_TERM, Plan
from search.models import Entry
from tests import factories as make
from tests.search.engines.entries import SCOPE, add, change, find, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]
PER_ENGINE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ids(*entries: Entry) -> list[int]:
    return sorted(entry.pk for entry in entries)


def test_any_of_the_stems_in_any_column():
    title, body = add("miet wohnung"), add("rat", "miet zu hoch\nkundig")
    label, parent = add(label_terms="wohnung miet"), add(parent_terms="miet")
    add("sprachkurs", "anmeld")
    assert sorted(find("miet")) == ids(title, body, label, parent)
    assert sorted(find("miet kundig anmeldung")) == ids(title, body, label, parent)
    assert sorted(find("wohnung kundig")) == ids(title, body, label)
    assert find("gibtesnicht") == []


def test_a_stem_is_a_whole_word():
    entry = add("mietrecht")
    assert find("miet") == []
    assert find("mietrecht") == [entry.pk]


def test_stems_for_titles_are_looked_for_in_titles_only():
    titled, other = add("hilf"), add("rat", "hilf", label_terms="hilf")
    assert find(in_title="hilf") == [titled.pk]
    assert sorted(find("rat", in_title="hilf")) == ids(titled, other)


def test_all_of_the_scope_has_to_be_met_by_one_of_its_alternatives():
    german = add("rat", scope="l_de o k_service topic_housing")
    arabic = add("rat", scope="l_ar k_service topic_housing")
    news = add("rat", scope="l_ar k_news")
    assert sorted(find("rat", scope=[["l_ar", "o"]])) == ids(german, arabic, news)
    assert sorted(find("rat", scope=[["l_ar", "o"], ["k_service"]])) == ids(german, arabic)
    assert find("rat", scope=[["l_ar"], ["topic_housing"]]) == [arabic.pk]
    assert find("rat", scope=[["l_tr"]]) == []
    assert find("rat", scope=[[]]) == []
    assert find("rat", scope=[["topic_hous"]]) == [], "a token is whole"


def test_capitals_in_a_scope_do_not_matter():
    entry = add("rat", scope="place_lindenfurt")
    assert find("rat", scope=[["place_Lindenfurt"]]) == [entry.pk]


def test_another_collection_is_another_world():
    entry = add("rat")
    Entry.objects.filter(pk=entry.pk).update(scope="c_other")
    engines.current().changed([entry], [])
    assert find("rat") == []


def test_the_most_promising_come_first_and_the_rest_is_cut():
    for number in range(30):
        add(f"thema{number}", "rat " + "wort " * 40)
    both = add("rat selten", "rat selten")
    assert find("rat selten", limit=5)[0] == both.pk
    assert len(find("rat selten", limit=5)) == 5
    assert len(find("rat selten")) == 31


def test_nothing_is_asked_nothing_is_found():
    add("rat")
    assert find() == []
    assert engines.current().candidates(Plan({"": 1, " ": 1, "\0": 1}, {"\ud800": 1}, SCOPE)) == []


def test_what_changes_is_found_as_it_is_now():
    entry, other = add("alt"), add("alt")
    change(entry, title_terms="neu", scope="c_test k_news")
    assert find("alt") == [other.pk]
    assert find("neu", scope=[["k_news"]]) == [entry.pk]
    assert find("neu", scope=[["k_page"]]) == []
    remove(other)
    assert find("alt") == []
    change(entry, title_terms="alt")
    assert find("alt") == [entry.pk]


def test_many_at_once():
    rows = [
        Entry(collection="test", key=f"n{n}", language="de", kind="page", title_terms=f"viel z{n}", scope="c_test o")
        for n in range(1200)
    ]
    Entry.objects.bulk_create(rows)
    engines.current().changed(rows, [])
    assert len(find("viel", limit=5000)) == 1200
    assert find("z1199") == [rows[-1].pk]
    remove(*rows[:700])
    assert len(find("viel", limit=5000)) == 500


def test_a_question_of_many_stems_is_no_error():
    entry = add("stem500")
    assert find(" ".join(f"stem{number}" for number in range(600))) == [entry.pk]


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=8), st.lists(st.text(), max_size=3))
@PER_ENGINE
def test_no_stem_and_no_token_breaks_a_search(anywhere, in_title):
    for scope in ([], SCOPE, [[*anywhere]]):
        plan = Plan(dict.fromkeys(anywhere, 1), dict.fromkeys(in_title, 1.5), list(scope))
        assert isinstance(engines.current().candidates(plan), list)


@pytest.mark.parametrize(
    "term",
    [
        '"',
        "'",
        "\\",
        "a\\",
        "a'b",
        'a"b',
        "a:b",
        "a:*",
        "(",
        ")",
        "!",
        "&",
        "|",
        "<->",
        "*",
        "^",
        "NOT",
        "AND",
        "OR",
        "NEAR",
    ],
)
def test_signs_with_a_meaning_have_none(term):
    add("wort")
    assert find(f"{term} gibtesnicht") == []
    assert len(find(f"{term} wort")) == 1


@pytest.mark.parametrize("length", [LONGEST_TERM, LONGEST_TERM + 1, 3_000, 100_000])
def test_a_very_long_stem_is_no_error(length):
    add("wort")
    assert len(find(f"{'ä' * length} wort")) == 1


LETTERS = "abzäßœıçğşеєїґыжابتهيوگکنی0123456789'’-"


@given(st.text(LETTERS, min_size=1, max_size=30), st.sampled_from(["de", "en", "ar", "uk", "tr", "ru", "fr"]))
@PER_ENGINE
def test_what_the_analysis_makes_is_found(text, language):
    """Each engine splits at the same places as the analysis, or finds the parts again."""
    stems = [stem(word, language) for word in words(text, language)]
    entry = add("titel", "vorher " + " ".join(stems) + " nachher")
    try:
        for stemmed in stems:
            assert entry.pk in find(stemmed), stemmed
    finally:
        remove(entry)


def test_pages_are_found_when_they_are_published_and_no_longer_when_they_are_not(client, portal):
    service = make.service(title="Fahrradwerkstatt")

    def found() -> bool:
        return "Fahrradwerkstatt</" in client.get("/de/search/", {"q": "Fahrradwerkstätten"}).content.decode()

    assert found()
    make.fresh(service).unpublish()
    assert not found()
    make.fresh(service).save_revision().publish()
    assert found()
    make.fresh(service).delete()
    assert not found()


def test_the_state_is_good_after_all_that(portal):
    entries = [add(f"wort{number}") for number in range(20)]
    random.Random(1).shuffle(entries)
    remove(*entries[:5])
    for entry in entries[5:10]:
        change(entry, title_terms="anders")
    engine = engines.current()
    engine.settle()
    assert engine.state()["ok"], engine.state()
    assert engine.answers()
