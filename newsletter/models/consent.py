"""Proof of who asked for the newsletter, to which words, and when (GDPR art. 7 (1)); only ever added to."""

import hashlib

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.languages import InLanguage


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet):
    """Adds and reads."""

    def update(self, **kwargs):
        raise AppendOnlyError("Proofs are not changed.")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError("Proofs are not changed.")

    def delete(self):
        raise AppendOnlyError("Proofs are not deleted before their time; newsletter.retention does it then.")

    delete.alters_data = True
    delete.queryset_only = True


class AppendOnly(models.Model):
    """A row that stays as it was written."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("Proofs are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("Proofs are not deleted before their time; newsletter.retention does it then.")


class ConsentText(InLanguage, AppendOnly):
    """The words that somebody agreed to. Other words, or the same from another sender, are another row."""

    version = models.PositiveIntegerField(_("version"), help_text=_("Counted per language."))
    language = models.CharField(_("language"), max_length=20)
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    created_at = models.DateTimeField(_("first used"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["language", "sha256"], name="consent_text_once"),
            models.UniqueConstraint(fields=["language", "version"], name="consent_version_once"),
        ]

    def __str__(self):
        return f"{self.language} {self.version}"

    @classmethod
    def of(cls, text: str, language: str) -> "ConsentText":
        """The row for these words, made if they are new."""
        digest = digest_of(text)
        found = cls.objects.filter(language=language, sha256=digest).first()
        if found is not None:
            return found
        last = cls.objects.filter(language=language).aggregate(last=models.Max("version"))["last"] or 0
        return cls.objects.get_or_create(
            language=language, sha256=digest, defaults={"text": text, "version": last + 1}
        )[0]


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class ConsentProof(AppendOnly):
    """Something that happened to one subscription. ``subscription`` ties the events of one sign-up together.

    ``email`` is empty after an erasure; ``email_hash`` still lets the portal show that a named address had asked.
    """

    class Event(models.TextChoices):
        REQUESTED = "requested", _("asked for in the form")
        MAILED = "mailed", _("mail with the link to confirm sent")
        CONFIRMED = "confirmed", _("confirmed")
        IMPORTED = "imported", _("taken over from another system")
        WITHDRAWN = "withdrawn", _("unsubscribed")
        ENDED = "ended", _("ended, because mails came back or were complained of")
        ERASED = "erased", _("erased on request")

    GIVEN = (Event.CONFIRMED, Event.IMPORTED)
    """Events that allow to send."""
    OVER = (Event.WITHDRAWN, Event.ENDED, Event.ERASED)
    """Events after which an older consent does not count any more."""

    subscription = models.UUIDField(_("subscription"), db_index=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    email_hash = models.CharField(_("keyed hash of the e-mail"), max_length=64, db_index=True)
    event = models.CharField(_("event"), max_length=10, choices=Event.choices)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    consented_at = models.DateTimeField(_("consented in the other system"), null=True, blank=True)
    consent = models.ForeignKey(
        ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("consent text")
    )
    url = models.CharField(_("address of the form or page"), max_length=500, blank=True)
    source = models.CharField(
        _("source"), max_length=250, blank=True, help_text=_("Where an imported consent is from, or how it ended.")
    )

    class Meta:
        verbose_name = _("proof of consent")
        verbose_name_plural = _("proofs of consent")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_event_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class ConsentOrigin(AppendOnly):
    """The IP address that a request or confirmation came from; only with ``NEWSLETTER_IP_DAYS``, and for so long."""

    proof = models.OneToOneField(
        ConsentProof, on_delete=models.CASCADE, related_name="origin", verbose_name=_("proof of consent")
    )
    ip = models.GenericIPAddressField(_("IP address"))

    class Meta:
        verbose_name = _("origin of a consent")
        verbose_name_plural = _("origins of consents")

    def __str__(self):
        return self.ip
