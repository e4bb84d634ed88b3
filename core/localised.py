"""Lists in the reader's language: originals in, texts out, German ones marked where a translation is missing."""

from collections.abc import Iterable

from wagtail.models import Page

from core.addresses import language_of
from core.languages import active_language


def in_language(originals: Iterable[Page], language: str | None = None) -> list[Page]:
    """For each original (specific page) its live translation into ``language``, else itself.

    Keeps the order. Each returned page knows its original, so that ``page.facts`` costs nothing. One query for pages
    of one type, however many there are; for mixed types one more per type.
    """
    originals = list(originals)
    language = language or active_language()
    wanted = [page.translation_key for page in originals if language_of(page) != language]
    translations = {}
    if wanted:
        types = {type(page) for page in originals}
        model = types.pop() if len(types) == 1 else Page
        pages = model.objects.filter(
            translation_key__in=wanted, locale__language_code=language, live=True, alias_of__isnull=True
        ).select_related("locale")
        translations = {page.translation_key: page for page in (pages.specific() if model is Page else pages)}
    texts = []
    for original in originals:
        text = translations.get(original.translation_key, original)
        text.__dict__["original"] = original
        original.__dict__.setdefault("original", original)
        texts.append(text)
    return texts
