"""What editors see of searches, and what they make of it."""

import io
import re
from html import unescape

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from search.find import find
from search.models import Concept, PromotedResult
from tests import factories as make
from tests.search.editors import browser, concept, count, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counting(settings):
    settings.SEARCH_LOG_DAYS = 180


# --- The report -----------------------------------------------------------------------------------------------


def rows(client, **parameters) -> list[list[str]]:
    """Rows of the report: text, language, times, without result, opened."""
    html = client.get(reverse("searches:list"), parameters).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[:5] for row in body.split("<tr")[1:]]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


@pytest.fixture
def searched(portal):
    count("miete", times=2, clicks=1)
    count("miete", days_ago=3, times=3)
    count("مسكن", "ar", times=4)
    count("bude", times=3, empty=3)
    count("früher leer", days_ago=2, times=9, empty=9)
    count("früher leer", days_ago=1, times=1)
    count("jetzt leer", days_ago=2, times=1)
    count("jetzt leer", days_ago=1, times=1, empty=1)
    count("lange her", days_ago=80, times=99, empty=99)
    count("nur geklickt", times=0, clicks=7)


def test_the_report_sums_up_and_sorts(searched):
    editor = browser("editor")
    assert rows(editor) == [
        ["früher leer", "Deutsch", "10", "9", "0"],
        ["miete", "Deutsch", "5", "0", "1"],
        ["مسكن", "العربية", "4", "0", "0"],
        ["bude", "Deutsch", "3", "3", "0"],
        ["jetzt leer", "Deutsch", "2", "1", "0"],
    ]
    assert [row[0] for row in rows(editor, ordering="missed")][-2:] == ["bude", "früher leer"]


@pytest.mark.parametrize(
    ("parameters", "queries"),
    [
        ({"show": "empty"}, ["bude", "jetzt leer"]),
        ({"show": "unopened"}, ["früher leer", "مسكن", "jetzt leer"]),
        ({"language": "ar"}, ["مسكن"]),
        ({"show": "empty", "days": "90"}, ["lange her", "bude", "jetzt leer"]),
        ({"days": "7", "language": "de", "show": "unopened"}, ["früher leer", "jetzt leer"]),
        ({"days": "1"}, ["früher leer", "miete", "مسكن", "bude", "jetzt leer"]),
        ({"days": "7'", "show": "x", "language": '"'}, ["früher leer", "miete", "مسكن", "bude", "jetzt leer"]),
    ],
)
def test_the_report_can_be_narrowed(searched, parameters, queries):
    assert [row[0] for row in rows(browser("editor"), **parameters)] == queries


def test_tabs_lead_to_the_three_lists_and_keep_language_and_period(searched):
    html = browser("editor").get(reverse("searches:list"), {"days": "90", "show": "empty", "p": "1"}).content.decode()
    tabs = re.findall(r'<a class="button[^"]*"\s+href="([^"]+)"([^>]*)>\s*([^<]+?)\s*</a>', html)
    assert [(unescape(url).partition("?")[2], "page" in current, name) for url, current, name in tabs[:3]] == [
        ("days=90", False, "All"),
        ("days=90&show=empty", True, "Without result"),
        ("days=90&show=unopened", False, "No result opened"),
    ]


@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
def test_periods_include_today_and_end_where_they_say(portal, days):
    count("drin", days_ago=int(days) - 1)
    count("draußen", days_ago=int(days))
    assert [row[0] for row in rows(browser("editor"), days=days)] == ["drin"]


def test_the_export_has_no_formulas(portal):
    count('=hyperlink("x")', times=2)
    editor = browser("editor")
    csv = b"".join(editor.get(reverse("searches:list"), {"export": "csv"})).decode()
    assert "'=hyperlink" in csv.splitlines()[1]
    response = editor.get(reverse("searches:list"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    assert [cell.value for cell in sheet[2]] == ['\'=hyperlink("x")', "de", 2, 0, 0]


def test_the_report_and_its_parts_are_in_german_and_say_how_long_counts_are_kept(searched):
    html = text(browser("editor", "de").get(reverse("searches:list")))
    for words in ("Suchanfragen", "Ohne Treffer", "nach 180 Tagen gelöscht", "In den Thesaurus aufnehmen"):
        assert words in html


def test_what_was_searched_cannot_break_out_of_the_page(portal):
    count("<script>alert(1)</script>", empty=1)
    editor = browser("editor")
    for url in (reverse("searches:list"), reverse("wagtailadmin_home")):
        html = editor.get(url).content.decode()
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


# --- From the report to the thesaurus -------------------------------------------------------------------------


def action(client, label: str, query: str) -> str:
    """The address of an action in the row of a text."""
    html = client.get(reverse("searches:list")).content.decode()
    row = next(row for row in html.split("<tr") if f">{query}</bdi>" in row)
    return unescape(re.search(rf'href="([^"]+)">{label}<', row).group(1))


def test_a_searched_word_becomes_one_of_a_concept_and_is_found(portal):
    make.service(title="Mietberatung")
    rent = concept("rent", de="Miete, Mietberatung")
    count("mietzins", times=3, empty=3)
    editor = browser("editor")
    assert find("mietzins", "de").total == 0
    url = action(editor, "Make it a word of the thesaurus", "mietzins")
    html = editor.get(url).content.decode()
    assert 'value="mietzins"' in html
    assert '<option value="de" selected>' in html
    assert Concept.objects.get().words == {"de": "Miete, Mietberatung"}, "GET changes nothing"
    response = editor.post(url, {"word": "mietzins", "language": "de", "concept": rent.pk}, follow=True)
    assert "“mietzins” is a word of “rent” now. A search for it finds one page." in text(response)
    assert Concept.objects.get().words == {"de": "Miete, Mietberatung, mietzins"}
    assert [one.entry.title for one in find("mietzins", "de").results] == ["Mietberatung"]
    editor.post(url, {"word": "Mietzins", "language": "de", "concept": rent.pk})
    assert Concept.objects.get().words == {"de": "Miete, Mietberatung, mietzins"}, "only once"


@pytest.mark.parametrize("data", [{"word": "und"}, {"word": "!"}, {"language": "xx"}, {"concept": 0}, {"word": ""}])
def test_what_is_no_word_of_a_concept_is_refused(portal, data):
    rent = concept("rent", de="Miete")
    data = {"word": "mietzins", "language": "de", "concept": rent.pk, **data}
    assert browser("editor").post(reverse("searches:word"), data).status_code == 200
    assert Concept.objects.get().words == {"de": "Miete"}


def test_a_searched_word_becomes_a_new_concept(portal):
    count("بيت", "ar")
    editor = browser("editor")
    html = editor.get(action(editor, "Make it a word of the thesaurus", "بيت")).content.decode()
    url = unescape(re.search(r'href="([^"]+)">Make a new concept of it<', html).group(1))
    form = editor.get(url).content.decode()
    assert re.search(r'<input[^>]+name="names_ar"[^>]+value="بيت"|<input[^>]+value="بيت"[^>]+name="names_ar"', form)
    assert re.search(r'<textarea name="words_ar"[^>]*>\s*بيت', form)
    assert not Concept.objects.exists()


def test_a_page_is_promoted_for_a_searched_text(portal):
    count("mietzins")
    editor = browser("editor")
    form = editor.get(action(editor, "Promote a page", "mietzins")).content.decode()
    assert 'value="mietzins"' in form
    assert '<option value="de" selected>' in form
    assert not PromotedResult.objects.exists()


# --- On the home page of the admin ----------------------------------------------------------------------------


def test_the_five_most_frequent_searches_without_result_greet_editors(portal):
    for number in range(1, 8):
        count(f"leer{number}", times=number, empty=number)
    count("gefunden", times=50)
    html = browser("editor").get(reverse("wagtailadmin_home")).content.decode()
    shown = html.partition('id="searches-without-result')[2].partition("</section>")[0]
    assert re.findall(r"<bdi[^>]*>([^<]+)</bdi>", shown) == ["leer7", "leer6", "leer5", "leer4", "leer3"]
    assert f'href="{reverse("searches:list")}?show=empty&amp;days=30"' in shown


def test_without_them_there_is_no_panel(portal):
    count("gefunden")
    assert "searches-without-result" not in browser("editor").get(reverse("wagtailadmin_home")).content.decode()
