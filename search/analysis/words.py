"""From text to words: normalised, lower case, split as the language splits them."""

import re
import unicodedata

# Signs that people leave out or that are decoration: Arabic tatweel and vowel signs (Unicode chart U+0600), and
# everything invisible that changes direction or joins letters. They go before the text is split, or they would split it.
INVISIBLE = re.compile(
    "[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u02b9`\u00b4\u2032\u05f3", "'"))
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ELISION = re.compile(r"^(?:l|d|qu|j|n|s|c|m|t|jusqu|lorsqu|puisqu)'(?=\w)")
LONGEST = 40
"""Letters of a word that are kept; German compounds end well before."""


def normalised(text: str, language: str) -> str:
    """Compatibility forms unified (Unicode NFKC), decoration dropped, lower case; Turkish dotted and dotless i kept.

    Digits of all scripts are those of ASCII: *٢٤* is *24*.
    """
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8"))
    text = INVISIBLE.sub("", text).translate(APOSTROPHES)
    text = FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", text.casefold().replace("i\u0307", "i"))


def words(text: str, language: str) -> list[str]:
    """Words in order. ``l'aide`` is ``aide`` in French, ``Almanya'da`` is ``almanya`` in Turkish, ``сім'я`` stays one."""
    found = (_without_affixes(word, language)[:LONGEST] for word in WORD.findall(normalised(text, language)))
    return [word for word in found if word]


def spans(text: str, language: str) -> list[tuple[str, int, int]]:
    """Words with the place where they stand: ``(word, start, end)``, offsets into the text as it is given.

    Normalising may change lengths, so that every word is looked at alone; the offsets are those of the whole word.
    """
    found = [
        (_without_affixes(word, language)[:LONGEST], match.start(), match.end())
        for match in RAW_WORD.finditer(text)
        for word in WORD.findall(normalised(match.group(), language))
    ]
    return [entry for entry in found if entry[0]]


JOINED = r"\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u200b-\u200f\u2060"
"""What may stand inside a word and is no letter."""
RAW_WORD = re.compile(
    rf"[^\W_](?:[^\W_]|[{JOINED}]|['\u2019\u2018\u02bc\u02b9`\u00b4\u2032\u05f3](?=[{JOINED}]*[^\W_]))*"
)


def _without_affixes(word: str, language: str) -> str:
    if "'" not in word:
        return word
    if language == "fr":
        word = ELISION.sub("", word)
    if language == "tr":
        return word.partition("'")[0]
    if language in {"de", "de-simple", "en"} and word.rpartition("'")[2] in {"s", "ll", "re", "ve", "d", "m", "t"}:
        word = word.rpartition("'")[0]
    return word.replace("'", "")
