"""Words typed while the keyboard was set to another language: ``irjkf`` is ``школа``."""

QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزذ"
LAYOUTS = {"ru": [RUSSIAN], "uk": [UKRAINIAN, RUSSIAN], "ar": [ARABIC]}
SWAPPED_IN_GERMAN = str.maketrans("yzYZ", "zyZY")


def other_layouts(text: str, language: str) -> list[str]:
    """What ``text`` would have been on the other keyboards of a reader of ``language``; without what is the same."""
    if language in {"de", "de-simple", "en"}:
        found = [text.translate(SWAPPED_IN_GERMAN)]
    else:
        found = []
        for layout in LAYOUTS.get(language, []):
            found.append(text.lower().translate(str.maketrans(QWERTY, layout)))
            found.append(text.lower().translate(str.maketrans(layout, QWERTY)))
    return [other for other in found if other != text.lower() and other != text]
