"""What readers say about a page: something is wrong, out of date, or should not stand there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page


class ContentReport(models.Model):
    """A reader's word on a page, for the editors to answer (DSA art. 16 for what associations write)."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("Something is wrong or out of date")
        UNCLEAR = "unclear", _("I do not understand it")
        BARRIER = "barrier", _("I cannot use the page")
        UNLAWFUL = "unlawful", _("This should not stand here: it is unlawful or hurts people")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("new")
        DONE = "done", _("done")

    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page")
    )
    address = models.CharField(_("address of the page"), max_length=500, blank=True, editable=False)
    reason = models.CharField(_("what it is about"), max_length=10, choices=Reason.choices)
    message = models.TextField(_("message"), max_length=3000)
    email = models.EmailField(_("e-mail for an answer"), blank=True)
    language = models.CharField(_("language"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW, db_index=True)
    note = models.TextField(_("what was done"), blank=True, help_text=_("Internal."))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name, read_only=True) for name in ("page", "reason", "message", "email", "created_at")],
            heading=_("What a reader says"),
        ),
        FieldPanel("state"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("message about a page")
        verbose_name_plural = _("messages about pages")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.page or self.address}"
