"""Documentation travels with the code: every setting, variable, command and app is described."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

DOCS = settings.BASE_DIR / "docs"
APPS = [
    "portal",
    "home",
    "members",
    "search",
    "newsletter",
    "freshness",
    "news",
    "events",
    "services",
    "organisations",
    "topics",
    "core",
    "users",
]


def environment_variables() -> set[str]:
    found = set()
    for path in (settings.BASE_DIR / "portal").rglob("*.py"):
        source = path.read_text()
        found |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
        found |= set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', source))
    return found - {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("name", sorted(environment_variables()))
def test_every_environment_variable_is_in_the_table(name):
    assert f"`{name}`" in (DOCS / "configuration.md").read_text()


def test_the_table_names_no_variable_that_nobody_reads():
    rows = re.findall(r"^\| `([A-Z_]+)`", (DOCS / "configuration.md").read_text(), re.MULTILINE)
    assert set(rows) <= environment_variables() | {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("name", sorted(name for name, app in get_commands().items() if app in APPS))
def test_every_command_is_described(name):
    assert f"`{name}`" in (DOCS / "commands.md").read_text()


@pytest.mark.parametrize("app", APPS)
def test_every_app_is_described(app):
    assert f"`{app}/`" in (DOCS / "architecture.md").read_text()


@pytest.mark.parametrize(
    "path",
    [settings.BASE_DIR / "README.md", *sorted(DOCS.rglob("*.md"))],
    ids=lambda path: str(path.relative_to(settings.BASE_DIR)),
)
def test_links_between_documents_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_every_make_target_is_in_the_readme():
    targets = re.findall(r"^([a-z0-9]+):.*## ", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    text = "\n".join(path.read_text() for path in [settings.BASE_DIR / "README.md", *DOCS.rglob("*.md")])
    assert [target for target in targets if f"make {target}" not in text] == []
