"""What is known about the text of a page: from which page it was translated, and whether that has changed since."""

import hashlib

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments


def digest_of(page: Page) -> str:
    """SHA-256 over the translatable text of a page, in order.

    Facts do not count, so that a changed phone number never makes a translation look outdated.
    """
    digest = hashlib.sha256()
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            digest.update(segment.string.data.encode())
        elif isinstance(segment, TemplateSegmentValue):
            digest.update(segment.template.encode())
        else:
            continue
        digest.update(b"\0")
    return digest.hexdigest()


class TextStateQuerySet(models.QuerySet):
    """States by what has to be said about the text."""

    def translations(self):
        """States of pages that were translated from another page."""
        return self.filter(source__isnull=False)

    def outdated(self):
        """Translations whose source text was changed after they were published.

        A source without a digest has never been published since states are kept; nothing is known, nothing is said.
        """
        return (
            self.translations()
            .exclude(source__text_state__digest="")
            .exclude(source_digest=models.F("source__text_state__digest"))
        )


class TextState(models.Model):
    """One row per page, outside its revisions, so that publishing an old revision cannot bring an old state back.

    The *original* of a translation group is the page that was made first, in whatever language; it has no ``source``.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="text_state", verbose_name=_("page"))
    source = models.ForeignKey(
        Page,
        null=True,
        on_delete=models.CASCADE,
        related_name="translated_states",
        verbose_name=_("translated from"),
    )
    digest = models.CharField(_("digest of the published text"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("text last changed"), null=True)
    source_digest = models.CharField(_("digest of the source when this was translated"), max_length=64, blank=True)
    machine_translated = models.BooleanField(_("machine translation that nobody has checked yet"), default=False)

    objects = TextStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("text state")
        verbose_name_plural = _("text states")

    def __str__(self):
        return f"{self.page_id}: {'translation' if self.source_id else 'original'}"

    @classmethod
    def of(cls, page: Page) -> "TextState":
        """The state of a page; made on first call, when the original is looked up among the page's translations."""
        state = cls.objects.filter(page_id=page.pk).first()
        if state is None:
            first = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).order_by("pk").first()
            source = first if first is not None and first.pk < page.pk else None
            state = cls.objects.create(page_id=page.pk, source=source)
        return state

    @classmethod
    def record(cls, page: Page) -> "TextState":
        """Note the text that is now public. Called on every publication; a republication of the same text changes nothing.

        For a translation, its text now counts as made from the source's present text, unless wagtail-localize
        manages it and some strings are still untranslated, and is "machine translated" if any string in use is.
        """
        state = cls.of(page)
        digest = digest_of(page)
        if digest != state.digest:
            state.digest, state.changed_at = digest, timezone.now()
        if state.source_id:
            managed = managed_translation(page)
            if managed is None or is_complete(managed):
                source_state = cls.objects.filter(page_id=state.source_id).first()
                state.source_digest = source_state.digest if source_state else ""
            if managed is not None:
                state.machine_translated = uses_machine_translation(managed)
        state.save()
        return state


def managed_translation(page: Page) -> Translation | None:
    """wagtail-localize's record for this page, if the page is one of its translations and not edited by hand."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )


def is_complete(translation: Translation) -> bool:
    """Whether every string of the source, as wagtail-localize knows it, has a translation without errors."""
    total, translated = translation.get_progress()
    return total == translated


def uses_machine_translation(translation: Translation) -> bool:
    """Whether a string now in use came from a machine and was not touched by a person."""
    segments = translation.source.stringsegment_set.all()
    return StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        translation_of_id__in=segments.values("string_id"),
        context_id__in=segments.values("context_id"),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    ).exists()
