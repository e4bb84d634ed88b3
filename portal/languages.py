"""The list of languages, read from ``languages.toml`` once, before Django is set up.

Settings import this module, so it must not import Django's translation machinery.
"""

import tomllib
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

LANGUAGES_FILE = Path(__file__).with_name("languages.toml")


def load_languages(only: list[str] | None = None, path: Path = LANGUAGES_FILE) -> list[dict]:
    """Entries ``{"code", "name", "rtl"}`` of the file in its order, restricted to the codes ``only`` if given.

    Raises ``ImproperlyConfigured`` for a code that the file does not have, and when the source language
    (the file's first) is left out.
    """
    with path.open("rb") as file:
        entries = [{"rtl": False, **entry} for entry in tomllib.load(file)["language"]]
    if not only:
        return entries
    known = {entry["code"] for entry in entries}
    if unknown := sorted(set(only) - known):
        raise ImproperlyConfigured(
            f"LANGUAGES names {', '.join(unknown)}; known are {', '.join(sorted(known))} (portal/languages.toml)."
        )
    if entries[0]["code"] not in only:
        raise ImproperlyConfigured(f"LANGUAGES must contain the source language {entries[0]['code']}.")
    return [entry for entry in entries if entry["code"] in only]


def register_unknown_to_django(entries: list[dict]) -> None:
    """Give Django a ``LANG_INFO`` entry for languages it does not know, else ``get_language_info`` fails.

    Django looks a variant up by its base ("de-simple" → "de"), so that the variant needs an entry of its own
    to be called by its own name.
    """
    for entry in entries:
        LANG_INFO.setdefault(
            entry["code"],
            {"bidi": entry["rtl"], "code": entry["code"], "name": entry["name"], "name_local": entry["name"]},
        )
