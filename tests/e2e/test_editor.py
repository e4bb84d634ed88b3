"""The editor in the integration office changes a fact once."""

from tests.e2e.content import PASSWORD

NEW = "0231 98765-43"


def test_a_telephone_number_changed_in_german_is_right_in_arabic(visitor):
    editor = visitor(locale="de", viewport={"width": 1280, "height": 900})
    page = editor.page
    page.goto("/admin/")
    page.locator("input[name=username]").fill("editor")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.goto("/admin/pages/search/?q=Mieterberatung")
    page.locator("main").get_by_role("link", name="Mieterberatung", exact=True).first.click()

    page.get_by_role("tab").nth(1).click()
    number = page.locator('input[name="phones-0-value-number"]')
    number.fill(NEW)
    page.locator("form#page-edit-form footer .w-dropdown__toggle").click()
    page.locator("button[name=action-publish]").click()
    page.locator(".messages .success").wait_for()
    assert editor.foreign_requests == []

    reader = visitor(locale="ar")
    reader.page.goto("/ar/beratung/mieterberatung/")
    assert reader.page.locator('main a[href="tel:+49-231-9876543"]').count() == 1
    assert "1234510" not in reader.page.content()
