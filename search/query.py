"""From what somebody typed to pages."""

import re
import unicodedata

from wagtail.models import Page
from wagtail.search.query import Or, PlainText

from core.languages import active_language
from core.models import TextState

MAX_WORDS, MAX_RESULTS = 12, 200


def words(typed: str) -> list[str]:
    """Words of at least two letters or digits, normalised (NFKC); quotes, operators and control characters dropped."""
    text = unicodedata.normalize("NFKC", typed.encode("utf-8", "ignore").decode("utf-8"))[:300]
    return [word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text) if len(word) > 1][:MAX_WORDS]


def find(typed: str, language: str | None = None) -> list[Page]:
    """Pages for ``typed``: first those in ``language`` (default: the reader's), then originals not translated into it.

    Pages that have all words come before pages that have some. At most ``MAX_RESULTS``.
    """
    language = language or active_language()
    terms = words(typed)
    if not terms:
        return []
    originals = TextState.objects.filter(source=None).values("page_id")
    translated = Page.objects.live().filter(locale__language_code=language, alias_of=None).values("translation_key")
    public = Page.objects.live().public().filter(alias_of=None, depth__gt=1)
    own = public.filter(locale__language_code=language)
    foreign = public.filter(pk__in=originals).exclude(translation_key__in=translated)
    foreign = foreign.exclude(locale__language_code=language)
    found: dict[int, None] = {}
    for pages in (own, foreign):
        for query in ([PlainText(" ".join(terms), operator="and")] + [Or([PlainText(t) for t in terms])] * (len(terms) > 1)):
            for page in pages.search(query)[:MAX_RESULTS]:
                found.setdefault(page.pk)
    ids = list(found)[:MAX_RESULTS]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).select_related("locale").specific()}
    return [pages[pk] for pk in ids]
