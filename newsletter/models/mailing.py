"""What issues and circulars have in common: the text, and where the sending stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from core.languages import source_language
from core.names import NamesField, text_in
from newsletter.blocks import MailingBlock


class MailingQuerySet(models.QuerySet):
    """Mailings by where they stand."""

    def unsent(self):
        """Not sent, or begun and interrupted: what ``send_issue latest`` takes up. Not what an editor has stopped."""
        return self.filter(state__in=[Mailing.State.DRAFT, Mailing.State.SCHEDULED, Mailing.State.SENDING])

    def due(self):
        """Those that a worker should be sending now."""
        scheduled = models.Q(state=Mailing.State.SCHEDULED, send_at__lte=timezone.now())
        return self.filter(scheduled | models.Q(state=Mailing.State.SENDING))

    def on_the_web(self):
        """Those that anybody may read, if they are issues: on their way or out. Who stops one had a reason to."""
        return self.filter(started_at__isnull=False).exclude(state=Mailing.State.STOPPED)


class Mailing(models.Model):
    """One text in several languages for many recipients; each has a ``Delivery``.

    ``content`` is what is sent, per language: made when the sending starts, so that the last recipient and the archive
    get what the first one got (see ``newsletter.compose``). ``lease_owner`` is the process that sends now.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")
        SENT = "sent", _("sent")

    subject = NamesField(
        _("subject"), help_text=_("In German at least. A language without a subject shows the German one.")
    )
    body = StreamField(MailingBlock(), blank=True, verbose_name=_("content"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True, editable=False
    )
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("sending started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("sending finished"), null=True, blank=True, editable=False)
    trouble = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)
    content = models.JSONField(default=dict, editable=False)
    lease_owner = models.CharField(max_length=200, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last change"), auto_now=True, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return text_in(self.subject, source_language()).text or f"#{self.pk}"

    @property
    def specific(self) -> "Mailing":
        """The ``Issue`` or ``Circular`` that this is."""
        for name in ("issue", "circular"):
            if hasattr(self, name):
                return getattr(self, name)
        return self

    @property
    def is_editable(self) -> bool:
        """Whether its text may still change: nobody has got it, and no time is set."""
        return self.state == self.State.DRAFT

    @property
    def is_due(self) -> bool:
        """Whether it is scheduled and its time has come."""
        return self.state == self.State.SCHEDULED and self.send_at is not None and self.send_at <= timezone.now()

    @property
    def is_interrupted(self) -> bool:
        """It should be on its way, and no process says that it is sending it."""
        return self.state == self.State.SENDING and (self.lease_until is None or self.lease_until < timezone.now())

    @property
    def is_public(self) -> bool:
        """Whether it may be read on the web (``MailingQuerySet.on_the_web``)."""
        return False

    def figures(self) -> dict:
        """Counts for the report: ``recipients``, ``states`` (by ``Delivery.State``), ``sent`` (handed to the mail server,
        also without an answer), ``failed``, ``bounced``, ``unsubscribed`` (by a link of this mailing), and ``languages``
        (code → recipients). Who opened it is not known to anybody.
        """
        rows = self.deliveries.order_by()
        states = dict(rows.values_list("state").annotate(number=models.Count("pk")))
        totals = rows.aggregate(bounced=models.Count("bounced_at"), unsubscribed=models.Count("unsubscribed_at"))
        return {
            "recipients": sum(states.values()),
            "states": states,
            "sent": sum(states.get(state, 0) for state in ("handed", "sent", "unsure")),
            "failed": states.get("failed", 0),
            **totals,
            "languages": dict(rows.values_list("language").annotate(number=models.Count("pk"))),
        }

    # --- What issues and circulars answer differently -----------------------------------------------------------

    def recipients(self) -> list["models.Model"]:
        """Unsaved ``Delivery`` rows, one for each recipient as of now."""
        raise NotImplementedError

    def still_wanted(self, deliveries: models.QuerySet) -> models.QuerySet:
        """Those of ``deliveries`` whose recipients may still be written to."""
        raise NotImplementedError
