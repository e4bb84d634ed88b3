"""From words to stems, so that *Beratungen* meets *Beratung*; one pure function for all languages.

Snowball (https://snowballstem.org) knows most of them. Arabic, Persian and Ukrainian have rules of their own below:
Snowball has none for Ukrainian, and its Arabic one leaves the article and the conjunction where both stand together.
"""

import re
from functools import cache, lru_cache

import Stemmer

SNOWBALL = {
    "de": "german", "de-simple": "german", "en": "english", "tr": "turkish", "ru": "russian", "fr": "french",
    "es": "spanish", "it": "italian", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "hu": "hungarian", "el": "greek", "hy": "armenian", "sr": "serbian", "lt": "lithuanian",
}  # fmt: skip
SAME_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ی": "ي",
        "ک": "ك",
        "ۀ": "ه",
        "گ": "ك",
    }
)
ARABIC_PREFIXES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "ال", "لل")
ARABIC_SUFFIXES = (
    "هما",
    "كما",
    "تين",
    "تان",
    "ات",
    "ون",
    "ين",
    "ان",
    "ها",
    "هم",
    "كم",
    "نا",
    "يه",
    "تي",
    "ته",
    "ه",
    "ي",
    "ت",
)
PERSIAN_SUFFIXES = ("هايي", "هاي", "ها", "ان", "ات", "ترين", "تر", "ام", "ي")
"""With the letters that ``SAME_LETTERS`` leaves."""
UKRAINIAN_ENDINGS = re.compile(
    "(?:"
    "(?:ува|юва|ова|а|я|и|ї|і|е|у|ю)?(?:ння|нням|нню|ннях|ннями)|"
    "(?:ува|юва|а|я|и|ї|і|у|ю|е|є)(?:ти|тися|тись|ла|ли|ло|в|вши|ть|ться|єш|єте|ємо|є|ють)|"
    "(?:ія|ії|ію|ією|іє|іям|іями|іях|"
    "ого|ому|ими|іми|ої|ою|ій|их|іх|ий|ім|им|ею|єю|ами|ями|ах|ях|ам|ям|ові|еві|єві|ів|їв|ей|ом|ем|єм|ая|яя)|"
    "[аяоеєиіїуюйь]"
    ")$"
)


def stem(word: str, language: str) -> str:
    """The stem of a normalised word (``analysis.words``); the word itself in a language without rules."""
    if language == "ar":
        return _arabic(word)
    if language in {"fa", "prs", "ps", "ckb", "ur"}:
        return _persian(word)
    if language == "uk":
        return _ukrainian(word)
    if language in SNOWBALL:
        return _snowball(word, SNOWBALL[language])
    return word


@lru_cache(maxsize=50_000)
def _snowball(word: str, algorithm: str) -> str:
    stemmed = _stemmer(algorithm).stemWord(word)
    # Snowball's Turkish takes the last vowel of three for an ending and hardens what is left: "ebe" becomes "ep".
    return word if len(stemmed) < 3 and not word.startswith(stemmed) else stemmed


@cache
def _stemmer(algorithm: str):
    # PyStemmer has a cache of its own that is not safe between threads; ours above is.
    return Stemmer.Stemmer(algorithm, 0)


def _arabic(word: str) -> str:
    """Light stemming (Larkey et al. 2007): one prefix, then one suffix, while at least three letters stay."""
    hamza = word.endswith("ئ")  # belongs to the root, as in "لاجئ", and is no ending
    word = word.translate(SAME_LETTERS)
    word = _cut_front(word, ARABIC_PREFIXES)
    if word[:1] == "و" and len(word) > 4:
        word = word[1:]
        word = _cut_front(word, ARABIC_PREFIXES)
    return word if hamza else _cut_end(word, ARABIC_SUFFIXES)


def _persian(word: str) -> str:
    return _cut_end(word.translate(SAME_LETTERS), PERSIAN_SUFFIXES)


def _ukrainian(word: str) -> str:
    """Endings of nouns, adjectives and verbs off, while at least three letters stay."""
    match = UKRAINIAN_ENDINGS.search(word, 3)
    stemmed = word[: match.start()] if match else word
    return stemmed.rstrip("ь") if len(stemmed) > 3 else stemmed


def _cut_front(word: str, affixes: tuple[str, ...]) -> str:
    for affix in affixes:
        if word.startswith(affix) and len(word) - len(affix) >= 3:
            return word[len(affix) :]
    return word


def _cut_end(word: str, affixes: tuple[str, ...]) -> str:
    for affix in affixes:
        if word.endswith(affix) and len(word) - len(affix) >= 3:
            return word[: -len(affix)]
    return word
