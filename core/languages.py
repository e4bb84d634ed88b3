"""Questions about languages that templates and models ask; the list itself is in the settings."""

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import to_locale

NAMES = dict(settings.LANGUAGES)


def source_language() -> str:
    """The language that editors write in first, as in ``settings.LANGUAGE_CODE``."""
    return settings.LANGUAGE_CODE


def active_language() -> str:
    """The reader's interface language, always one of ``settings.LANGUAGES``."""
    language = translation.get_language() or source_language()
    return language if language in NAMES else source_language()


def autonym(code: str) -> str:
    """The language's name in that language; the code itself for a language that is not in the list."""
    return NAMES.get(code, code)


def direction(code: str) -> str:
    """``"rtl"`` or ``"ltr"``, for HTML's ``dir``."""
    return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"


def html_lang(code: str) -> str:
    """The BCP 47 tag for HTML's ``lang``.

    "simple" is a registered variant subtag (IANA Language Subtag Registry), so "de-simple" stands as it is.
    """
    return code


class InLanguage:
    """What templates ask of anything with a ``language``: how to mark it (WCAG 3.1.2) and what to call it."""

    language: str

    @property
    def lang(self) -> str:
        return html_lang(self.language)

    @property
    def dir(self) -> str:
        return direction(self.language)

    @property
    def language_name(self) -> str:
        """The language's name in that language."""
        return autonym(self.language)

    @property
    def is_foreign(self) -> bool:
        """Whether the text is in another language than the reader's interface, so that it must be marked."""
        return self.language != active_language()


def babel_locale(code: str) -> str:
    """The CLDR locale whose number, date and language names fit; variants without data use their base language."""
    return to_locale(code.split("-simple", maxsplit=1)[0])
