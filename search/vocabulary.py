"""The words that the portal's texts are made of, per language, held in memory: what a typed word can stand for."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.compounds import parts
from search.analysis.fold import SCRIPTS_WITHOUT_VOWELS, fold, is_latin, skeleton
from search.analysis.stems import stem
from search.analysis.words import LONGEST

GERMAN = {"de", "de-simple"}
SAME, COMPOUND_HEAD, COMPOUND_PART, PREFIX = 0.9, 0.7, 0.5, 0.6
SIMILAR, LIKE = 0.6, 0.5
NEAR = {1: 0.75, 2: 0.5}
MOST = 40
"""Stems that one typed word may stand for."""


@dataclass
class Vocabulary:
    """``frequency`` counts for each stem the texts it stands in, out of ``size`` objects."""

    language: str
    size: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """Words as written → number of texts."""
    frequency: dict[str, int] = field(default_factory=dict)
    folded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Folded form → stems."""
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Folded forms by their number of letters."""
    skeletons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Consonants → stems, in scripts that write no short vowels, for words typed in Latin letters."""
    compounds: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """Stem of a part → stems of the compounds it is part of, with a weight."""
    grams: dict[str, array] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    """Three letters of a folded form → numbers of the forms in ``forms``."""
    forms: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    """Words of the thesaurus and the taxonomy → stems, whether a text has them or not: they are spelled right, too."""
    named_stems: frozenset[str] = frozenset()

    def copy(self) -> "Vocabulary":
        """One that may be changed while other threads read this one."""
        return replace(
            self,
            counts=dict(self.counts),
            frequency=dict(self.frequency),
            folded=dict(self.folded),
            by_length=defaultdict(list, {length: list(forms) for length, forms in self.by_length.items()}),
            skeletons=dict(self.skeletons),
            compounds=defaultdict(dict, {part: dict(found) for part, found in self.compounds.items()}),
            grams=defaultdict(lambda: array("I"), {gram: numbers[:] for gram, numbers in self.grams.items()}),
            forms=list(self.forms),
        )

    def name(self, words: Iterable[str]) -> None:
        """Take over the words of the thesaurus and the taxonomy instead of those that it had before."""
        self.named = {word: stem(word, self.language) for word in words}
        self.named_stems = frozenset(self.named.values())
        for word, stemmed in self.named.items():
            self._add(word, stemmed)

    def update(self, words: Iterable[tuple[str, int]]) -> None:
        """Take over how many texts each of these words stands in now."""
        new = []
        for word, count in words:
            stemmed = stem(word, self.language)
            if word not in self.counts:
                new.append(word)
                self._add(word, stemmed)
            self.frequency[stemmed] = self.frequency.get(stemmed, 0) + count - self.counts.get(word, 0)
            self.counts[word] = count
        self._take_apart(new)

    def _add(self, word: str, stemmed: str) -> None:
        for form in {fold(word), fold(stemmed)} - {""}:
            stems = self.folded.get(form)
            if stems is None:
                self.by_length[len(form)].append(form)
                for gram in grams(form):
                    self.grams[gram].append(len(self.forms))
                self.forms.append(form)
                self.folded[form] = (stemmed,)
            elif stemmed not in stems:
                self.folded[form] = (*stems, stemmed)
        if self.language in SCRIPTS_WITHOUT_VOWELS and not word.isascii():
            consonants = skeleton(word)
            if stemmed not in self.skeletons.get(consonants, ()):
                self.skeletons[consonants] = (*self.skeletons.get(consonants, ()), stemmed)

    def _take_apart(self, new: list[str]) -> None:
        if self.language not in GERMAN:
            return
        for word in new:
            found = parts(word, self.counts)
            for position, part in enumerate(found, 1):
                weight = COMPOUND_HEAD if position == len(found) else COMPOUND_PART
                part_stem, stemmed = stem(part, self.language), stem(word, self.language)
                if part_stem != stemmed:
                    self.compounds[part_stem][stemmed] = weight

    def idf(self, stemmed: str) -> float:
        """How much a stem says, from 0 for one that stands everywhere (Robertson/Spärck Jones, as in BM25)."""
        # A text with two forms of the stem is counted twice.
        count = min(self.frequency.get(stemmed, 0), self.size)
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def known(self, stemmed: str) -> bool:
        """Whether a text has this stem."""
        return self.frequency.get(stemmed, 0) > 0

    def has(self, stemmed: str) -> bool:
        """Whether a text, the thesaurus or the taxonomy has this stem."""
        return stemmed in self.named_stems or self.known(stemmed)

    def meanings(self, word: str, typing: bool = False) -> dict[str, float]:
        """Stems that ``word`` can stand for, each with a weight up to 1; empty if nothing resembles it.

        Also stems that no text has, but the thesaurus: a word that it knows is not a misspelling of another.

        ``typing``: the word may be the beginning of one.
        """
        found = self.same(word) or self._near(word)
        for stemmed in list(found):
            for compound, weight in self.compounds.get(stemmed, {}).items():
                found[compound] = max(found.get(compound, 0), weight * found[stemmed])
        if self.language in GERMAN:
            self._add_parts(word, found)
        if typing or not any(map(self.known, found)):
            self._add_beginnings(word, found, LONGEST if typing else 8)
        self._add_similar(word, found)
        if not is_latin(word):
            # Nobody mistypes مدرسة as "Mrs"; the other way round is how people write without their keyboard.
            found = {stemmed: weight for stemmed, weight in found.items() if weight >= SAME or not is_latin(stemmed)}
        best = sorted(found.items(), key=lambda entry: (-entry[1], -self.frequency.get(entry[0], 0), entry[0]))
        return dict([entry for entry in best if self.has(entry[0])][:MOST])

    def same(self, word: str) -> dict[str, float]:
        """The word's own stem; if nothing has it, stems that differ in spelling or script only."""
        stemmed = stem(word, self.language)
        if self.has(stemmed):
            return {stemmed: 1.0}
        found = {
            other: SAME for form in (fold(word), fold(stemmed)) for other in self.folded.get(form, ()) if len(form) > 1
        }
        if not found and self.skeletons and word.isascii() and len(skeleton(word)) > 2:
            found = dict.fromkeys(self.skeletons.get(skeleton(word), ()), NEAR[1])
        return {other: weight for other, weight in found.items() if self.has(other)}

    def _near(self, word: str) -> dict[str, float]:
        """Stems whose folded form is one edit away, or two from six letters on (Damerau, neighbours may be swapped)."""
        form = fold(word)
        if len(form) < 4:
            return {}
        allowed = 1 if len(form) < 6 else 2
        lengths = range(len(form) - allowed, len(form) + allowed + 1)
        near = {
            other: distance
            for forms in (self.by_length.get(length, ()) for length in lengths)
            for other, distance, _index in process.extract_iter(form, forms, scorer=OSA.distance, score_cutoff=allowed)
            if distance
        }
        if not near:
            return {}
        best = min(near.values())
        found: dict[str, float] = {}
        for other, distance in near.items():
            # Two edits, or one in a short word, make too many words: the first letter has to be right.
            if (distance > 1 or len(form) < 5) and other[:1] != form[:1]:
                continue
            if distance == best or (distance == best + 1 and other[:2] == form[:2]):
                for stemmed in filter(self.has, self.folded[other]):
                    weight = NEAR[distance] * (1 if other[:1] == form[:1] else 0.8)
                    found[stemmed] = max(found.get(stemmed, 0), weight)
        return found

    def _add_parts(self, word: str, found: dict[str, float]) -> None:
        """Parts of a German compound, weighted by how much each of them says."""
        pieces = [stem(part, self.language) for part in parts(word, self.counts)]
        total = sum(self.idf(piece) for piece in pieces)
        for piece in pieces if total else []:
            found[piece] = max(found.get(piece, 0), 0.8 * self.idf(piece) / total)

    def _add_beginnings(self, word: str, found: dict[str, float], more: int) -> None:
        """Stems of words that begin so and have at most ``more`` letters more."""
        form = fold(word)
        if len(form) < (2 if more == LONGEST else 4):
            return
        for length in range(len(form) + 1, len(form) + more):
            for other in self.by_length.get(length, ()):
                if other.startswith(form):
                    for stemmed in filter(self.known, self.folded[other]):
                        found.setdefault(stemmed, PREFIX)

    def _add_similar(self, word: str, found: dict[str, float]) -> None:
        """Stems that share most of their letters with the word, in order: *süchtig* and *Sucht*."""
        form = fold(word)
        if len(form) < 5:
            return
        own = grams(form)
        shared = Counter(number for gram in own for number in self.grams.get(gram, ()))
        for number, common in shared.items():
            if common < 3:
                continue
            other = self.forms[number]
            likeness = 2 * common / (len(own) + len(other) - 1)
            if likeness >= LIKE:
                for stemmed in filter(self.known, self.folded[other]):
                    found.setdefault(stemmed, SIMILAR * likeness)


def grams(form: str) -> set[str]:
    """Three letters in a row of a folded form, its beginning marked."""
    form = "^" + form
    return {form[at : at + 3] for at in range(len(form) - 2)}
