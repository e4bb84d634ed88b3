"""Where readers sign up for the newsletter and read past issues."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

from core.models import BasePage


class NewsletterPage(BasePage):
    """What the newsletter is, the form, and the past issues. One in each language, below the home page."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("once a week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("once a month")
        QUARTERLY = "quarterly", _("four times a year")

    introduction = models.TextField(_("introduction"), blank=True)
    frequency = models.CharField(
        _("frequency"),
        max_length=12,
        choices=Frequency.choices,
        default=Frequency.MONTHLY,
        help_text=_("At most so often; it stands in the words that subscribers agree to."),
    )

    fact_fields = ["frequency"]
    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    facts_panels = [
        FieldPanel("frequency"),
        HelpPanel(_("Readers can sign up as soon as the legal notice (Impressum) and the privacy page are public.")),
    ]
    max_count_per_parent = 1
    subpage_types = []

    class Meta:
        verbose_name = _("newsletter page")
        verbose_name_plural = _("newsletter pages")
