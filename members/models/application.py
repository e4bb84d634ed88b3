"""Associations that want to join, and what is said until that is decided."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import InLanguage
from organisations.models import OrganisationPage


class ApplicationQuerySet(models.QuerySet):
    """Applications by what is to be done."""

    def received(self):
        """Those whose address is confirmed; editors see no others."""
        return self.exclude(state=Application.State.UNCONFIRMED)

    def waiting(self):
        """Those that wait for an editor."""
        return self.filter(state=Application.State.NEW)


class Application(InLanguage, models.Model):
    """Somebody wants a page for an association, or the rights on a profile that exists (``claimed``)."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        NEW = "new", _("waits for the editors")
        ASKED = "asked", _("waits for the applicant")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    OPEN = (State.NEW, State.ASKED)
    """States in which it can be decided."""

    name = models.CharField(_("name of the association"), max_length=200)
    purpose = models.TextField(_("what it does"), max_length=3000, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=12)
    message = models.TextField(_("message"), max_length=3000, blank=True)
    claimed = models.ForeignKey(
        OrganisationPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("existing profile"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED, db_index=True)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("received"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        OrganisationPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("profile"),
    )  # fmt: skip
    """What came of it."""

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-confirmed_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def admin_url(self) -> str:
        """Where an editor works on it."""
        return reverse("applications:edit", args=[self.pk])


class ApplicationMessage(models.Model):
    """A word of the conversation. ``author`` is the editor who asked or refused; the applicant has no account."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    by_editor = models.BooleanField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(max_length=3000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message about an application")
        verbose_name_plural = _("messages about applications")
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
