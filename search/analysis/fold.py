"""The folded form of a word: what is left when keyboards, scripts and spellings differ.

*Köhlerswalde* and *Koehlerswalde*, *гражданство* and *grazhdanstvo*, *danışmanlık* and *danismanlik* fold to the same.
Folded forms are compared, never shown.
"""

import re
from functools import lru_cache

from anyascii import anyascii

# In this order. German ae/oe/ue are typed umlauts; zh, kh, sh, ch and y/j are how Cyrillic is typed in Latin letters.
SPELLINGS = [
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("zh", "z"), ("kh", "h"), ("sh", "s"), ("ch", "c"), ("ph", "f"), ("th", "t"),
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("y", "i"), ("j", "i"), ("c", "k"), ("q", "k"), ("w", "v"),
]  # fmt: skip
DOUBLED = re.compile(r"(.)\1+")
NO_SOUND = re.compile(r"[^a-z0-9]")
VOWELS = re.compile(r"[aeiouywh]")
DIGITS_FOR_LETTERS = str.maketrans({"2": "", "3": "", "5": "kh", "6": "t", "7": "", "8": "gh", "9": "s"})
"""As ``anyascii`` and ``VOWELS`` leave the letters ء ع خ ط ح غ ص (Arabic chat alphabet)."""
SCRIPTS_WITHOUT_VOWELS = {"ar", "fa", "prs", "ps", "ckb", "ur"}
LATIN_END = "\u0250"
"""The first letter behind the Latin blocks of Unicode."""


def is_latin(word: str) -> bool:
    """Whether all of a word is Latin letters and digits."""
    return max(word) < LATIN_END


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Latin letters without accents, one spelling for each sound, no letter twice; ``""`` if nothing is left."""
    text = NO_SOUND.sub("", anyascii(word).lower())
    for spelling, letter in SPELLINGS:
        text = text.replace(spelling, letter)
    return DOUBLED.sub(r"\1", text)


def skeleton(word: str) -> str:
    """Consonants alone, for scripts that write no short vowels: ``مدرسة`` and *madrasa* are both ``mdrs``.

    Digits between Latin letters are letters that Latin has not got, as in messages: ``مساعدة`` is *mosa3ada*.
    """
    if word.isascii() and not word.isdecimal():
        word = word.translate(DIGITS_FOR_LETTERS)
    text = NO_SOUND.sub("", anyascii(word.removeprefix("ال") if len(word) > 5 else word).lower())
    for spelling, letter in (("sh", "s"), ("kh", "x"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("dj", "j"), ("q", "k")):
        text = text.replace(spelling, letter)
    text = text.removeprefix("al") if text.startswith("al") and len(text) > 5 else text
    return DOUBLED.sub(r"\1", VOWELS.sub("", text))
