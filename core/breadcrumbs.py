"""The way from the home page to a page, in the reader's language."""

from wagtail.models import Page

from core.addresses import language_of, url_in


def breadcrumbs(page: Page, language: str) -> list[dict]:
    """``{"title", "url", "language"}`` from the home page down to the parent of ``page``. One query.

    Ancestors that are not translated keep their own language, so that the template can mark them.
    """
    steps = range(page.steplen * 2, len(page.path), page.steplen)
    ancestors = Page.objects.filter(path__in=[page.path[:end] for end in steps])
    group = (
        Page.objects.filter(translation_key__in=ancestors.values("translation_key"), live=True)
        .filter(locale__language_code__in={language, language_of(page)}, alias_of=None)
        .order_by("depth")
    )
    best: dict = {}
    for ancestor in group:
        if ancestor.translation_key not in best or language_of(ancestor) == language:
            best[ancestor.translation_key] = ancestor
    return [
        {"title": ancestor.title, "url": url_in(ancestor, language), "language": language_of(ancestor)}
        for ancestor in best.values()
    ]
