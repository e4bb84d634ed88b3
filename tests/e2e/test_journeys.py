"""Journeys of users: somebody new in town with a telephone, and the editor in the integration office."""

import pytest
from playwright.sync_api import expect

from tests.e2e.content import PASSWORD

PHONE = {"width": 360, "height": 740}
NEW_NUMBER = "0231 98765-43"
PAGES = ["", "themen/", "themen/wohnen/", "beratung/", "beratung/mieterberatung/", "vereine/", "termine/", "aktuelles/",
         "search/?q=Miete", "gibt-es-nicht/"]  # fmt: skip


def unfold(form):
    """Open what is folded, from the outside to the inside."""
    for folded in form.locator("details").all():
        if folded.get_attribute("open") is None:
            folded.locator("> summary").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_first_page_to_a_call_in_ones_own_language(visitor, javascript):
    reader = visitor(locale="ar", viewport=PHONE, is_mobile=True, java_script_enabled=javascript)
    page = reader.page
    page.goto("/")
    assert reader.path() == "/ar/"
    assert page.locator("html").get_attribute("dir") == "rtl"

    page.locator("main").get_by_role("link", name="السكن").first.click()
    assert reader.path() == "/ar/themen/wohnen/"
    assert page.get_by_role("heading", level=1).inner_text() == "السكن"

    page.locator('main a[href="/ar/beratung/?topic=housing"]').first.click()
    results = page.locator("main .teaser")
    expect(results).to_have_count(2)
    unfold(page.locator("main form.facets"))
    page.locator('input[name="language"][value="ar"]').check()
    page.locator("main form button[type=submit]").click()
    assert "language=ar" in page.url
    expect(results).to_have_count(1)

    results.get_by_role("link").first.click()
    assert reader.path() == "/ar/beratung/mieterberatung/"
    assert page.get_by_role("heading", level=1).inner_text() == "استشارات المستأجرين"
    call = page.locator('main a[href^="tel:"]').first
    assert call.get_attribute("href") == "tel:+49-231-1234510"
    assert call.is_visible()

    page.locator("header details summary").first.click()
    page.locator("header").get_by_role("link", name="English").click()
    assert reader.path() == "/en/beratung/mieterberatung/"
    assert page.get_by_role("heading", level=1).inner_text() == "Advice for tenants"

    assert reader.foreign_requests == []
    assert reader.complaints == []
    assert reader.left_behind() == []


def test_a_page_that_is_not_translated_says_so_and_stays_readable(visitor):
    reader = visitor(locale="uk", viewport=PHONE)
    reader.page.goto("/uk/beratung/mieterberatung/")
    assert reader.page.locator("html").get_attribute("lang") == "uk"
    assert reader.page.locator("main [lang=de]").first.is_visible()
    notice = reader.page.locator(".notice--language")
    assert notice.get_by_role("link", name="English").get_attribute("href") == "/en/beratung/mieterberatung/"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_nothing_is_wider_than_a_small_telephone(visitor, language):
    reader = visitor(locale=language, viewport={"width": 320, "height": 640})
    wide = []
    for path in PAGES:
        reader.page.goto(f"/{language}/{path}")
        if reader.scrolls_sideways():
            wide.append(path)
    assert wide == []


def test_the_keyboard_reaches_the_content_first(visitor):
    reader = visitor(locale="de")
    reader.page.goto("/de/beratung/mieterberatung/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def test_search_finds_in_the_readers_language(visitor):
    reader = visitor(locale="en", viewport=PHONE)
    reader.page.goto("/en/")
    box = reader.page.locator("main input[name=q]")
    box.fill("tenants")
    box.press("Enter")
    reader.page.locator("main").get_by_role("link", name="Advice for tenants").click()
    assert reader.path() == "/en/beratung/mieterberatung/"


def test_a_telephone_number_changed_in_german_is_right_in_arabic(visitor):
    editor = visitor(locale="de", viewport={"width": 1280, "height": 900})
    page = editor.page
    page.goto("/admin/")
    page.locator("input[name=username]").fill("editor")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.goto("/admin/pages/search/?q=Mieterberatung")
    page.locator("main").get_by_role("link", name="Mieterberatung", exact=True).first.click()

    page.get_by_role("tab").nth(1).click()
    number = page.locator('input[name="phones-0-value-number"]')
    number.fill(NEW_NUMBER)
    page.locator("form#page-edit-form footer .w-dropdown__toggle").click()
    page.locator("button[name=action-publish]").click()
    page.locator(".messages .success").wait_for()
    assert editor.foreign_requests == []

    reader = visitor(locale="ar")
    reader.page.goto("/ar/beratung/mieterberatung/")
    assert reader.page.locator('main a[href="tel:+49-231-9876543"]').count() == 1
    assert "1234510" not in reader.page.content()
