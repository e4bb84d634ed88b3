"""From what somebody typed to pages."""

import re
import unicodedata

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.search.query import Or, PlainText

from core.languages import active_language
from core.models import TextState

MAX_WORDS, MAX_RESULTS, ENOUGH = 12, 200, 15


def words(typed: str) -> list[str]:
    """Words of at least two letters or digits, normalised (NFKC); quotes, operators and control characters dropped."""
    text = unicodedata.normalize("NFKC", typed.encode("utf-8", "ignore").decode("utf-8"))[:300]
    return [word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text) if len(word) > 1][:MAX_WORDS]


def find(typed: str, language: str | None = None) -> list[Page]:
    """Pages for ``typed``: first those in ``language`` (default: the reader's), then originals not translated into it.

    Pages that have all words come first; pages that have only some follow where those are few. Base ``Page`` rows with
    ``locale`` loaded, at most ``MAX_RESULTS``.
    """
    language = language or active_language()
    terms = words(typed)
    if not terms:
        return []
    public = Page.objects.live().public().filter(alias_of=None, depth__gt=1).select_related("locale")
    own = public.filter(locale__language_code=language)
    originals = TextState.objects.filter(source=None).values("page_id")
    foreign = (
        public.filter(pk__in=originals)
        .exclude(locale__language_code=language)
        .exclude(translation_key__in=own.values("translation_key"))
    )
    found = _matching(own, terms)
    found.update(_matching(foreign, terms))
    return list(found.values())[:MAX_RESULTS]


def _matching(pages: QuerySet, terms: list[str]) -> dict[int, Page]:
    """Pages by id, best first; those with all terms before those with some."""
    found = {page.pk: page for page in pages.search(PlainText(" ".join(terms), operator="and"))[:MAX_RESULTS]}
    if len(terms) > 1 and len(found) < ENOUGH:
        for page in pages.search(Or([PlainText(term) for term in terms]))[:MAX_RESULTS]:
            found.setdefault(page.pk, page)
    return found
