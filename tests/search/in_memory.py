"""Texts and their vocabularies without a database, for the pure parts of the search."""

from search.analysis.words import words
from search.index import analysed
from search.lexicon import Lexicon, Meaning, starts_of
from search.models import Entry
from search.vocabulary import Vocabulary


def entry(language: str, summary: str = "", body: str = "", title: str = "") -> Entry:
    """An entry as the index would write it."""
    passages = [passage for passage in [summary, *body.splitlines()] if passage]
    return Entry(
        language=language,
        title=title,
        summary=summary,
        body=body,
        body_terms="\n".join(" ".join(analysed(passage, language)) for passage in passages),
    )


def lexicon_of(**texts: str) -> Lexicon:
    """The lexicon of one text per language, as often as it has the word; the first language is that of the originals."""
    lexicon = Lexicon("test", originals=[next(iter(texts))])
    for language, text in texts.items():
        found = words(text, language)
        lexicon.vocabularies[language] = Vocabulary(language, size=100)
        lexicon.vocabulary(language).update({word: found.count(word) for word in found}.items())
    return lexicon


def know(lexicon: Lexicon, *meanings: Meaning) -> Lexicon:
    """The lexicon with these concepts and terms instead of those that it had."""
    lexicon.starts = starts_of(meanings)
    lexicon.name(meanings)
    return lexicon
