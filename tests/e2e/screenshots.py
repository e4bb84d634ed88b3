"""``python -m tests.e2e.screenshots docs/images [readers|associations]``: pictures of the demo for the documentation.

``readers``: the public pages, for the README. ``associations``: what members and editors see, for
``docs/associations.md``. Without the second word both. The demo is loaded into a temporary folder and thrown away.
"""

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import screenshots_associations
from tests.e2e.pictures import DESKTOP, PHONE, keep

WINDOWS = {"phone": PHONE, "desktop": DESKTOP}
LANGUAGES = ["de", "ar"]
TOPIC = "themen/health/doctors/"


def take(browser: Browser, address: str, folder: Path) -> None:
    """One picture per page, language and window; the service is the first that speaks the language."""
    for language in LANGUAGES:
        for window, size in WINDOWS.items():
            page = browser.new_context(viewport=size, locale=language, base_url=address).new_page()
            for name, path in (("home", ""), ("topic", TOPIC), ("service", f"beratung/?language={language}")):
                page.goto(f"/{language}/{path}", wait_until="networkidle")
                if name == "service":
                    page.locator("main .teaser a").first.click()
                keep(page, folder / f"{name}-{language}-{window}.png")
            page.context.close()


SETS = {"readers": take, "associations": screenshots_associations.take}


def main(target: str, *names: str) -> None:
    """Start the portal with the demo in a temporary folder and take the pictures of the sets named, else of all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    from tests.e2e.conftest import CHROMIUM, launch
    from tests.running import filled, serve

    if CHROMIUM is None:
        sys.exit("No Chromium found: apt-get install chromium fonts-noto-core")
    if unknown := set(names) - set(SETS):
        sys.exit(f"Unknown: {', '.join(unknown)}. There are: {', '.join(SETS)}")
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        filled(Path(name), ["load_demo", "--quiet"]) as url,
        serve(Path(name), url) as served,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for each in names or SETS:
            SETS[each](browser, served.url, folder)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
