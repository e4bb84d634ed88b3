"""Words typed while the keyboard was set to another language: ``irjkf`` is ``школа``; on a German one ``öbnkj``, ``житло``."""

QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
QWERTZ = "qwertzuiopü+asdfghjklöäyxcvbnm,.^"
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزذ"
LAYOUTS = {"ru": [RUSSIAN], "uk": [UKRAINIAN, RUSSIAN], "ar": [ARABIC]}
SWAPPED_IN_GERMAN = str.maketrans("yzYZ", "zyZY")


def other_layouts(text: str, language: str) -> list[str]:
    """What ``text`` would have been on the other keyboards of a reader of ``language``; without what is the same.

    Keyboards sold in Germany are QWERTZ, those that people bring along QWERTY.
    """
    typed = text.lower()
    if language in {"de", "de-simple", "en"}:
        found = [text.translate(SWAPPED_IN_GERMAN)]
    else:
        found = [
            typed.translate(str.maketrans(keys, letters))
            for layout in LAYOUTS.get(language, [])
            for latin in (QWERTY, QWERTZ)
            for keys, letters in ((latin, layout), (layout, latin))
        ]
    return [other for other in dict.fromkeys(found) if other not in {text, typed}]
