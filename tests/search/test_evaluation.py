"""Measures of quality against numbers worked out by hand, and the commands that measure and learn, on a tiny corpus."""

import io
import json
import math

import pytest
from django.core.management import CommandError, call_command

from search import evaluation, training
from search.evaluation import Judged, Outcome, summarise
from search.models import Entry, Word
from search.ranking import FEATURES, weights
from tests import factories as make


def judged(relevant: dict, category: str = "exact") -> Judged:
    return Judged("q", "Miete", "de", category, relevant)


def test_ndcg_is_what_comes_out_by_hand():
    """Gains 2^grade - 1: 7, 3 and 1; discounts log2(2), log2(3), log2(4), log2(5)."""
    outcome = Outcome(judged({"a": 3, "b": 2, "c": 1}), ["b", "x", "a", "c"], 0.0)
    found = 3 / 1 + 0 / math.log2(3) + 7 / 2 + 1 / math.log2(5)
    best = 7 / 1 + 3 / math.log2(3) + 1 / 2
    assert outcome.ndcg == pytest.approx(found / best)
    assert outcome.ndcg == pytest.approx(0.7379, abs=1e-4)
    assert Outcome(judged({"a": 3, "b": 2}), ["a", "b", "x"], 0.0).ndcg == 1
    assert Outcome(judged({"a": 3}), [*"bcdefghijk", "a"], 0.0).ndcg == 0, "the eleventh"


def test_recall_is_of_what_is_good():
    assert Outcome(judged({"a": 3, "b": 2, "c": 1}), ["c", "a"], 0.0).recall == 0.5
    assert Outcome(judged({"a": 1, "b": 1}), ["b", "a"], 0.0).recall == 1, "all are only fair"
    many = {f"d{number}": 2 for number in range(20)}
    assert Outcome(judged(many), list(many), 0.0).recall == 1, "no more than ten can be among ten"


def test_means_are_of_each_group_and_nonsense_has_its_own():
    outcomes = [
        Outcome(judged({"a": 3}), ["a"], 0.010),
        Outcome(judged({"a": 3}), [], 0.020),
        Outcome(judged({"a": 3}, "typo"), ["a"], 0.030),
        Outcome(judged({}, "nonsense"), [], 0.001),
        Outcome(judged({}, "nonsense"), ["a"], 0.001),
    ]
    lines = {line.group: line for line in summarise(outcomes)}
    assert list(lines) == ["all", "exact", "typo", "should find nothing"]
    assert (lines["all"].queries, lines["all"].ndcg) == (3, pytest.approx(2 / 3))
    assert (lines["exact"].ndcg, lines["exact"].empty) == (0.5, 0.5)
    assert (lines["all"].median, lines["all"].p95) == (pytest.approx(20), pytest.approx(30))
    assert lines["should find nothing"].empty == 0.5


def test_weights_are_learnt_from_what_tells_right_from_wrong():
    right, wrong = [0.0] * len(FEATURES), [0.0] * len(FEATURES)
    right[1], wrong[3] = 1.0, 1.0
    examples = [training.Example(judged({"a": 3}), [("b", wrong), ("a", right)])] * 10
    names = list(FEATURES)
    learnt = training.train(examples, {"place": 0.7})
    assert learnt[names[1]] > 0 > learnt[names[3]]
    assert learnt["place"] == 0.7
    assert training.train(examples, {"place": 0.7}) == learnt, "the same seed"
    assert training.quality(examples, learnt) == 1
    assert training.quality(examples, {name: -weight for name, weight in learnt.items()}) < 1


# --- The commands ---------------------------------------------------------------------------------------------

TITLES = {"tenancy": "Mietberatung", "debts": "Schuldnerberatung", "swimming": "Schwimmen", "school": "Schulanmeldung"}


@pytest.fixture
def corpus(portal, tmp_path):
    """Documents of two collections and queries for them, as files."""
    documents = [
        {
            "id": f"{number}:{name}",
            "lang": "de",
            "title": title,
            "body": f"Alles über {title}.",
            "collection": place,
            "city": city,
        }
        for number, (place, city) in enumerate([("guide", "Ahlheim"), ("other", "Birkau")])
        for name, title in TITLES.items()
        if place == "guide" or name == "swimming"
    ]
    queries = [
        {"id": name, "query": title, "lang": "de", "category": "exact", "collection": "guide", "city": "Ahlheim"}
        | {"relevant": {f"0:{name}": 3}}
        for name, title in TITLES.items()
    ]
    nonsense = {"id": "n", "query": "xyzzyq", "lang": "de", "relevant": {}, "category": "x", "collection": "guide"}
    files = {"documents": documents, "queries": [*queries, nonsense]}
    for name, rows in files.items():
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def test_documents_are_indexed_apart_from_the_portal(corpus):
    names, cities = evaluation.load_documents([corpus / "documents"])
    assert names == {"guide": "eval-guide", "other": "eval-other"}
    assert cities["0:school"] == "Ahlheim"
    assert Entry.objects.filter(collection="eval-guide").count() == 4
    assert not Entry.objects.filter(collection="site").exists()
    first = set(Entry.objects.values_list("pk", flat=True))
    evaluation.load_documents([corpus / "documents"])
    assert set(Entry.objects.values_list("pk", flat=True)) == first, "kept ones are taken as they are"


def test_search_eval_measures_and_leaves_nothing_behind(corpus):
    make.service(title="Mietberatung im Rathaus")
    output = io.StringIO()
    call_command(
        "search_eval", corpus / "queries", documents=[corpus / "documents"], same_city=True, worst=1,
        run=corpus / "run", json_file=corpus / "table", stdout=output,
    )  # fmt: skip
    groups = {row["group"]: row for row in json.loads((corpus / "table").read_text())["groups"]}
    assert (groups["all"]["queries"], groups["all"]["ndcg"], groups["all"]["empty"]) == (4, 1.0, 0.0)
    assert groups["should find nothing"]["empty"] == 1
    rows = [json.loads(line) for line in (corpus / "run").read_text().splitlines()]
    assert {row["id"]: row["results"][:1] for row in rows} == {name: [f"0:{name}"] for name in TITLES} | {"n": []}
    assert "exact" in output.getvalue()
    assert not Entry.objects.exclude(collection="site").exists()
    assert not Word.objects.exclude(collection="site").exists()


def test_search_eval_of_the_portals_own_content(corpus):
    make.service(title="Mietberatung", external_id="0:tenancy")
    call_command("search_eval", corpus / "queries", every=4, json_file=corpus / "table", stdout=io.StringIO())
    groups = {row["group"]: row for row in json.loads((corpus / "table").read_text())["groups"]}
    assert (groups["all"]["queries"], groups["all"]["ndcg"]) == (1, 1.0)


@pytest.mark.parametrize("content", ["", "{}", "not JSON"])
def test_search_eval_says_what_is_wrong_with_the_queries(db, tmp_path, content):
    (tmp_path / "queries").write_text(content)
    with pytest.raises(CommandError):
        call_command("search_eval", tmp_path / "queries", stdout=io.StringIO())


def test_search_train_writes_weights_of_the_shape_that_ranking_reads(corpus, monkeypatch):
    target = corpus / "weights.json"
    monkeypatch.setattr("search.management.commands.search_train.WEIGHTS", target)
    arguments = {"documents": [corpus / "documents"], "fix": "place", "stdout": io.StringIO()}
    call_command("search_train", corpus / "queries", dry_run=True, **arguments)
    assert not target.exists()
    call_command("search_train", corpus / "queries", **arguments)
    written = json.loads(target.read_text())
    assert set(written) == set(weights())
    assert written["place"] == weights()["place"]
    assert written["floor"] == weights()["floor"]
    assert "kept apart: 2 queries, nDCG@10 1.000 before" in arguments["stdout"].getvalue()
    assert not Entry.objects.exists()


def test_search_train_knows_its_features(corpus):
    with pytest.raises(CommandError, match="no feature nonsense"):
        call_command("search_train", corpus / "queries", fix="nonsense", stdout=io.StringIO())


def test_search_dictionary_learns_from_translated_pages(portal, tmp_path):
    pairs = {"Wohnung": "apartment", "Schule": "school", "Garten": "garden", "Strasse": "street", "Wasser": "water"}
    for german, english in pairs.items():
        for _ in range(6):
            make.translate(make.service(title=german, summary=""), "en", title=english, summary="")
    output = io.StringIO()
    call_command("search_dictionary", to=tmp_path, stdout=output)
    learnt = json.loads((tmp_path / "en.json").read_text())
    assert max(learnt["school"], key=learnt["school"].get) == "schul"
    assert f"en: {len(learnt)} words from 30 texts" in output.getvalue()
    assert not (tmp_path / "ar.json").exists()


def test_search_dictionary_without_translations_says_so(portal, tmp_path):
    with pytest.raises(CommandError, match="no translated texts"):
        call_command("search_dictionary", to=tmp_path, stdout=io.StringIO())
