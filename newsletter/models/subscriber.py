"""Who gets the newsletter."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.languages import NAMES, source_language
from core.mail import one_line
from newsletter import links
from newsletter.addresses import address_hash, address_hashes, address_key, readable
from topics.models import Topic

FORGOTTEN = timedelta(days=90)
"""After this time without another, soft bounces no longer count: a mailbox that was full a year ago is not dead."""


class SubscriberQuerySet(models.QuerySet):
    """Subscribers by what may be sent to them."""

    def deliverable(self):
        """Those who get an issue that is sent today: confirmed, neither paused nor suspended."""
        today = timezone.localdate()
        return self.filter(Q(paused_until=None) | Q(paused_until__lte=today), status=Subscriber.Status.CONFIRMED)


class Subscriber(models.Model):
    """An address that asked for the newsletter. Unsubscribing deletes the row; ``ConsentProof`` stays for its time."""

    class Status(models.TextChoices):
        PENDING = "pending", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        SUSPENDED = "suspended", _("suspended")

    email = models.EmailField(_("e-mail"))
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    email_hash = models.CharField(max_length=64, unique=True, editable=False)
    subscription = models.UUIDField(
        _("subscription"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Same as in the proofs.")
    )
    language = models.CharField(_("language"), max_length=20, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING, db_index=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(_("soft bounces"), default=0)
    soft_bounced_at = models.DateTimeField(_("last soft bounce"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspended_reason = models.CharField(_("reason of the suspension"), max_length=250, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.shown_email

    def save(self, *args, **kwargs):
        self.email_key = address_key(self.email)
        if self.email_hash not in address_hashes(self.email_key):
            self.email_hash = address_hash(self.email_key)
        super().save(*args, **kwargs)

    @property
    def shown_email(self) -> str:
        """The address with the letters of its domain, as a person writes it."""
        return readable(self.email)

    @property
    def masked_email(self) -> str:
        """Enough for the owner to know it, on a page that whoever got a forwarded mail may open."""
        return f"{self.shown_email[0]}…@{self.shown_email.rpartition('@')[2]}"

    @property
    def reading_language(self) -> str:
        """The language to write in: the chosen one, German where none was chosen or the portal has it no longer."""
        return self.language if self.language in NAMES else source_language()

    @property
    def is_suspended(self) -> bool:
        return self.status == self.Status.SUSPENDED

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.localdate()

    # --- Links for mails -----------------------------------------------------------------------------------------

    def confirm_url(self) -> str:
        """Where the request is confirmed. Good once and for ``NEWSLETTER_PENDING_DAYS``."""
        token = links.sign(links.CONFIRM, self.subscription.hex)
        return links.absolute("newsletter_confirm", token, language=self.reading_language)

    def manage_token(self) -> str:
        """Opens the subscription. Good for ``NEWSLETTER_MANAGE_DAYS``."""
        return links.sign(links.MANAGE, self.subscription.hex)

    def manage_url(self) -> str:
        """Where the subscriber changes or ends the subscription."""
        return links.absolute("newsletter_manage", self.manage_token(), language=self.reading_language)

    def data_url(self) -> str:
        """Where the subscriber sees and erases everything, for a mail to that address alone. Good for ``DATA_DAYS``."""
        token = links.sign(links.DATA, self.subscription.hex)
        return links.absolute("newsletter_data", token, language=self.reading_language)

    def unsubscribe_url(self, issue: int | None = None) -> str:
        """The visible link to the end of the subscription; old mails keep theirs for ever. ``issue``: the id of the
        issue that carries the link, which its report counts.
        """
        return links.absolute("newsletter_unsubscribe", self._farewell(issue), language=self.reading_language)

    def one_click_url(self, issue: int | None = None) -> str:
        """What ``List-Unsubscribe`` names beside ``List-Unsubscribe-Post: List-Unsubscribe=One-Click`` (RFC 8058)."""
        return links.absolute("newsletter_one_click", self._farewell(issue), language=self.reading_language)

    def _farewell(self, issue: int | None) -> str:
        """By the hash of the address, so that a mail from before a break also ends what was begun after it."""
        return links.sign(links.UNSUBSCRIBE, f"{self.email_hash}.{issue or ''}")

    # --- Bounces -------------------------------------------------------------------------------------------------

    def bounced(self, permanent: bool, reason: str) -> None:
        """A mail came back, or its reader complained. Once is enough if ``permanent``, else ``NEWSLETTER_SOFT_BOUNCES``
        times with less than ``FORGOTTEN`` between them. ``reason`` is for editors.
        """
        now = timezone.now()
        row = Subscriber.objects.filter(pk=self.pk)
        if not permanent:
            row.filter(soft_bounced_at__lt=now - FORGOTTEN).update(soft_bounces=0)
            row.update(soft_bounces=F("soft_bounces") + 1, soft_bounced_at=now)
            row = row.filter(soft_bounces__gte=settings.NEWSLETTER_SOFT_BOUNCES)
        row.exclude(status=self.Status.SUSPENDED).update(
            status=self.Status.SUSPENDED, suspended_at=now, suspended_reason=one_line(reason)[:250]
        )
        if Subscriber.objects.filter(pk=self.pk).exists():
            self.refresh_from_db()
