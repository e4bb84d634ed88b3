"""The way from the home page to a page, in the reader's language."""

from wagtail.models import Page

from core.addresses import url_in


def breadcrumbs(page: Page, language: str) -> list[dict]:
    """``{"title", "url", "language"}`` from the home page down to the parent of ``page``. One query.

    Ancestors that are not translated keep their own language, so that the template can mark them.
    """
    steps = range(page.steplen * 2, len(page.path), page.steplen)
    ancestors = Page.objects.filter(path__in=[page.path[:end] for end in steps])
    group = (
        Page.objects.filter(translation_key__in=ancestors.values("translation_key"), live=True)
        .filter(locale__language_code__in={language, page.locale.language_code}, alias_of=None)
        .select_related("locale")
        .order_by("depth")
    )
    best: dict = {}
    for ancestor in group:
        if ancestor.translation_key not in best or ancestor.locale.language_code == language:
            best[ancestor.translation_key] = ancestor
    return [
        {"title": ancestor.title, "url": url_in(ancestor, language), "language": ancestor.locale.language_code}
        for ancestor in best.values()
    ]
