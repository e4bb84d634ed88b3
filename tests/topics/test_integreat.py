"""The import from Integreat: tree, languages, links, second runs, and files that are not what they should be."""

import copy
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Revision

from core.importing import Outcome, Report
from core.models import TextState
from tests import factories as make
from topics.integreat import import_pages
from topics.models import TopicIndexPage, TopicPage

pytestmark = pytest.mark.django_db


def source(number, title, language="de", *, parent=None, content="", order=1, **versions):
    """An entry as the API has it; the id of a parent there is not the id of its entry."""
    path = f"{parent['path'] if parent else f'/kreis/{language}/'}{title.lower()}/"
    return {
        "id": number,
        "path": path,
        "url": f"https://admin.integreat-app.de{path}",
        "title": title,
        "content": content,
        "parent": {"id": 9000 + parent["id"] if parent else 0, "path": parent["path"] if parent else None},
        "order": order,
        "available_languages": {code: {"id": key} for code, key in versions.items()} or [],
    }


@pytest.fixture
def lists():
    """Two towns of pages in German, one and a half in English."""
    living = source(
        1, "Wohnen", order=2, en=11, content="<h3>Miete</h3><p>So mietet man hier eine Wohnung. Lesen Sie mehr.</p>"
    )
    deposit = source(
        2, "Kaution", parent=living, en=12,
        content='<p><a href="https://integreat.app/kreis/de/wohnen/m%C3%BCll/">Müll</a> <a href="https://e.org">fern</a></p>',
    )  # fmt: skip
    waste = source(3, "Müll", parent=living, order=0)
    work = source(4, "Arbeit", order=1, content='<p><a href="/kreis/de/alt/kaution">Kaution</a></p>')
    living_en = source(11, "Housing", "en", de=1)
    deposit_en = source(
        12, "Deposit", "en", parent=living_en, de=2,
        content='<p>See <a href="https://integreat.app/kreis/en/housing/">housing</a>, <a href="https://integreat.app/112">112</a></p>',
    )  # fmt: skip
    return {"de": [deposit, waste, living, work], "en": [deposit_en, living_en]}


def run(lists, **options) -> Report:
    report = Report()
    import_pages(copy.deepcopy(lists), report, **options)
    return report


def page(key, language="de") -> TopicPage:
    return TopicPage.objects.get(external_id=str(key), locale__language_code=language)


def test_tree_order_and_languages(portal, lists):
    report = run(lists)
    assert (report.total(Outcome.CREATED), report.refused) == (6, 0)
    index = make.index_of(TopicIndexPage)
    assert [child.external_id for child in TopicPage.objects.child_of(index).order_by("path")] == ["4", "1"]
    assert [child.external_id for child in TopicPage.objects.child_of(page(1)).order_by("path")] == ["3", "2"]
    deposit = page(12, "en")
    assert deposit.translation_key == page(2).translation_key
    assert deposit.get_parent().pk == page(11, "en").pk
    assert (deposit.live, deposit.alias_of_id, deposit.slug, deposit.text_state.source_id) == (
        True,
        None,
        "kaution",
        page(2).pk,
    )
    assert page(3).slug == "muell"
    assert page(1).external_url == "https://admin.integreat-app.de/kreis/de/wohnen/"
    assert page(1).summary == "So mietet man hier eine Wohnung. Lesen Sie mehr."
    assert page(1).body[0].value.source.startswith("<h2>Miete</h2>")
    assert not TextState.objects.outdated().exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_links_between_imported_pages_are_internal(portal, lists):
    run(lists)
    assert f'<a linktype="page" id="{page(3).pk}">Müll</a> <a href="https://e.org">' in page(2).body[0].value.source
    assert f'<a linktype="page" id="{page(2).pk}">' in page(4).body[0].value.source, "an old path, but a clear name"
    assert f'<a linktype="page" id="{page(11, "en").pk}">' in page(12, "en").body[0].value.source
    assert '<a href="tel:112">' in page(12, "en").body[0].value.source


def test_pages_are_served_and_found(portal, lists, client):
    run(lists)
    for language, title in (("de", "Kaution"), ("en", "Deposit"), ("ar", "Kaution")):
        response = client.get(f"/{language}/themen/wohnen/kaution/")
        assert response.status_code == 200
        assert title in response.content.decode()
    assert [found.external_id for found in TopicPage.objects.all().search("Deposit")] == ["12"]


def test_a_second_run_changes_only_what_has_changed(portal, lists):
    run(lists)
    yesterday = timezone.now() - timedelta(days=1)
    TopicPage.objects.update(last_published_at=yesterday)
    revisions = Revision.objects.count()
    assert run(lists).total(Outcome.UNCHANGED) == 6
    assert Revision.objects.count() == revisions

    lists["de"][2]["content"] = "<p>Neu geschrieben, ganz und gar.</p>"
    report = run(lists)
    assert (report.total(Outcome.CHANGED), report.total(Outcome.UNCHANGED)) == (1, 5)
    assert page(1).body[0].value.source == "<p>Neu geschrieben, ganz und gar.</p>"
    assert list(TopicPage.objects.filter(last_published_at__gt=yesterday)) == [page(1)]
    assert [state.page_id for state in TextState.objects.outdated()] == [page(11, "en").pk]


def test_what_is_moved_or_sorted_anew_in_the_source_follows(portal, lists):
    run(lists)
    lists["de"][0]["parent"] = {"id": 1, "path": lists["de"][3]["path"]}
    lists["de"][2]["order"] = 0
    report = run(lists)
    assert report.refused == 0
    assert page(2).get_parent().pk == page(4).pk
    assert page(12, "en").get_parent().pk == make.index_of(TopicIndexPage, "en").pk, "Arbeit is not translated"
    children = TopicPage.objects.child_of(make.index_of(TopicIndexPage)).order_by("path")
    assert [child.external_id for child in children] == ["1", "4"]
    assert run(lists).total(Outcome.UNCHANGED) == 6
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_editors_draft_is_not_passed_over(portal, lists):
    run(lists)
    draft = page(1)
    draft.title = "Entwurf"
    draft.save_revision()
    page(4).unpublish()
    lists["de"][2]["title"] = "Geändert"
    lists["de"][3]["title"] = "Wieder da"
    report = run(lists)
    assert [refusal[1] for refusal in report.refusals] == ["kreis/de/wohnen"]
    assert page(1).title == "Wohnen"
    assert not page(4).live


def test_a_page_in_one_language_only_is_an_original_there(portal, lists):
    lists["en"].append(source(13, "Only", "en"))
    run(lists)
    assert page(13, "en").text_state.source_id is None
    assert page(13, "en").get_parent().pk == make.index_of(TopicIndexPage, "en").pk


def test_under_a_page_that_is_not_translated(portal, lists):
    make.topic_page(title="Kreis", slug="kreis")
    lists["en"].append(source(13, "Only", "en"))
    report = run(lists, under="themen/kreis/")
    assert [refusal[2] for refusal in report.refusals] == ["“Kreis” is not translated into en"]
    assert page(1).url_path == "/home-de/themen/kreis/wohnen/"
    assert page(11, "en").url_path == "/home-en/themen/wohnen/"


def test_bad_records_are_refused_and_the_rest_comes(portal, lists):
    lists["de"] += [
        source(5, "Kind", parent={"id": 6, "path": "/kreis/de/kreis/"}),
        {**source(6, "Kreis"), "parent": {"id": 1, "path": "/kreis/de/kreis/kind/"}},
        {**source(1, "Doppelt")},
        {**source(7, "x"), "title": None},
        {**source(8, "Waise"), "parent": {"id": 77, "path": "/nirgends/"}},
        {**source(9, "Text"), "content": 5},
        "nichts",
    ]
    lists["de"][4]["path"] = "/kreis/de/kreis/kind/"
    lists["en"] += [source(14, "Zwilling", "en", de=1)]
    report = run(lists)
    assert [reason for _kind, _record, reason in report.refusals] == [
        "this id appears more than once in the file",
        "title is missing",
        "content is a number, not a text",
        "record is a text, not an object",
        "its parent “nirgends” is not in the file",
        "its parents form a circle",
        "its parents form a circle",
        "“kreis/en/housing” is the same page in this language already",
    ]
    assert TopicPage.objects.count() == 6


def test_children_and_translations_of_a_refused_page(portal, lists):
    lists["de"][2]["url"] = "not an address"
    report = run(lists)
    reasons = {record: reason for _kind, record, reason in report.refusals}
    assert reasons.pop("kreis/de/wohnen").startswith("external_url: ")
    assert set(reasons.values()) == {
        "its parent “kreis/de/wohnen” was refused",
        "the page that it translates, “kreis/de/wohnen”, was refused",
        "the page that it translates, “kreis/de/wohnen/kaution”, was refused",
    }
    assert [saved.external_id for saved in TopicPage.objects.all()] == ["4"]


def write(tmp_path, name, data) -> str:
    path = tmp_path / name
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return str(path)


def test_command_dry_run_and_exit_code(portal, lists, tmp_path, capsys):
    de, en = write(tmp_path, "de.json", lists["de"]), write(tmp_path, "en.json", lists["en"])
    call_command("import_integreat", f"de={de}", f"en={en}", "--dry-run")
    assert "nothing was written" in capsys.readouterr().out
    assert not TopicPage.objects.exists()
    call_command("import_integreat", f"de={de}", f"en={en}")
    assert TopicPage.objects.count() == 6
    broken = write(tmp_path, "broken.json", [*lists["de"], {}])
    with pytest.raises(CommandError, match="1 of 5 records were refused") as error:
        call_command("import_integreat", f"de={broken}")
    assert error.value.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["de=none.json"], "cannot be read: No such file"),
        (["de.json"], "is not LANGUAGE=FILE"),
        (["xx=de.json"], "Unknown language: xx"),
        (["de={empty}", "de={empty}"], "given twice"),
        (["de={broken}"], "is not valid JSON"),
        (["de={shape}"], "a list at the top"),
        (["de={empty}", "--under=nowhere"], "no page of the guide at “nowhere”"),
    ],
)
def test_command_says_what_is_wrong(portal, tmp_path, arguments, message):
    files = {
        "broken": write(tmp_path, "b.json", "[{"),
        "shape": write(tmp_path, "s.json", {}),
        "empty": write(tmp_path, "e.json", []),
    }
    with pytest.raises(CommandError, match=message):
        call_command("import_integreat", *(argument.format(**files) for argument in arguments))


ODD = (
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "id": st.integers(1, 4) | ODD,
        "path": st.sampled_from(["/a/", "/a/b/", "//"]) | ODD,
        "url": st.just("https://example.org/") | ODD,
        "title": st.just("T") | ODD,
        "content": st.sampled_from(["<p>x", "<table><tr><td>"]) | ODD,
        "parent": st.fixed_dictionaries({"id": st.integers(0, 4) | ODD, "path": st.just("/a/") | ODD}) | ODD,
        "order": ODD,
        "available_languages": st.dictionaries(st.just("de"), st.fixed_dictionaries({"id": st.integers(1, 4) | ODD}))
        | ODD,
    },
)


@given(st.lists(ENTRY | ODD, max_size=4), st.lists(ENTRY, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_is_imported_or_refused(portal, german, english):
    report = run({"de": german, "en": english})
    assert sum(sum(counter.values()) for counter in report.counts.values()) == len(german) + len(english)
    assert TopicPage.objects.count() <= 8
