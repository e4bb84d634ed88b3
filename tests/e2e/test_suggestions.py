"""Suggestions while typing: by keyboard, mouse and ear, and nothing lost where they are not there.

The answers are given by the test, so that it is about the box and not about the search.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

SUGGESTIONS = [
    {"text": "السكن", "type": "topic", "url": "/ar/themen/wohnen/", "language": "ar"},
    {"text": "Wohnungssuche", "type": "service", "url": "/ar/beratung/wohnungssuche/", "language": "de"},
    {"text": "استشارات المستأجرين", "type": "search", "url": "", "language": "ar"},
]
BOXES = pytest.mark.parametrize("path", ["", "themen/", "search/"], ids=["home page", "header", "search page"])


class Typist:
    """A visitor with a search box, and what the box asked for."""

    def __init__(self, reader, path: str, suggestions=SUGGESTIONS, status: int = 200):
        self.reader, self.page = reader, reader.page
        self.asked: list[dict] = []
        self.counted: list[str] = []

        def answer(route):
            self.asked.append(parse_qs(urlsplit(route.request.url).query))
            route.fulfill(status=status, json={"query": "", "suggestions": suggestions})

        def count(route):
            self.counted.append(route.request.post_data)
            route.fulfill(status=204)

        self.page.route("**/api/v1/suggest/**", answer)
        self.page.route("**/api/v1/search/opened/", count)
        self.page.goto(f"/ar/{path}")
        self.box = self.page.get_by_role("combobox")
        self.options = self.page.get_by_role("option")

    def type(self, text: str = "سكن") -> None:
        self.box.press_sequentially(text)

    def chosen(self) -> list[str]:
        """Text of the options that are marked as chosen, which is what the box points to."""
        marked = self.page.locator("[role=option][aria-selected=true]")
        pointed = self.box.get_attribute("aria-activedescendant")
        assert [marked.nth(number).get_attribute("id") for number in range(marked.count())] == [pointed] * bool(pointed)
        return marked.locator(".suggestions__text").all_inner_texts()


@pytest.fixture
def typist(visitor):
    """``typist(path)``: somebody at the search box of an Arabic page."""

    def arrive(path: str = "", options=None, **answers) -> Typist:
        return Typist(visitor(locale="ar", **(options or {})), path, **answers)

    return arrive


@BOXES
def test_suggestions_come_while_typing(typist, path):
    one = typist(path)
    one.type()
    expect(one.options).to_have_count(3)
    expect(one.box).to_have_attribute("aria-expanded", "true")
    listed = one.page.locator(f"#{one.box.get_attribute('aria-controls')}")
    expect(listed).to_have_attribute("role", "listbox")
    assert listed.get_attribute("aria-label")
    assert "3" in one.page.locator("form [role=status]").inner_text()
    assert one.asked[-1] == {"q": ["سكن"], "lang": ["ar"]}
    assert one.reader.complaints == []


def test_the_arrow_keys_go_through_the_list_and_enter_opens(typist):
    one = typist()
    one.type()
    expect(one.options).to_have_count(3)
    assert one.chosen() == []
    for text in ("السكن", "Wohnungssuche"):
        one.box.press("ArrowDown")
        assert one.chosen() == [text]
    one.box.press("ArrowUp")
    one.box.press("ArrowUp")
    assert one.chosen() == [], "before the first one is the box itself"
    one.box.press("ArrowUp")
    one.box.press("ArrowUp")
    assert one.chosen() == ["Wohnungssuche"]
    one.box.press("Enter")
    one.page.wait_for_url("**/ar/beratung/wohnungssuche/")


def test_a_suggested_search_is_searched(typist):
    one = typist("themen/")
    one.type()
    one.options.nth(2).click()
    one.page.wait_for_url("**/ar/search/?q=*")
    assert parse_qs(urlsplit(one.page.url).query)["q"] == ["استشارات المستأجرين"]


def test_enter_without_a_choice_searches_what_was_typed(typist):
    one = typist()
    one.type()
    expect(one.options).to_have_count(3)
    one.box.press("Enter")
    one.page.wait_for_url("**/ar/search/?q=*")
    assert parse_qs(urlsplit(one.page.url).query)["q"] == ["سكن"]


def test_escape_closes_the_list_and_keeps_the_text(typist):
    one = typist()
    one.type()
    expect(one.options).to_have_count(3)
    one.box.press("Escape")
    expect(one.options.first).to_be_hidden()
    expect(one.box).to_have_attribute("aria-expanded", "false")
    expect(one.box).to_have_value("سكن")
    one.box.press("ArrowDown")
    expect(one.options).to_have_count(3)
    one.box.press("Tab")
    expect(one.options.first).to_be_hidden()


def test_what_is_in_another_language_says_so(typist):
    one = typist()
    one.type()
    german = one.page.locator(".suggestions__text[lang=de]")
    expect(german).to_have_attribute("dir", "ltr")
    assert german.inner_text() == "Wohnungssuche"
    assert one.page.locator(".suggestions__text[lang=ar]").count() == 0


def test_one_letter_is_not_sent_and_fast_typing_asks_once(typist):
    one = typist()
    one.type("س")
    one.page.wait_for_timeout(500)
    assert one.asked == []
    one.type("كن في")
    expect(one.options).to_have_count(3)
    assert [asked["q"] for asked in one.asked] == [["سكن في"]]


@pytest.mark.parametrize("answers", [{"suggestions": []}, {"status": 503}], ids=["nothing to suggest", "an error"])
def test_without_suggestions_the_box_is_a_box(typist, answers):
    one = typist(**answers)
    one.type()
    one.page.wait_for_timeout(600)
    assert one.asked
    expect(one.options).to_have_count(0)
    expect(one.box).to_have_attribute("aria-expanded", "false")
    one.box.press("Enter")
    one.page.wait_for_url("**/ar/search/?q=*")


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    ],
    ids=["a small telephone", "forced colours"],
)
def test_the_list_fits_its_window(typist, options):
    one = typist("themen/", options)
    one.type()
    expect(one.options).to_have_count(3)
    assert not one.reader.scrolls_sideways()
    one.box.press("ArrowDown")
    style = "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).boxShadow]"
    assert one.page.locator("[role=option][aria-selected=true]").evaluate(style) != ["none", "none"]


def test_an_opened_result_is_counted_without_who_or_when(typist):
    one = typist("search/?q=Mieterberatung")
    link = one.page.locator("main .teaser__title a").first
    with one.page.expect_navigation():
        link.click()
    assert len(one.counted) == 1
    assert 'name="q"\r\n\r\nMieterberatung' in one.counted[0]
    assert 'name="lang"\r\n\r\nar' in one.counted[0]
    assert one.counted[0].count("name=") == 2
    assert one.reader.left_behind() == []


def test_the_search_page_works_without_the_script(visitor):
    reader = visitor(locale="ar", java_script_enabled=False)
    page = reader.page
    page.goto("/ar/search/?q=Mieterberatung")
    page.locator(".facets__box input[name=topic][value=housing]").check()
    page.locator(".facets button[type=submit]").click()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["Mieterberatung"], "topic": ["housing"]}
    page.locator(".chosen a").first.click()
    assert "topic" not in page.url
    expect(page.locator("#q")).to_have_value("Mieterberatung")
