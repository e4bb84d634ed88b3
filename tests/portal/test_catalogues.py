"""Every interface text is translated into every language, with the same placeholders."""

import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from portal.catalogues import compile_stale
from portal.management.commands.messages import IGNORED
from tests.running import environment

pytestmark = pytest.mark.skipif(not shutil.which("xgettext"), reason="no GNU gettext: apt-get install gettext")
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
UNNEEDED = (".*", "var", "tests", "docs", "deploy", "node_modules", "__pycache__", "*.mo")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The locale folder after ``makemessages`` in a copy of the project: what the code asks for, merged with what is there."""
    copy = tmp_path_factory.mktemp("messages") / "project"
    shutil.copytree(settings.BASE_DIR, copy, ignore=shutil.ignore_patterns(*UNNEEDED))
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap", "--add-location", "file"]
    command += [f"--locale={to_locale(code)}" for code in LANGUAGES] + [f"--ignore={pattern}" for pattern in IGNORED]
    values = environment(VAR_DIR=str(copy / "var"))
    subprocess.run(command, cwd=copy, env=values, check=True, capture_output=True, timeout=300)  # noqa: S603
    return copy / "locale"


def catalogue(folder, code: str) -> list[Message]:
    with (folder / to_locale(code) / "LC_MESSAGES" / "django.po").open("rb") as file:
        parsed = read_po(file)
    return [message for message in parsed if message.id]


def is_required(code: str, message: Message) -> bool:
    """A variant such as Leichte Sprache needs texts of its own only where readers see them; the rest is German."""
    public = [path for path, _line in message.locations if path.startswith("templates/") and "/admin/" not in path]
    return "-" not in code or bool(public)


def is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return all(strings) and not message.fuzzy


def has_same_placeholders(message: Message) -> bool:
    """Forms of a plural may leave the number out ("one text"), but the general one, which is the last, has everything."""
    asked = [set(PLACEHOLDER.findall(text)) for text in ([message.id] if isinstance(message.id, str) else message.id)]
    strings = [message.string] if isinstance(message.string, str) else message.string
    given = [set(PLACEHOLDER.findall(text)) for text in strings]
    return given[-1] == asked[-1] and all(found <= set.union(*asked) for found in given)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_is_translated(collected, code):
    missing = [m.id for m in catalogue(collected, code) if is_required(code, m) and not is_translated(m)]
    assert not missing, f"{len(missing)} texts; after make messages, translate locale/{to_locale(code)}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_keep_their_placeholders(collected, code):
    assert not [m.id for m in catalogue(collected, code) if is_translated(m) and not has_same_placeholders(m)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_compiled_catalogues_can_be_read(collected, code):
    compile_stale(collected)
    assert (collected / to_locale(code) / "LC_MESSAGES" / "django.mo").stat().st_size > 0
