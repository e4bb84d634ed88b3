"""Words that say nothing about the subject: function words, and what people wrap around a request."""

from functools import cache
from pathlib import Path

from search.analysis.words import words

DATA = Path(__file__).resolve().parents[1] / "data" / "stopwords"
SAME_AS = {"de-simple": "de", "prs": "fa"}


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words of ``data/stopwords/<language>.txt``, normalised; none for a language without a file."""

    path = DATA / f"{SAME_AS.get(language, language)}.txt"
    if not path.exists():
        return frozenset()
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines for word in words(line, language))


def is_stop_word(word: str, language: str) -> bool:
    """Whether a normalised word is one, in this language."""
    return word in stop_words(language)
