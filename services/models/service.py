"""An advisory service (Beratungsangebot), with the fields of HSDS 3 (Open Referral) under their HSDS names."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.blocks.body import INLINE_TEXT
from core.confirmation import ConfirmationPanel
from core.forms import BasePageForm
from core.models import BasePage, BasePageQuerySet, Confirmable
from organisations.models import OrganisationPage
from organisations.permissions import is_only_member
from services import opening
from services.blocks import ContactEntryBlock, PhoneEntryBlock, ServicePlaceBlock
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic


class ServiceForm(BasePageForm):
    """What members offer is their association's; only editors name another provider."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None and is_only_member(self.for_user):
            self.fields.pop("provider", None)


class ServiceQuerySet(BasePageQuerySet):
    """Services by whether they are still there."""

    def listed(self):
        """Those that are offered, if only with a pause."""
        return self.exclude(status__in=[ServicePage.Status.INACTIVE, ServicePage.Status.DEFUNCT])


class ServicePage(Confirmable, BasePage):
    """One service of one provider. Text per language; everything else once, on the original."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        CLOSED = "temporarily closed", _("temporarily closed")
        INACTIVE = "inactive", _("inactive")
        DEFUNCT = "defunct", _("no longer exists")

    class Cost(models.TextChoices):
        FREE = "free", _("free of charge")
        PAID = "paid", _("with a fee")
        UNKNOWN = "unknown", _("not known")

    # Text
    alternate_name = models.CharField(
        _("other name or abbreviation"), max_length=255, blank=True, help_text=_("For example “MBE”.")
    )
    description = RichTextField(_("description"), blank=True, features=INLINE_TEXT)
    eligibility_description = RichTextField(_("who it is for, and for whom not"), blank=True, features=INLINE_TEXT)
    application_process = RichTextField(_("how it works, sign-up"), blank=True, features=INLINE_TEXT)
    required_documents = RichTextField(_("documents to bring"), blank=True, features=["ul", "bold"])
    fees_description = models.CharField(_("about the cost"), max_length=300, blank=True)
    alert = models.CharField(_("notice at short term"), max_length=300, blank=True)

    # Facts
    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.ACTIVE)
    alert_expires = models.DateField(_("notice ends on"), null=True, blank=True)
    provider = models.ForeignKey(
        "organisations.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
        verbose_name=_("provider"),
    )
    program = models.CharField(_("funding programme"), max_length=100, blank=True, help_text=_("MBE, JMD, KIM ..."))
    topics = ParentalManyToManyField(Topic, blank=True, related_name="services", verbose_name=_("topics"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="services", verbose_name=_("target groups")
    )
    modes = ParentalManyToManyField(AdviceMode, blank=True, related_name="services", verbose_name=_("ways of advice"))
    areas = ParentalManyToManyField(Place, blank=True, related_name="services", verbose_name=_("area served"))
    minimum_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("up to age"), null=True, blank=True)
    interpretation_services = models.CharField(_("interpreting"), max_length=255, blank=True)
    places = StreamField([("place", ServicePlaceBlock())], blank=True, verbose_name=_("places and hours"))
    phones = StreamField([("phone", PhoneEntryBlock())], blank=True, verbose_name=_("telephones"))
    contacts = StreamField([("contact", ContactEntryBlock())], blank=True, verbose_name=_("contact persons"))
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    booking_url = models.URLField(_("address for appointments"), max_length=500, blank=True)
    cost = models.CharField(_("cost"), max_length=10, choices=Cost.choices, default=Cost.FREE)
    anonymous = models.BooleanField(_("possible without giving a name"), default=False)

    fact_fields = [
        "hsds_id", "status", "alert_expires", "provider", "program", "topics", "target_groups", "modes", "areas",
        "minimum_age", "maximum_age", "interpretation_services", "languages", "places", "phones", "contacts", "email",
        "website", "booking_url", "cost", "anonymous", *Confirmable.unversioned_fields,
    ]  # fmt: skip
    lead_texts = ["description"]
    text_panels = [
        FieldPanel("alternate_name"),
        *BasePage.text_panels,
        FieldPanel("description"),
        FieldPanel("eligibility_description"),
        FieldPanel("application_process"),
        FieldPanel("required_documents"),
        FieldPanel("fees_description"),
        FieldPanel("alert"),
    ]
    facts_panels = [
        FieldRowPanel([FieldPanel("status"), FieldPanel("alert_expires")]),
        FieldRowPanel([FieldPanel("provider"), FieldPanel("program")]),
        FieldPanel("topics"),
        FieldPanel("target_groups"),
        FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("maximum_age")]),
        InlinePanel("languages", heading=_("languages"), label=_("language")),
        FieldPanel("interpretation_services"),
        FieldPanel("modes"),
        FieldPanel("areas"),
        FieldPanel("places"),
        FieldPanel("phones"),
        MultiFieldPanel(
            [FieldPanel("email"), FieldPanel("website"), FieldPanel("booking_url")], heading=_("Ways to reach")
        ),
        FieldPanel("contacts"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("anonymous")]),
        ConfirmationPanel(),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("alternate_name"),
        index.AutocompleteField("alternate_name"),
        index.SearchField("description"),
        index.SearchField("eligibility_description"),
        index.SearchField("application_process"),
    ]
    search_kind = "service"
    search_terms = {
        "topic": "topics",
        "language": "languages__language",
        "place": "areas",
        "target": "target_groups",
        "mode": "modes",
    }
    parent_page_types = ["services.ServiceIndexPage", "organisations.OrganisationPage"]
    subpage_types = []
    teaser_template = "services/service_teaser.html"
    base_form_class = ServiceForm

    objects = PageManager.from_queryset(ServiceQuerySet)()

    class Meta:
        verbose_name = _("advisory service")
        verbose_name_plural = _("advisory services")

    def full_clean(self, *args, **kwargs):
        """A service below an organisation is given by it, unless somebody else is named."""
        parent = self.get_parent() if self.path and self.provider_id is None else None
        if parent is not None and isinstance(parent.specific_deferred, OrganisationPage):
            self.provider_id = parent.specific_deferred.original.pk
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.minimum_age is not None and self.maximum_age is not None and self.minimum_age > self.maximum_age:
            raise ValidationError({"maximum_age": _("The upper age must not be below the lower.")})

    @property
    def current_alert(self) -> str:
        """The short-term notice in the text's language, unless it has expired."""
        expires = self.facts.alert_expires
        return "" if expires and expires < timezone.localdate() else self.alert

    @cached_property
    def public_places(self) -> list:
        """Places that may be shown: confidential ones are left out of everything that goes to readers or systems."""
        return [child.value for child in self.facts.places if not child.value["confidential"]]

    @property
    def has_confidential_place(self) -> bool:
        return any(child.value["confidential"] for child in self.facts.places)

    @cached_property
    def public_contacts(self) -> list:
        """Persons who have agreed to be named, and whose agreement has not ended."""
        today = timezone.localdate()
        values = [child.value for child in self.facts.contacts]
        return [v for v in values if v["consent"] and (not v["consent_until"] or v["consent_until"] >= today)]

    @cached_property
    def advice_languages(self) -> list["ServiceLanguage"]:
        return list(self.facts.languages.select_related("language"))

    @property
    def is_active(self) -> bool:
        return self.facts.status == self.Status.ACTIVE

    @cached_property
    def open_now(self):
        """The ``OpenTime`` within which somebody can be reached right now, or ``None``."""
        return opening.open_now(self.public_places) if self.is_active else None

    @cached_property
    def next_opening(self):
        return opening.next_opening(self.public_places) if self.is_active else None

    def search_names(self) -> list[str]:
        """Provider, programme, and where it is, except what is confidential."""
        addresses = [place["address"] for place in self.public_places]
        towns = {text for address in addresses for text in (address["city"], address["street"]) if text}
        provider = self.provider.title if self.provider and self.provider.live else ""
        return [provider, self.program, *sorted(towns)]

    def search_flags(self) -> list[str]:
        return [code for code, holds in (("free", self.cost == self.Cost.FREE), ("anonymous", self.anonymous)) if holds]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "provider": self.provider_in_language}

    @cached_property
    def provider_in_language(self):
        """The provider's profile for the reader, or ``None``."""
        provider = self.facts.provider
        return provider if provider is not None and provider.live else None

    def structured_data(self) -> dict:
        """schema.org ``GovernmentService``; see https://schema.org/GovernmentService."""
        facts = self.facts
        data = {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.lang,
            "availableChannel": {
                "@type": "ServiceChannel",
                "availableLanguage": [entry.language.code for entry in self.advice_languages],
            },
            "isAccessibleForFree": facts.cost == self.Cost.FREE,
        }
        if facts.provider is not None:
            data["provider"] = {"@type": "Organization", "name": facts.provider.title}
        phones = [child.value["number"] for child in facts.phones]
        if phones:
            data["availableChannel"]["servicePhone"] = {"@type": "ContactPoint", "telephone": phones[0]}
        places = [value["address"].structured_data for value in self.public_places]
        if places:
            data["availableChannel"]["serviceLocation"] = places
        return data


class ServiceLanguage(Orderable):
    """A language in which advice is given, and by whom."""

    class How(models.TextChoices):
        STAFF = "staff", _("spoken by staff")
        INTERPRETER = "interpreter", _("with an interpreter")
        ARRANGEMENT = "by-arrangement", _("by arrangement")

    service = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey(AdviceLanguage, on_delete=models.PROTECT, related_name="+", verbose_name=_("language"))
    how = models.CharField(_("how"), max_length=20, choices=How.choices, default=How.STAFF)
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("language"), FieldPanel("how")]), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("language of advice")
        verbose_name_plural = _("languages of advice")
        constraints = [models.UniqueConstraint(fields=["service", "language"], name="service_language_once")]

    def __str__(self):
        return f"{self.language} ({self.get_how_display()})"
