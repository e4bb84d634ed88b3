"""Invitations to work for an organisation."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.languages import InLanguage
from organisations.models import Membership, OrganisationPage

SALT = "members.joining.invitation"
NONCE_LENGTH = 22
"""Letters and digits: more than 128 bits."""


def new_nonce() -> str:
    """What makes the link of an invitation its own; a new one ends the old link."""
    return get_random_string(NONCE_LENGTH)


class InvitationQuerySet(models.QuerySet):
    """Invitations by whether they can be accepted."""

    def pending(self):
        """Neither accepted nor revoked; their time may be over."""
        return self.filter(accepted_at=None, revoked_at=None, organisation__isnull=False)

    def open(self):
        """Those whose link works."""
        return self.pending().filter(expires_at__gt=timezone.now())


class Invitation(InLanguage, models.Model):
    """An address is asked to work for an organisation (an original). It stays when the organisation is deleted, so that
    whoever opens the link learns why it leads nowhere; ``members.joining.retention`` ends it.
    """

    email = models.EmailField(_("e-mail"))
    organisation = models.ForeignKey(
        OrganisationPage, null=True, on_delete=models.SET_NULL, related_name="invitations",
        verbose_name=_("organisation"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role.choices, default=Membership.Role.EDITOR)
    language = models.CharField(_("language"), max_length=12)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("invited by"),
    )  # fmt: skip
    nonce = models.CharField(max_length=NONCE_LENGTH, default=new_nonce, editable=False)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_once",
            )
        ]

    def __str__(self):
        return f"{self.email} – {self.organisation}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def token(self) -> str:
        """What the link carries: which invitation, and which sending of it. When it ends stands in the row."""
        return signing.Signer(salt=SALT).sign_object([self.pk, self.nonce])

    @property
    def path(self) -> str:
        """Path of the page on which it is accepted, in the reader's interface."""
        return reverse("members:invitation", args=[self.token])

    def path_in(self, language: str) -> str:
        """The same in the interface of ``language``."""
        with translation.override(language):
            return self.path
