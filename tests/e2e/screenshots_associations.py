"""Pictures of what a member of an association does on a phone, and of how an editor answers at a desk."""

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pictures import DESKTOP, PHONE, keep
from tests.e2e.steps import press, save, sign_in

MEMBER, EDITOR = "verein", "redaktion"
"""Accounts of ``load_demo``; name and password are the same."""
EVENTS = {
    "de": {
        "title": "Fest der Nachbarschaft",
        "summary": "Musik, Tee und Spiele für Kinder. Bringen Sie gern etwas zu essen mit.",
        "body": "Wir feiern mit der ganzen Nachbarschaft.\n\nDer Eintritt ist frei.",
    },
    "ar": {
        "title": "حفل الجيران",
        "summary": "موسيقى وشاي وألعاب للأطفال. أهلًا بكم، ويسعدنا أن تحضروا معكم شيئًا من الطعام.",
        "body": "نحتفل مع كل الجيران.\n\nالدخول مجاني.",
    },
}
ADDED = " Samstags kochen wir zusammen."
"""What the member adds to the summary, and the editor sees as a difference."""
QUESTION = "Schön! Bitte schreiben Sie noch, um wie viel Uhr Sie kochen und ob man sich anmelden muss."


def take(browser: Browser, address: str, folder: Path) -> None:
    """``associations-<what>-<language>.png``."""
    for language in EVENTS:
        page = browser.new_context(viewport=PHONE, locale=language, base_url=address).new_page()
        as_member(page, language, folder)
        page.context.close()
    page = browser.new_context(viewport=PHONE, locale="de", base_url=address).new_page()
    submit_a_change(page)
    page.context.close()
    page = browser.new_context(viewport=DESKTOP, locale="de", base_url=address).new_page()
    as_editor(page, folder)
    page.context.close()


def as_member(page: Page, language: str, folder: Path) -> None:
    """Start page, profile, one of its steps, the form of a new event and its preview."""

    def picture(name: str, top: str) -> None:
        page.evaluate("document.activeElement.blur()")
        page.locator(top).first.evaluate("element => element.scrollIntoView()")
        keep(page, folder / f"associations-{name}-{language}.png")

    sign_in(page, language, MEMBER, MEMBER)
    picture("start", "body")
    new_event = page.locator('main a[href$="/events/new/"]').first.get_attribute("href")
    profile = new_event.removesuffix("events/new/") + "profile/"
    page.goto(profile)
    picture("profile", "main")
    page.goto(f"{profile}about/")
    picture("step", "main")
    page.goto(new_event)
    for field, text in EVENTS[language].items():
        page.locator(f"#mask [name={field}]").fill(text)
    picture("event", "main")
    day = date.today() + timedelta(days=40)  # noqa: DTZ011 - any day in a month to come
    page.locator("#mask [name=dates-0-day]").fill(day.isoformat())
    page.locator("#mask [name=dates-0-starts]").fill("15:00")
    save(page)
    expect(page.get_by_role("heading", level=1, name=EVENTS[language]["title"])).to_be_visible()
    picture("preview", "body")


def submit_a_change(page: Page) -> None:
    """What the editor is to answer."""
    sign_in(page, "de", MEMBER, MEMBER)
    profile = page.locator('main a[href$="/profile/"]').first.get_attribute("href")
    page.goto(f"{profile}about/")
    summary = page.locator("#mask [name=summary]")
    summary.fill(summary.input_value() + ADDED)
    save(page)
    page.goto(profile)
    press(page, 'form[action$="/submit/"]')


def as_editor(page: Page, folder: Path) -> None:
    """What waits, what was changed, and the answer."""

    def picture(name: str) -> None:
        keep(page, folder / f"associations-{name}-de.png")

    sign_in(page, "de", EDITOR, EDITOR)
    page.goto("/admin/")
    row = page.locator("#awaiting-review-content tbody tr").first
    row.evaluate("element => element.scrollIntoView({block: 'end'})")
    row.locator(".actions-container button").first.click()
    compare = page.locator('a[href*="/revisions/compare/live"]').first
    expect(compare).to_be_visible()
    picture("moderation")
    changes = compare.get_attribute("href")
    page.locator("[data-workflow-action-url*='/reject/']").first.click()
    page.locator(".modal textarea[name=comment]").fill(QUESTION)
    picture("answer")
    page.goto(changes)
    picture("changes")
