"""No half-finished translation on the public site, whatever way it takes."""

import logging

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from wagtail.models import Page

from core.models.text_state import TextState, digest_of, managed_translation

logger = logging.getLogger(__name__)


def missing_strings(page: Page) -> int:
    """How many strings of a translation that wagtail-localize manages are untranslated; 0 for any other page."""
    managed = managed_translation(page)
    if managed is None:
        return 0
    total, translated = managed.get_progress()
    return total - translated


def refuse_half_finished(page: Page) -> None:
    """Raise ``ValidationError`` when saving would put an incomplete translation on the public site.

    wagtail-localize fills gaps with the source text and writes the row of a live page even for a draft
    (``Translation.save_target``), so the guard sits where every channel passes: at the save of a live row whose text
    would change.
    """
    if not page.pk or not page.live or page.alias_of_id:
        return
    state = TextState.objects.filter(page_id=page.pk).first()
    if state is None or not state.source_id or not state.digest or digest_of(page) == state.digest:
        return
    if missing := missing_strings(page):
        raise ValidationError(
            {
                "title": ngettext(
                    "One text is not translated yet; the public page stays as it was.",
                    "%(count)d texts are not translated yet; the public page stays as it was.",
                    missing,
                )
                % {"count": missing}
            }
        )


def may_be_published(page: Page) -> bool:
    """Whether publishing ``page`` would show a complete text.

    A translation that is held back stays a draft. No error is raised: wagtail-localize publishes after the commit, where
    an error would keep its other translations from being published; the editor is told by ``wagtail_hooks``.
    """
    missing = missing_strings(page)
    if missing:
        logger.warning("Not published: page %s lacks the translation of %s texts.", page.pk, missing)
    return not missing
