"""A browser and a portal that really runs, for journeys of users."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.running import collected, filled, serve

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FILL = ["shell", "--no-imports", "-c", "from tests.e2e.content import fill; fill()"]


def pytest_collection_modifyitems(items):
    """Everything here needs a Chromium."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium fonts-noto-core"))


def launch(playwright):
    """Debian's Chromium; without its sandbox where the tests run as root, as it refuses to start otherwise."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a running portal with the content of ``tests.e2e.content``."""
    folder = tmp_path_factory.mktemp("site")
    collected(folder)
    with filled(folder, FILL) as url, serve(folder, url) as served:
        yield served.url


@pytest.fixture(scope="module")
def browser():
    """Closed after the module: Django forbids database calls beside its event loop, and other tests make them."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Visitor:
    """A fresh browser profile that notes what a page must not do."""

    def __init__(self, browser, site: str, **options):
        self.site = site
        self.context = browser.new_context(base_url=site, **options)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.foreign_requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note_request(self, request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != urlsplit(self.site).netloc:
            self.foreign_requests.append(request.url)

    def _note_message(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def path(self) -> str:
        """Path of the page that is shown."""
        return urlsplit(self.page.url).path

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def left_behind(self) -> list:
        """Cookies and stored items."""
        return [*self.context.cookies(), *self.page.evaluate("Object.keys(localStorage)")]


@pytest.fixture
def visitor(browser, site):
    """``visitor(locale="ar", ...)``: a new visitor with Playwright's options for a browser context."""
    visitors = []

    def arrive(**options) -> Visitor:
        visitors.append(Visitor(browser, site, **options))
        return visitors[-1]

    yield arrive
    for one in visitors:
        one.context.close()
