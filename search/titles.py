"""Titles that somebody may be typing, held in memory: of the guide, of services and associations, and names of topics.

A search for beginnings over stems would find words that are in no title, and meanings nobody is typing. The words of
titles are few: about 1 kB of memory for each entry.
"""

import threading
import time
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.languages import source_language
from search.analysis.fold import SCRIPTS_WITHOUT_VOWELS, fold, skeleton
from search.analysis.keyboard import other_layouts
from search.analysis.stems import ARABIC_PREFIXES, SAME_LETTERS
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from search.lexicon import Lexicon
from search.models import SITE, Entry
from topics.models import Topic, TopicPage

KINDS = ("topic", "service", "organisation")
WHOLE, BEGINNING, INSIDE, NEAR = 1.0, 0.9, 0.5, 0.4
"""What a match counts: the word, its beginning, a part of a compound, a beginning with one slip."""
FOLDED = 0.95
INSIDE_FROM, NEAR_FROM, FOLDED_FROM, CONSONANTS = 4, 4, 3, 3
"""Letters from which parts are looked for, slips allowed, other spellings compared, and consonants alone."""
MANY, SECONDS = 5_000, 60
"""So many titles are read anew at most so often; fewer at once when the index has changed."""
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Title:
    """A title or the name of a topic (``code``). ``page_id`` leads to its page; a topic may have none.

    ``translations``: of an original the languages that have a title of their own; of a translation nothing.
    """

    text: str
    language: str
    kind: str
    page_id: int | None = None
    code: str = ""
    translations: frozenset[str] | None = None

    def is_for(self, language: str) -> bool:
        """Whether readers of a language see it: it is theirs, or they have no other."""
        return self.language == language or (self.translations is not None and language not in self.translations)


@dataclass
class Words:
    """The words of the titles of one language: ``forms`` in order, and the numbers of the titles with each of them."""

    forms: list[str] = field(default_factory=list)
    places: list[array] = field(default_factory=list)

    def of(self, places: Iterable[int], weight: float) -> Iterator[tuple[int, float]]:
        """Titles with the forms at these places."""
        return ((number, weight) for place in places for number in self.places[place])

    def beginning(self, form: str) -> range:
        """Places of the forms that begin so."""
        return range(bisect_left(self.forms, form), bisect_left(self.forms, form + LAST))

    def near(self, form: str) -> set[int]:
        """Places of the forms with a beginning that is one edit from ``form`` (Damerau)."""
        found = set()
        for length in (len(form) - 1, len(form), len(form) + 1):
            beginnings = [known[:length] for known in self.forms]
            close = process.extract_iter(form, beginnings, scorer=OSA.distance, score_cutoff=1)
            found |= {place for _beginning, _distance, place in close}
        return found


@dataclass
class Titles:
    """All of them, and their words by language; ``state`` is that of the index which they were read from."""

    state: tuple[int, int]
    made: float
    titles: list[Title]
    words: dict[str, Words]

    def matching(self, text: str, language: str) -> list[Title]:
        """Titles with every word of ``text`` for a reader of ``language``, the best first: own before foreign ones.

        If there are none, those that another keyboard layout is between, or one slip in each word.
        """
        readings = [(text, False), *((other, False) for other in other_layouts(text, language)), (text, True)]
        for typed, slips in readings:
            if found := self._found(typed, language, slips):
                order = sorted(found, key=lambda number: self._order(number, found[number], language))
                return [self.titles[number] for number in order]
        return []

    def _order(self, number: int, score: float, language: str) -> tuple:
        title = self.titles[number]
        return (
            title.language != language,
            -round(score, 3),
            KINDS.index(title.kind),
            len(title.text),
            title.text,
            number,
        )

    def _found(self, text: str, language: str, slips: bool) -> dict[int, float]:
        """Number of each title → how well its words fit."""
        found: dict[int, float] = {}
        typed = list(dict.fromkeys(words(text, language)))
        typed = [word for word in typed[:-1] if not is_stop_word(word, language)] + typed[-1:]
        for code, known in self.words.items() if typed else ():
            matched = [self._of_word(word, code, known, slips) for word in typed]
            if len(matched) > 1 and not matched[-1] and is_stop_word(typed[-1], language):
                matched.pop()
            for number in set(matched[0]).intersection(*matched[1:]):
                if self.titles[number].is_for(language):
                    found[number] = sum(scores[number] for scores in matched)
        return found

    @staticmethod
    def _of_word(word: str, code: str, known: Words, slips: bool) -> dict[int, float]:
        found: dict[int, float] = {}
        spelled = spellings(word, code)
        for form, weight in spelled.items():
            for place in known.beginning(form):
                share = WHOLE if known.forms[place] == form else BEGINNING
                for number, score in known.of([place], weight * share):
                    found[number] = max(found.get(number, 0), score)
        longest = next(iter(spelled), "")
        if len(longest) >= INSIDE_FROM:
            inside = (place for place, other in enumerate(known.forms) if longest in other)
            for number, score in known.of(inside, INSIDE):
                found.setdefault(number, score)
        if slips and not found and len(longest) >= NEAR_FROM:
            found = dict(known.of(known.near(longest), NEAR))
        return found


def spellings(word: str, language: str) -> dict[str, float]:
    """Forms by which a word is compared, with a weight: without accents; without the Arabic article; folded, so that
    *Muenster* is *Münster* and *shkola* is *школа*; its consonants, so that *sakan* is *سكن*.
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    plain = plain.replace("ı", "i").replace("ß", "ss").translate(SAME_LETTERS)
    found = {plain: 1.0}
    folded = {fold(word)}
    if language in SCRIPTS_WITHOUT_VOWELS:
        for article in ARABIC_PREFIXES:
            if plain.startswith(article) and len(plain) > len(article) + 1:
                found[plain[len(article) :]] = 1.0
                break
        consonants = skeleton(word)
        folded |= {"=" + consonants} if len(consonants) >= CONSONANTS else set()
    if len(word) < FOLDED_FROM:
        return found
    return found | {form: FOLDED for form in sorted(folded) if len(form) > 1 and form not in found}


_lock = threading.Lock()


def titles(memory: Lexicon) -> Titles:
    """The titles of the site as its lexicon remembers them, read anew when the index has changed, with four queries."""
    state = (memory.version, memory.thesaurus)
    known: Titles | None = memory.titles
    if known is None or (
        known.state != state and (len(known.titles) < MANY or time.monotonic() > known.made + SECONDS)
    ):
        with _lock:
            known = memory.titles
            if known is None or known.state != state:
                known = memory.titles = _read(state)
    return known


def _read(state: tuple[int, int]) -> Titles:
    found = [*_of_entries(), *_of_topics()]
    numbers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    spelled: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for number, title in enumerate(found):
        by_form, known_words = numbers[title.language], spelled[title.language]
        for word in dict.fromkeys(words(title.text, title.language)):
            if word not in known_words:
                known_words[word] = list(spellings(word, title.language))
            for form in known_words[word]:
                by_form[form].append(number)
    known = {}
    for language, by_form in numbers.items():
        forms = sorted(by_form)
        known[language] = Words(forms, [array("I", by_form[form]) for form in forms])
    return Titles(state, time.monotonic(), found, known)


def _of_entries() -> list[Title]:
    rows = list(
        Entry.objects.filter(collection=SITE, kind__in=KINDS)
        .order_by("pk")
        .values_list("key", "language", "is_original", "kind", "page_id", "title")
    )
    languages = defaultdict(set)
    for key, language, *_rest in rows:
        languages[key].add(language)
    shared: dict[frozenset, frozenset] = {}
    found = []
    for key, language, is_original, kind, page_id, title in rows:
        translations = frozenset(languages[key]) if is_original else None
        found.append(Title(title, language, kind, page_id, translations=shared.setdefault(translations, translations)))
    return found


def _of_topics() -> list[Title]:
    """Names of topics that a page of the guide is about, or that something public is tagged with."""
    facets = Entry.objects.filter(collection=SITE, is_original=True).order_by().values_list("facets", flat=True)
    used = {code for found in facets for code in found.get("topic", ())}
    about = TopicPage.objects.published().exclude(topic=None).order_by("-depth", "-path")
    pages = dict(about.values_list("topic__code", "pk"))
    found = []
    for code, names in Topic.objects.order_by("pk").values_list("code", "names"):
        named = frozenset(language for language, name in names.items() if name)
        for language in sorted(named) if code in used or code in pages else ():
            translations = named if language == source_language() else None
            found.append(Title(names[language], language, "topic", pages.get(code), code, translations))
    return found
