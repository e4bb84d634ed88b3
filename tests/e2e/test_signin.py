"""Signing in on a small phone, right to left, with the keyboard alone, up to the second step."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.e2e.content import PASSWORD

PHONE = {"locale": "ar", "viewport": {"width": 320, "height": 640}}


def code(key: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def type_in(page, name: str, text: str) -> None:
    """Go to a field by its label, as a password manager and a screen reader find it, and type."""
    page.locator(f"main input[name={name}]").focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def sign_in(person) -> None:
    person.page.goto("/ar/my/signin/?next=/ar/my/account/")
    person.page.locator("main input[name=username]").fill("editor")
    type_in(person.page, "password", PASSWORD)
    person.page.wait_for_url(lambda url: "/my/signin/?" not in url)


def test_the_second_step_on_a_phone(visitor):
    person = visitor(**PHONE)
    page = person.page
    sign_in(person)
    assert person.path() == "/ar/my/account/", "Enter presses the first button, the one for the password"
    page.goto("/ar/my/account/second-step/")
    assert page.locator("svg.qr").bounding_box()["width"] > 150
    assert not person.scrolls_sideways()
    key = page.inner_text("code.key").replace(" ", "")
    type_in(page, "code", code(key))
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes code").count() == 10
    assert not person.scrolls_sideways()
    assert person.complaints == [], "nothing is refused by the content security policy"
    assert person.foreign_requests == []

    other = visitor(**PHONE)
    sign_in(other)
    assert other.path() == "/ar/my/signin/code/"
    type_in(other.page, "code", code(key, 1))
    other.page.wait_for_url("**/ar/my/account/")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_an_error_is_found_with_the_keyboard(visitor, language):
    person = visitor(locale=language, viewport={"width": 320, "height": 640})
    page = person.page
    page.goto(f"/{language}/my/signin/")
    type_in(page, "password", "x")
    page.locator("[role=alert] a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "username"
    assert not person.scrolls_sideways()
