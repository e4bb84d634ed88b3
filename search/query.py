"""From what somebody typed to pages."""

import re
import unicodedata

from wagtail.models import Page
from wagtail.search.query import Or, PlainText

from core.addresses import language_of
from core.languages import active_language

MAX_WORDS, MAX_RESULTS, ENOUGH = 12, 400, 15


def words(typed: str) -> list[str]:
    """Words of at least two letters or digits, normalised (NFKC); quotes, operators and control characters dropped."""
    text = unicodedata.normalize("NFKC", typed.encode("utf-8", "ignore").decode("utf-8"))[:300]
    return [word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text) if len(word) > 1][:MAX_WORDS]


def find(typed: str, language: str | None = None) -> list[Page]:
    """Pages for ``typed``: first those in ``language`` (default: the reader's), then originals not translated into it.

    Pages that have all words come first; pages that have only some follow where those are few. Base ``Page`` rows.
    """
    language = language or active_language()
    terms = words(typed)
    if not terms:
        return []
    ranked = _ranked(terms)
    rows = Page.objects.live().public().filter(pk__in=ranked, alias_of=None, depth__gt=1)
    pages = {page.pk: page for page in rows.select_related("locale", "text_state")}
    found = [pages[pk] for pk in ranked if pk in pages]
    own = [page for page in found if language_of(page) == language]
    foreign = [page for page in found if language_of(page) != language and is_original(page)]
    translated = set(
        Page.objects.live()
        .filter(translation_key__in={page.translation_key for page in foreign}, alias_of=None)
        .filter(locale__language_code=language)
        .values_list("translation_key", flat=True)
    )
    return [*own, *(page for page in foreign if page.translation_key not in translated)]


def is_original(page: Page) -> bool:
    """Whether the page was not translated from another; ``text_state`` should be loaded."""
    return getattr(getattr(page, "text_state", None), "source_id", None) is None


def _ranked(terms: list[str]) -> list[int]:
    """Ids of live pages in any language, best first; those with all terms before those with some."""
    live = Page.objects.live()
    ids = {page.pk: None for page in live.search(PlainText(" ".join(terms), operator="and"))[:MAX_RESULTS]}
    if len(terms) > 1 and len(ids) < ENOUGH:
        ids |= {page.pk: None for page in live.search(Or([PlainText(term) for term in terms]))[:MAX_RESULTS]}
    return list(ids)
