"""Journeys of a volunteer, of somebody who reads the newsletter, and of who answers for a profile: on a telephone."""

import os
import re
from datetime import date, timedelta
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.e2e.content import PASSWORD
from tests.e2e.letters import Letters, link_in
from tests.e2e.steps import press, save, sign_in
from tests.running import collected, filled, run, serve

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True}
FILL = [
    "shell",
    "--no-imports",
    "-c",
    "from tests.e2e.content import fill, fill_associations; fill(); fill_associations()",
]
READING = 2500
"""Milliseconds: public forms do not believe that somebody has read them faster."""


class Portal:
    """A running portal, its database for commands, and its letters."""

    def __init__(self, folder, database: str, url: str):
        self.folder, self.database, self.url = folder, database, url
        self.letters = Letters(folder / "letters")

    def do(self, code: str) -> None:
        """Run functions of ``tests.e2e.content``, and ``call_command``, in one process beside the server."""
        key = (self.folder / "secret_key").read_text().strip()  # links in letters are signed with the server's
        values = {"VAR_DIR": str(self.folder), "DATABASE_URL": self.database, "BASE_URL": self.url, "SECRET_KEY": key}
        names = "from tests.e2e.content import *; from django.core.management import call_command"
        run("manage.py", "shell", "--no-imports", "-c", f"{names}; {code}", **values)


@pytest.fixture(scope="module")
def portal_with_letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("associations")
    before = os.environ.get("EMAIL_URL")
    os.environ["EMAIL_URL"] = f"filemail:///{folder / 'letters'}"
    try:
        collected(folder)
        with filled(folder, FILL) as database, serve(folder, database) as served:
            yield Portal(folder, database, served.url)
    finally:
        os.environ.pop("EMAIL_URL")
        if before is not None:
            os.environ["EMAIL_URL"] = before


@pytest.fixture
def site(portal_with_letters):
    """For ``visitor``."""
    return portal_with_letters.url


def fill_and_watch(page, field: str, text: str) -> None:
    """Type into a field of the mask and see it in the preview, which shows the page alone."""
    page.locator("#mask-live summary").click()
    page.locator(f"#mask [name={field}]").fill(text)
    preview = page.frame_locator("#mask-live iframe")
    expect(preview.get_by_text(text)).to_be_visible()
    expect(preview.get_by_role("banner")).to_have_count(0)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_from_the_application_to_a_public_profile(visitor, portal_with_letters, language):
    letters, name, address = portal_with_letters.letters, f"Verein Brücke {language}", f"bruecke-{language}@example.org"
    volunteer = visitor(locale=language, **TELEPHONE)
    page = volunteer.page

    page.goto(f"/{language}/my/apply/")
    typed = {"name": name, "purpose": "Wir helfen.", "town": "Musterstadt", "contact_name": "Amal", "email": address}
    for field, text in typed.items():
        page.locator(f"main [name={field}]").fill(text)
    page.wait_for_timeout(READING)
    press(page)
    page.goto(link_in(letters.next_to(address), "/my/apply/"))
    press(page)

    editor = visitor(locale="de", viewport={"width": 1280, "height": 900})
    sign_in(editor.page, "de", "editor", PASSWORD)
    editor.page.goto("/admin/")
    editor.page.get_by_role("link", name=name).first.click()
    editor.page.locator("form:has(input[value=accept]) button[type=submit]").click()
    editor.page.wait_for_url("**/edit/")

    page.goto(link_in(letters.next_to(address), "/my/invitation/"))
    page.locator("main [name=first_name]").fill("Amal")
    page.locator("main [name=way][value=password]").check()
    page.locator("main [name=password]").fill("ein-langes-Geheimnis-7")
    press(page)
    assert volunteer.path() == f"/{language}/my/"
    expect(page.get_by_role("heading", name=name)).to_be_visible()

    page.locator('main a[href*="/profile/"]').first.click()
    profile = volunteer.path().split("/profile/")[0] + "/profile/"
    for step, field, text in (
        ("about", "summary", "Wir bauen Brücken."),
        ("offers", "offers", "- Sprachcafé\n- Beratung"),
        ("contact", "email", address),
    ):
        page.goto(f"{profile}{step}/")
        page.locator(f"#mask [name={field}]").fill(text)
        save(page)
        assert not volunteer.scrolls_sideways()
    page.goto(profile)
    press(page, 'form[action$="/submit/"]')
    assert volunteer.path() == f"/{language}/my/"

    moderate(editor, name, "reject", "Bitte schreiben Sie, wann Sie sich treffen.")
    refusal = letters.next_to(address)
    assert "wann Sie sich treffen" in refusal.get_content()
    page.goto(link_in(refusal, "/my/"))
    expect(page.get_by_text("wann Sie sich treffen")).to_be_visible()

    page.goto(f"{profile}where/")
    fill_and_watch(page, "meeting_times", "Montags um 17 Uhr.")
    save(page)
    page.goto(profile)
    press(page, 'form[action$="/submit/"]')
    moderate(editor, name, "approve", "")
    page.goto(link_in(letters.next_to(address), "/vereine/"))
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.get_by_text("Montags um 17 Uhr.")).to_be_visible()
    assert volunteer.foreign_requests == []


def moderate(editor, title: str, action: str, comment: str) -> None:
    """Answer a submission in the admin, through the page's editor."""
    page = editor.page
    page.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state()
    page.locator("[aria-label='Actions'], .footer__container button[data-w-dropdown-target='toggle']").last.click()
    page.locator(f"button[data-workflow-action-name={action}]").first.click()
    if comment:
        dialog = page.locator(".modal, [role=dialog]").last
        dialog.locator("textarea[name=comment]").fill(comment)
        dialog.locator("button[type=submit], input[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_an_event_in_five_steps(visitor, portal_with_letters, language):
    """Sign in, new event, the form, look at it, publish."""
    member = visitor(locale=language, **TELEPHONE)
    page = member.page
    sign_in(member.page, language, "mitglied@example.org", PASSWORD)
    page.locator('main a[href$="/events/new/"]').first.click()
    title = f"Sommerfest {language}"
    page.locator("#mask [name=title]").fill(title)
    day = date.today() + timedelta(days=40)  # noqa: DTZ011 - any day in a month to come
    page.locator("#mask [type=date]").first.fill(day.isoformat())
    page.locator("#mask [type=time]").first.fill("15:00")
    save(page)
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    press(page, 'form[action$="/submit/"]')
    assert member.path() == f"/{language}/my/"
    reader = visitor(locale=language, **TELEPHONE)
    reader.page.goto(f"/{language}/termine/?month={day:%Y-%m}")
    expect(reader.page.get_by_role("link", name=title).first).to_be_visible()
    assert reader.left_behind() == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_too_many_photos_are_said_before_they_are_sent(visitor, portal_with_letters, tmp_path, language):
    """The proxy would answer with a bare page, and the choice would be lost."""
    photo = tmp_path / "photo.jpg"
    with photo.open("wb") as file:
        file.truncate(191_000_000)
    member = visitor(locale=language, **TELEPHONE)
    page = member.page
    sign_in(page, language, "mitglied@example.org", PASSWORD)
    page.goto(
        page.locator('main a[href*="/profile/"]').first.get_attribute("href").split("/profile/")[0]
        + "/profile/pictures/"
    )
    page.locator("#mask [name=pictures]").set_input_files(photo)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    save(page)
    expect(page.locator("#mask-status .notice")).to_be_in_viewport()
    assert sent == []
    page.locator("#mask [name=pictures]").set_input_files([])
    save(page)
    assert len(sent) == 1


@pytest.mark.parametrize("language", ["de", "ar"])
def test_everything_still_right_with_one_button(visitor, portal_with_letters, language):
    portal_with_letters.do(f"make_due('{language}'); call_command('send_reminders')")
    letter = portal_with_letters.letters.next_to(f"frist-{language}@example.org")
    person = visitor(locale=language, **TELEPHONE)
    page = person.page
    page.goto(link_in(letter, "/confirm/"))
    expect(page.locator("main")).to_contain_text(f"Verein Frist {language}")
    press(page, "form.confirm-all")
    expect(page.locator("form.confirm-all")).to_have_count(0)
    page.goto(f"/{language}/vereine/frist-{language}/")
    expect(page.locator("main")).to_contain_text(re.compile("bestätigt|تأكيد|أكّد|Confirmed", re.IGNORECASE))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_newsletter_from_sign_up_to_one_click(visitor, portal_with_letters, language):
    letters, address = portal_with_letters.letters, f"leser-{language}@example.org"
    reader = visitor(locale=language, **TELEPHONE)
    page = reader.page
    page.goto(f"/{language}/newsletter/")
    page.locator("main [name=email]").fill(address)
    page.locator("main [name=consent]").check()
    page.wait_for_timeout(READING)
    page.locator("main form.form button[type=submit]").click()
    page.goto(link_in(letters.next_to(address), "/confirm/"))
    press(page)
    assert "/manage/" in page.url
    assert reader.left_behind() == []

    portal_with_letters.do("make_issue(); call_command('send_issue', 'latest')")
    issue = letters.next_to(address)
    assert issue["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/{language}/" in issue.get_body(("plain",)).get_content()
    one_click = re.search(r"<(https?://[^>]+)>", str(issue["List-Unsubscribe"]).replace("\n", ""))[1]
    request = Request(portal_with_letters.url + urlsplit(one_click).path, b"List-Unsubscribe=One-Click")  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200
    portal_with_letters.do("make_issue(); subscribe(); call_command('send_issue', 'latest')")
    assert letters.none_to(address)
