"""Words of a concept as editors write them: one text per language, phrases separated by commas, semicolons or lines."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.languages import autonym
from search.analysis.stop import is_stop_word
from search.analysis.words import words

END = re.compile(r"[,;،؛\n\r]")
"""Also Arabic comma and semicolon (U+060C, U+061B)."""
LONGEST = 100
"""Letters of a phrase, as of a search that is counted."""


def split(text: str) -> list[str]:
    """The phrases of a text, in order, spaces collapsed."""
    return [phrase for phrase in (" ".join(part.split()) for part in END.split(text)) if phrase]


def joined(phrases: Iterable[str]) -> str:
    """The text of phrases."""
    return ", ".join(phrases)


def contains(text: str, phrase: str, language: str) -> bool:
    """Whether a phrase is among those of a text, whatever its case and decoration."""
    wanted = words(phrase, language)
    return any(words(known, language) == wanted for known in split(text))


def problems(texts: dict[str, str]) -> list[str]:
    """What is wrong with the words of a concept, in the active language; empty if nothing is.

    Words have to be there in one language at least, none twice within a language, and none that nobody could be
    led anywhere by: signs alone, or stop words alone, which the search leaves out.
    """
    found = []
    if not any(split(text) for text in texts.values()):
        found.append(_("Enter at least one word in one language."))
    for language, text in texts.items():
        seen = set()
        for phrase in split(text):
            typed = tuple(words(phrase, language))
            values = {"language": autonym(language), "word": phrase[:LONGEST]}
            if len(phrase) > LONGEST:
                found.append(_("%(language)s: “%(word)s …” is too long for a word.") % values)
            elif not typed:
                found.append(_("%(language)s: “%(word)s” is not a word.") % values)
            elif all(is_stop_word(word, language) for word in typed):
                found.append(_("%(language)s: “%(word)s” is too general, it would fit everything.") % values)
            elif typed in seen:
                found.append(_("%(language)s: “%(word)s” stands there twice.") % values)
            seen.add(typed)
    return found
