"""Fixtures for all tests, and a last word on what could not run."""

import contextlib
import logging
import os
import re
import shutil
import tempfile

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from search.lexicon import forget
from tests.factories import make_portal
from tests.running import KEPT_FOR_RUN


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """A folder that the workers of this run share; they inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[KEPT_FOR_RUN] = tempfile.mkdtemp(prefix="portal-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(KEPT_FOR_RUN), ignore_errors=True))


def pytest_addoption(parser):
    parser.addoption("--needs-database", action="store_true", help="only tests that use the database")


def pytest_collection_modifyitems(config, items):
    """Long files first, so that the short ones fill up what is left at the end (with ``--no-loadscope-reorder``)."""
    if config.getoption("--needs-database"):
        items[:] = [item for item in items if needs_database(item)]
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("e2e", "processes", "long")))


def needs_database(item) -> bool:
    """Whether a test uses the database, by itself or through the processes that it starts."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "processes"))
    return marked or bool({"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def fresh_cache():
    """Menus, terms, site roots and the words of the search are remembered between requests; not between tests."""
    cache.clear()
    forget()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_language():
    """A request leaves its language behind for the next one to change."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def enabled_loggers():
    """A library that configures logging in one test silences the loggers that exist; the next test may look at them."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Home and index pages in all languages stand in the test database from the start: they take longer than most tests."""
    with django_db_blocker.unblock():
        if not HomePage.objects.exists():
            make_portal()
    cache.clear()


@pytest.fixture
def portal(db):
    """A portal with home pages and index pages in all languages and nothing else; returns the German home page.

    Made anew after a transactional test, which empties the database.
    """
    home = HomePage.objects.filter(locale__language_code="de").first() or make_portal()
    Site.clear_site_root_paths_cache()
    return home


@pytest.fixture(scope="module")
def around_module(django_db_setup, django_db_blocker):
    """``with around_module(): ...`` changes the database for all tests of a module; undone after the last of them."""
    with contextlib.ExitStack() as undo:

        @contextlib.contextmanager
        def change():
            with django_db_blocker.unblock():
                around = transaction.atomic()
                around.__enter__()
                undo.callback(_undo, django_db_blocker, around)
                yield

        yield change


def _undo(django_db_blocker, around: transaction.Atomic) -> None:
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def emptied(around_module):
    """Done once for a module: it takes longer than most tests."""
    with around_module():
        for home in HomePage.objects.order_by("-pk"):
            home.get_descendants(inclusive=True).delete()
        root = Page.objects.get(depth=1)
        if not root.get_children().exists():
            welcome = root.add_child(title="Welcome", slug="home", locale_id=root.locale_id)
            Site.objects.update_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": welcome}
            )
        Locale.objects.exclude(language_code="de").delete()


@pytest.fixture
def empty_database(db, emptied):
    """As after ``migrate``: no page of ours, no term; Wagtail's welcome page is the site's root."""
    Site.clear_site_root_paths_cache()


def search_image() -> str:
    """The image of the search server that deployments use."""
    return re.search(r"image: (elasticsearch:\S+)", (settings.BASE_DIR / "deploy/compose.yaml").read_text())[1]


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
    if not os.environ.get("TEST_SEARCH_URL"):
        missing.append(
            "Elasticsearch: docker run --rm -p 127.0.0.1:9200:9200 -e discovery.type=single-node "
            f"-e xpack.security.enabled=false {search_image()}, then TEST_SEARCH_URL=http://127.0.0.1:9200 make test"
        )
    if missing:
        terminalreporter.section("not covered by this run")
        for line in missing:
            terminalreporter.write_line(line)
