"""Suggestions while somebody types: titles of the guide, of services and associations, topics, and searches that worked."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation

from core.addresses import url_in
from search.analysis.stems import stem
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from search.lexicon import Lexicon, lexicon
from search.log import searches
from search.query import LONGEST
from search.results import public_pages
from search.titles import Title, spellings, titles

MOST = 8
SHORTEST = 2
"""Letters from which something is suggested."""
OFTEN, DAYS = 3, 90
"""A search is suggested if it was made so many times within so many days, and found something the last time."""
SEARCHES, REMEMBERED, SECONDS = 3, 500, 600
"""Searches among the suggestions; those of a language that are remembered, and for how long."""


@dataclass
class Suggestion:
    """``kind`` is one of ``search.titles.KINDS``, or ``"search"`` without an address; ``language`` is that of the text."""

    text: str
    kind: str
    url: str
    language: str


def suggestions(text: str, language: str, limit: int = MOST) -> list[Suggestion]:
    """At most ``limit`` suggestions for a reader of ``language``: titles in it, searches, then titles in others.

    Three queries at most while the index is as it was, two of them small.
    """
    typed = text[:LONGEST].strip()
    if len(typed) < SHORTEST:
        return []
    memory = lexicon()
    matching = titles(memory).matching(typed, language)[: 4 * limit]
    found = _unique(_leading_somewhere(matching, language))
    own = [one for one in found if one.language == language]
    known = {one.text.casefold() for one in own}
    searched = [one for one in _searched(typed, language, memory) if one.casefold() not in known]
    worked = [Suggestion(query, "search", "", language) for query in searched[: min(SEARCHES, limit // 2)]]
    foreign = [one for one in found if one.language != language]
    return [*own[: limit - len(worked)], *worked, *foreign][:limit]


def _leading_somewhere(matching: list[Title], language: str) -> list[Suggestion]:
    """With the address of the page, if it is public; of a topic without a page that of its search."""
    pages = public_pages([title for title in matching if title.page_id])
    found = []
    for title in matching:
        if title.page_id in pages:
            found.append(Suggestion(title.text, title.kind, url_in(pages[title.page_id], language), title.language))
        elif title.code:
            with translation.override(language):
                url = f"{reverse('search')}?{urlencode({'q': title.text, 'topic': title.code})}"
            found.append(Suggestion(title.text, title.kind, url, title.language))
    return found


def _unique(found: list[Suggestion]) -> list[Suggestion]:
    """Each address once, and each text of a kind once: a page of the guide may be called like its topic."""
    urls, texts, unique = set(), set(), []
    for one in found:
        text = (one.text.casefold(), one.kind if one.kind == "topic" else one.url)
        if one.url not in urls and text not in texts:
            unique.append(one)
        urls.add(one.url)
        texts.add(text)
    return unique


def _searched(typed: str, language: str, memory: Lexicon) -> list[str]:
    """Searches of others that begin with what is typed, the most frequent first."""
    key = f"searches-that-worked:{language}"
    worked = cache.get_or_set(key, lambda: _that_worked(language, memory), SECONDS)
    beginning = _plain(typed, language)
    return [query for query, plain in worked if plain.startswith(beginning) and plain != beginning]


def _that_worked(language: str, memory: Lexicon) -> list[tuple[str, str]]:
    """Searches with their plain spelling. All words have to be the portal's: nobody shall read here whom others looked
    for, nor put a word of his own before everybody's eyes by searching for it three times.
    """
    rows = searches(DAYS, language).filter(searched__gte=OFTEN)
    rows = rows.filter(Q(last_missed=None) | Q(last_found__gt=F("last_missed")))[:REMEMBERED]
    return [
        (row["query"], _plain(row["query"], language))
        for row in rows
        if all(_is_ours(word, language, memory) for word in words(row["query"], language))
    ]


def _is_ours(word: str, language: str, memory: Lexicon) -> bool:
    return is_stop_word(word, language) or any(
        memory.vocabulary(code).known(stem(word, code)) or stem(word, code) in memory.starts.get(code, ())
        for code in (language, *memory.originals)
    )


def _plain(text: str, language: str) -> str:
    """Words without accents and decoration."""
    return " ".join(next(iter(spellings(word, language))) for word in words(text, language))
