"""Who works for which organisation. Rights follow from this alone, see ``organisations.permissions``."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models.organisation import OrganisationPage


class MembershipQuerySet(models.QuerySet):
    """Memberships by what they allow."""

    def administrators(self):
        """Of people who may invite and remove colleagues."""
        return self.filter(role=Membership.Role.ADMINISTRATOR, user__is_active=True)


class Membership(models.Model):
    """A person works on the pages of an organisation; ends by deletion, while the content stays.

    ``organisation`` is the original; the rights hold for its translations as well.
    """

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor")
        ADMINISTRATOR = "administrator", _("administrator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.EDITOR)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation__title", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR
