"""What people do again and again in the journeys and for the pictures: sign in, press a button, save."""

from playwright.sync_api import Page


def sign_in(page: Page, language: str, name: str, password: str) -> None:
    """With the password, from the page that signs in."""
    page.goto(f"/{language}/my/signin/")
    page.locator("main input[name=username]").fill(name)
    page.locator("main input[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "signin" not in url)


def press(page: Page, form: str = "main form") -> None:
    """The first button of a form that people see."""
    page.locator(f"{form} button:visible:not([aria-hidden])").first.click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    """The first of the buttons that save a form of the mask."""
    page.locator("#mask .mask__buttons button").first.click()
    page.wait_for_load_state()
