"""What the administration knows about an organisation and nobody else sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Collection

from organisations.models.organisation import OrganisationPage


class OrganisationRecord(models.Model):
    """Internal data, in a table of its own: not in the page, its revisions, the search index or any output."""

    organisation = models.OneToOneField(
        OrganisationPage, on_delete=models.CASCADE, related_name="record", verbose_name=_("organisation")
    )
    contact_name = models.CharField(_("contact for the administration"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    member_count = models.PositiveIntegerField(_("members"), null=True, blank=True)
    trusted = models.BooleanField(
        _("publishes at once"),
        default=False,
        help_text=_("Members of this organisation publish without moderation."),
    )
    collection = models.OneToOneField(
        Collection, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    notes = models.TextField(_("notes"), blank=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    panels = [
        FieldPanel("organisation"),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")])],
            heading=_("Contact for the administration"),
        ),
        FieldPanel("trusted"),
        FieldPanel("member_count"),
        FieldPanel("notes"),
    ]

    class Meta:
        verbose_name = _("internal record of an organisation")
        verbose_name_plural = _("internal records of organisations")

    def __str__(self):
        return str(self.organisation)

    @classmethod
    def of(cls, organisation: OrganisationPage) -> "OrganisationRecord":
        """The record of an organisation, whichever of its languages is asked; made where there is none."""
        return cls.objects.get_or_create(organisation=organisation.original)[0]
