"""Search words that editors of Integreat put below their texts are found and not shown."""

import pytest

from core.importing import Outcome, Report
from topics.integreat import import_pages
from topics.integreat.keywords import without_keywords
from topics.models import TopicPage

pytestmark = pytest.mark.django_db
TEXT = "<p>So meldet man sich an. Kommen Sie.</p>"


def entry(number: int, language: str, content: str, **versions) -> dict:
    return {
        "id": number,
        "path": f"/kreis/{language}/anmelden/",
        "url": f"https://admin.integreat-app.de/kreis/{language}/anmelden/",
        "title": f"Anmelden {language}",
        "content": content,
        "parent": {"id": 0, "path": None},
        "order": 1,
        "available_languages": {code: {"id": key} for code, key in versions.items()},
    }


def run() -> Report:
    report = Report()
    lists = {
        "de": [
            entry(
                1, "de", f"{TEXT}<p>&nbsp;</p><p><em>Schlagworte: Umzug, Bürgerb&uuml;ro,&nbsp;Umzug, </em></p>", en=2
            )
        ],
        "en": [entry(2, "en", "<p>How to register.</p><p><em>Keywords: relocation</em></p>", de=1)],
    }
    import_pages(lists, report)
    return report


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("<p><i>Schlagworte: A, B c, A,</i></p>", "A, B c"),
        ("<p><b>Stichwörter:</b> A &amp; B; C</p>", "A & B, C"),
        ("<p>Search terms : a</p>", "a"),
        ("<p><i>الكلمات المفتاحية: سكن، عمل</i></p>", "سكن, عمل"),
        ("<p><i>Ключові слова: житло</i></p>", "житло"),
        ("<p>Schlagworte helfen: suchen Sie damit.</p>", None),
        ("<p>Suchwort: Kita auf <a href=\"https://e.org\">e.org</a></p>", None),
        ("<p>Suchwort: Kita</p><p>Dann auf „Suchen“.</p>", None),
        ("<p>Öffnungszeiten: Mo, Di</p>", None),
    ],
)  # fmt: skip
def test_only_a_last_line_of_words_is_taken(last, words):
    blocks = [{"type": "table", "value": {"caption": "x"}}, {"type": "text", "value": TEXT + last}]
    rest, found = without_keywords(blocks)
    assert found == (words or "")
    assert rest[1]["value"] == TEXT + ("" if words else last)
    assert without_keywords(rest)[0] == rest


def test_a_text_of_nothing_else_and_no_text():
    assert without_keywords([{"type": "text", "value": "<p>Tags: a</p>"}]) == ([], "a")
    assert without_keywords([]) == ([], "")


def test_they_are_found_and_not_shown(portal, client):
    run()
    for language, words in (("de", "Bürgerbüro"), ("en", "relocation")):
        html = client.get(f"/{language}/themen/anmelden/").content.decode()
        assert words not in html
        assert "Schlagworte" not in html
        assert "Keywords" not in html
        assert [page.title for page in TopicPage.objects.search(words)] == [f"Anmelden {language}"]
    german = TopicPage.objects.get(locale__language_code="de")
    assert (german.search_words, german.summary) == ("Umzug, Bürgerbüro", "So meldet man sich an. Kommen Sie.")
    assert client.get("/de/themen/anmelden/").content.decode().split("</head>")[1].count("So meldet man sich an.") == 1


def test_a_second_run_changes_nothing(portal):
    run()
    assert run().total(Outcome.UNCHANGED) == 2
