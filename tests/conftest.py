"""Fixtures for all tests, and a last word on what could not run."""

import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from wagtail.models import Site

from tests.factories import make_portal


@pytest.fixture(autouse=True)
def fresh_cache():
    """Menus, terms and site roots are remembered between requests; not between tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def portal(db):
    """A portal with home pages and index pages in all languages, and a small taxonomy; returns the German home page."""
    home = make_portal()
    Site.clear_site_root_paths_cache()
    return home


def pytest_terminal_summary(terminalreporter):
    """Name what this run could not cover, with the command that makes it possible."""
    missing = []
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        missing.append(
            "PostgreSQL: apt-get install postgresql, then DATABASE_URL=postgres://USER:PASSWORD@HOST/NAME make test"
        )
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        missing.append("Browser tests: apt-get install chromium fonts-noto-core")
    if not shutil.which("msgfmt"):
        missing.append("Catalogues: apt-get install gettext")
    if missing:
        terminalreporter.section("not covered by this run")
        for line in missing:
            terminalreporter.write_line(line)
