"""``python -m tests.e2e.screenshots docs/images``: pictures of the demo, for the README."""

import io
import os
import sys
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

MAX_BYTES = 250_000
WINDOWS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}
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
                    page.wait_for_load_state("networkidle")
                target = folder / f"{name}-{language}-{window}.png"
                target.write_bytes(small(page.screenshot()))
                print(f"{target} {target.stat().st_size // 1000} kB")
            page.context.close()


def small(png: bytes) -> bytes:
    """The picture with 256 colours, and smaller in steps until it has at most ``MAX_BYTES``."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    while True:
        output = io.BytesIO()
        picture.quantize(256).save(output, "PNG", optimize=True)
        if output.tell() <= MAX_BYTES:
            return output.getvalue()
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)


def main(target: str) -> None:
    """Start the portal with the demo in a temporary folder and take the pictures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    from tests.e2e.conftest import CHROMIUM, launch
    from tests.running import filled, serve

    if CHROMIUM is None:
        sys.exit("No Chromium found: apt-get install chromium fonts-noto-core")
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        filled(Path(name), ["load_demo", "--quiet"]) as url,
        serve(Path(name), url) as served,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        take(browser, served.url, folder)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
