"""One row for each recipient of a mailing. What may happen to it is in ``newsletter.sending``."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.mail import message_id, of_message_id
from newsletter.models.mailing import Mailing
from newsletter.models.subscriber import Subscriber
from organisations.models import OrganisationPage

MESSAGE = "newsletter.message-id"


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
        NOTHING = "nothing", _("nothing for their topics")

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
        """See ``core.mail.message_id``."""
        return message_id(MESSAGE, self.pk)

    @classmethod
    def of_message_id(cls, text: str) -> "Delivery | None":
        """The row whose mail has this id, if the id is one of ours."""
        pk = of_message_id(MESSAGE, text)
        return cls.objects.select_related("subscriber").filter(pk=pk).first() if pk is not None else None

    @classmethod
    def undelivered(cls, emails: Collection[str]) -> set[str]:
        """Those of the addresses that the last circular did not reach, as far as that is kept."""
        tried = cls.objects.filter(email__in=emails).exclude(state__in=[cls.State.PENDING, cls.State.SKIPPED])
        last = {email: rest for email, *rest in tried.order_by("pk").values_list("email", "state", "bounced_at")}
        return {email for email, (state, bounced_at) in last.items() if bounced_at or state == cls.State.FAILED}
