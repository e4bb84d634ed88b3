"""Who is asked whether a page is still right, how often, what was sent to them and what they answered."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.mail import message_id

MESSAGE = "freshness.message-id"


class Review(models.Model):
    """What differs for one page (an original) from the rule; most pages have none."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="review", verbose_name=_("page"))
    interval_months = models.PositiveSmallIntegerField(
        _("to be confirmed every … months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Empty: as for all pages of this kind."),
    )
    email = models.EmailField(
        _("address that is asked"),
        blank=True,
        help_text=_(
            "Internal, never public; need not belong to an account. Empty: for a service the address of its provider, "
            "for an organisation the internal contact, else its administrators, else the public e-mail."
        ),
    )

    class Meta:
        verbose_name = _("review of a page")
        verbose_name_plural = _("reviews of pages")

    def __str__(self):
        return str(self.page)


class Reminder(models.Model):
    """One page in one mail to one address. Written before the mail is sent, so that none is ever sent twice.

    ``since`` (the page's ``known_since``) and ``number`` say which mail of which round: a confirmation begins a new one.
    Without ``sent_at`` the mail was taken up and nobody knows what became of it (the process was killed, the connection
    broke); it is not sent again, the next one of the round follows in its time. One that the mail server certainly did not
    take leaves no row and is sent by the next run.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("page"))
    address = models.EmailField(_("address"), help_text=_("In small letters."))
    since = models.DateField(_("last confirmed on"))
    number = models.PositiveSmallIntegerField(_("which mail of the round"), help_text=_("0 is the first."))
    claimed_on = models.DateField(_("taken up on"), default=timezone.localdate)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    refused = models.BooleanField(_("the mail server refused the address for good"), default=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["page", "address", "since", "number"], name="reminder_once"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.since} #{self.number}"

    @property
    def message_id(self) -> str:
        """Of the mail, if this is the first of its pages; see ``core.mail.message_id``."""
        return message_id(MESSAGE, self.pk)


class AnswerQuerySet(models.QuerySet):
    """Answers by whether somebody has looked at them."""

    def open(self):
        """Those that wait for an editor."""
        return self.filter(done_at=None)


class Answer(models.Model):
    """What somebody without an account asks the editors to change on a page. Nothing happens by itself."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("something has changed")
        GONE = "gone", _("does not exist any more")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="answers", verbose_name=_("page"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("message"), blank=True, max_length=5000)
    address = models.EmailField(_("from"))
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a reminder")
        verbose_name_plural = _("answers to reminders")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.page}: {self.get_kind_display()}"
