"""One row for each recipient of a mailing. What may happen to it is in ``newsletter.sending``."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from newsletter.models.mailing import Mailing
from newsletter.models.subscriber import Subscriber
from organisations.models import OrganisationPage


class Delivery(models.Model):
    """A mail to one recipient.

    Issues know their recipients as subscribers and hold no address of their own; circulars hold the address that they
    were sent to.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        HANDED = "handed", _("being handed over")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("sent, without an answer")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("left out")

    OUT = (State.HANDED, State.SENT, State.UNSURE)
    """States of a mail that is never sent a second time."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("mailing"))
    subscriber = models.ForeignKey(
        Subscriber,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        verbose_name=_("subscriber"),
    )
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    error = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["mailing", "state"], name="delivery_mailing_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"],
                condition=models.Q(subscriber__isnull=False),
                name="delivery_once_per_subscriber",
            ),
            models.UniqueConstraint(
                fields=["mailing", "email"], condition=~models.Q(email=""), name="delivery_once_per_address"
            ),
        ]

    def __str__(self):
        return f"{self.mailing_id}/{self.pk} {self.get_state_display()}"

    @property
    def address(self) -> str:
        """Where the mail goes; empty after the recipient has left."""
        return self.subscriber.email if self.subscriber is not None else self.email

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that systems that compare drop a second copy; nobody else can make it up, so that
        a bounce that names it is about this mail (RFC 5322, 3.6.4).
        """
        return f"<{self.pk}.{_mark(self.pk)}@{urlsplit(settings.BASE_URL).hostname}>"

    @classmethod
    def of_message_id(cls, message_id: str) -> "Delivery | None":
        """The row whose mail has this id, if the id is one of ours."""
        pk, _dot, mark = message_id.strip().strip("<>").partition("@")[0].partition(".")
        if not (pk.isdecimal() and len(pk) < 19 and constant_time_compare(_mark(int(pk)), mark)):
            return None
        return cls.objects.select_related("subscriber").filter(pk=int(pk)).first()


def _mark(pk: int) -> str:
    return salted_hmac("newsletter.message-id", str(pk), secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[
        :20
    ]
