"""Compile ``locale/*/LC_MESSAGES/django.po`` where a catalogue is newer than its compiled form.

``python -m portal.catalogues``; without Django and without GNU gettext.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).resolve().parents[1] / "locale"


def compile_stale(folder: Path = LOCALE_DIR) -> list[Path]:
    """Write ``django.mo`` beside every ``django.po`` that is newer; returns the files written. Fuzzy entries are left out."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        partial = target.with_suffix(".mo.partial")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_stale()
    sys.exit(0)
