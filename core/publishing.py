"""Pages made by programs: seeds, demo content and imports. Editors' pages go through Wagtail's own forms."""

from django.utils import timezone
from wagtail.models import Locale, Page

from core.models import BasePage, TextState

STRUCTURAL = {
    "id", "page_ptr", "path", "depth", "numchild", "url_path", "locale", "draft_title", "live", "owner",
    "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision", "alias_of",
    "first_published_at", "last_published_at", "locked", "locked_at", "locked_by", "expired", "go_live_at",
    "expire_at", "index_entries", "content_type", "hsds_id",
}  # fmt: skip
"""Fields of a page that belong to the one row and are never copied to its translation."""


def publish_new(page: BasePage, parent: Page) -> BasePage:
    """Put a new page below ``parent``, live at once, without a revision (Wagtail makes one at the first edit)."""
    page.live = True
    page.has_unpublished_changes = False
    page.first_published_at = page.last_published_at = page.last_published_at or timezone.now()
    parent.add_child(instance=page)
    TextState.record(page)
    return page


def translated_parent(original: BasePage, locale: Locale) -> Page | None:
    """The nearest ancestor of ``original`` that is really translated into ``locale``; ``None`` without a home page there."""
    keys = original.get_ancestors().values("translation_key")
    return (
        Page.objects.filter(translation_key__in=keys, locale=locale, alias_of=None, depth__gt=1)
        .order_by("-depth")
        .first()
    )


def new_translation(original: BasePage, locale: Locale, **text) -> BasePage:
    """An unsaved translation of ``original`` with the given text fields; other texts are copied.

    Facts stay on the original alone, where they are read from: a confidential address exists once, not eight times.
    """
    values = {
        field.attname: getattr(original, field.attname)
        for field in original._meta.concrete_fields
        if field.name not in STRUCTURAL and field.name not in original.fact_fields
    }
    return type(original)(**{**values, **text}, locale=locale)


def publish_translation(original: BasePage, language: str, parent: Page | None = None, **text) -> BasePage:
    """Publish a new translation of ``original`` below the translation of its parent (``parent`` spares the look-up).

    Raises ``LookupError`` if the portal has no home page in ``language``.
    """
    locale = Locale.objects.get(language_code=language)
    parent = parent or translated_parent(original, locale)
    if parent is None:
        raise LookupError(f"There is no home page in {language}; run init_portal first.")
    return publish_new(new_translation(original, locale, **text), parent)
