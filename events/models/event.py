"""An event of the portal or of an association."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.blocks.address import AddressBlock
from core.models import BasePage
from events.blocks import EventDateBlock
from organisations.models import OrganisationPage
from topics.models import AdviceLanguage, TargetGroup, Topic


class EventPage(BasePage):
    """One event with one or more dates, or a series."""

    class Cost(models.TextChoices):
        FREE = "free", _("free of charge")
        PAID = "paid", _("with a fee")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    image_alt = models.CharField(_("alternative text of the image"), max_length=250, blank=True)

    dates = StreamField([("date", EventDateBlock())], blank=True, verbose_name=_("dates"))
    place = StreamField([("address", AddressBlock())], blank=True, max_num=1, verbose_name=_("place"))
    online_url = models.URLField(_("address of the online meeting"), max_length=500, blank=True)
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        verbose_name=_("organiser"),
        help_text=_("Empty: the portal itself. Set by itself for events below an organisation."),
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="events", verbose_name=_("topics"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="events", verbose_name=_("target groups")
    )
    languages = ParentalManyToManyField(
        AdviceLanguage, blank=True, related_name="events", verbose_name=_("languages")
    )
    cost = models.CharField(_("cost"), max_length=10, choices=Cost.choices, default=Cost.FREE)
    price = models.CharField(_("price"), max_length=100, blank=True)
    sign_up_url = models.URLField(_("address for sign-up"), max_length=500, blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    image = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )

    fact_fields = [
        "dates", "place", "online_url", "organisation", "topics", "target_groups", "languages", "cost", "price",
        "sign_up_url", "cancelled", "image",
    ]  # fmt: skip
    text_panels = [*BasePage.text_panels, FieldPanel("body"), FieldPanel("image_alt")]
    facts_panels = [
        FieldPanel("dates"),
        FieldPanel("cancelled"),
        FieldPanel("place"),
        FieldPanel("online_url"),
        FieldPanel("organisation"),
        FieldPanel("topics"),
        FieldPanel("target_groups"),
        FieldPanel("languages"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("price")]),
        FieldPanel("sign_up_url"),
        FieldPanel("image"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["events.EventIndexPage", "organisations.OrganisationPage"]
    subpage_types = []
    teaser_template = "events/event_teaser.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def full_clean(self, *args, **kwargs):
        """Events below an organisation are that organisation's."""
        parent = self.get_parent() if self.path else None
        if parent is not None and isinstance(parent.specific_deferred, OrganisationPage):
            self.organisation_id = parent.pk
        super().full_clean(*args, **kwargs)
