"""The public profile of an association, provider, authority or network (HSDS ``organization``)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from core.blocks.address import AddressBlock
from core.blocks.body import INLINE_TEXT
from core.confirmation import ConfirmationPanel
from core.fields import PhoneField
from core.models import BasePage, Confirmable
from organisations.blocks import PersonBlock, ProfilePictureBlock, SocialLinkBlock
from organisations.related import collect_output
from organisations.tester import ProfilePermissionTester
from topics.models import AdviceLanguage, Place, TargetGroup, Topic


class OrganisationPage(Confirmable, BasePage):
    """One organisation; its own news, events, services and plain pages are its child pages."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        PROVIDER = "provider", _("provider of services")
        AUTHORITY = "authority", _("authority")
        NETWORK = "network", _("network or umbrella organisation")

    class LegalForm(models.TextChoices):
        REGISTERED = "registered", _("registered association (e. V.)")
        UNREGISTERED = "unregistered", _("association without registration")
        CHARITABLE_COMPANY = "charitable-company", _("charitable company (gGmbH)")
        PUBLIC = "public", _("public body")
        OTHER = "other", _("other")

    # Text
    about = RichTextField(_("about us"), blank=True, features=INLINE_TEXT)
    aims = RichTextField(_("our aims"), blank=True, features=INLINE_TEXT)
    offers = RichTextField(_("what we offer"), blank=True, features=INLINE_TEXT)
    meeting_times = models.TextField(
        _("when we meet"), blank=True, max_length=2000, help_text=_("Regular meetings; single dates are events.")
    )

    # Facts
    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.ASSOCIATION, db_index=True)
    alternate_name = models.CharField(_("short name"), max_length=255, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, blank=True)
    register_number = models.CharField(
        _("register number"), max_length=50, blank=True, help_text=_("Register of associations, such as “VR 1234”.")
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="organisations", verbose_name=_("topics"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="organisations", verbose_name=_("target groups")
    )
    languages = ParentalManyToManyField(
        AdviceLanguage, blank=True, related_name="organisations", verbose_name=_("languages")
    )
    towns = ParentalManyToManyField(Place, blank=True, related_name="organisations", verbose_name=_("towns"))
    member_of = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="members", verbose_name=_("member of")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("telephone"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    address = StreamField([("address", AddressBlock())], blank=True, max_num=1, verbose_name=_("address"))
    social = StreamField([("link", SocialLinkBlock())], blank=True, verbose_name=_("social media"))
    people = StreamField([("person", PersonBlock())], blank=True, verbose_name=_("people"))
    logo = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    pictures = StreamField([("picture", ProfilePictureBlock())], blank=True, verbose_name=_("pictures"))

    fact_fields = [
        "hsds_id", "kind", "alternate_name", "founded", "legal_form", "register_number", "topics", "target_groups",
        "languages", "towns", "member_of", "email", "phone", "website", "address", "social", "people", "logo",
        "pictures", *Confirmable.unversioned_fields,
    ]  # fmt: skip
    lead_texts = ["about"]
    text_panels = [
        *BasePage.text_panels,
        FieldPanel("about"),
        FieldPanel("aims"),
        FieldPanel("offers"),
        FieldPanel("meeting_times"),
    ]
    facts_panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("alternate_name")]),
        FieldRowPanel([FieldPanel("legal_form"), FieldPanel("register_number"), FieldPanel("founded")]),
        FieldPanel("topics"),
        FieldPanel("target_groups"),
        FieldPanel("languages"),
        FieldPanel("towns"),
        FieldPanel("member_of"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("website")], heading=_("Contact")),
        FieldPanel("address"),
        FieldPanel("social"),
        FieldPanel("people"),
        FieldPanel("logo"),
        FieldPanel("pictures"),
        ConfirmationPanel(),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("alternate_name"),
        index.SearchField("about"),
        index.SearchField("aims"),
        index.SearchField("offers"),
        index.SearchField("meeting_times"),
        index.FilterField("kind"),
    ]
    search_kind = "organisation"
    search_terms = {"topic": "topics", "language": "languages", "place": "towns", "target": "target_groups"}
    parent_page_types = ["organisations.OrganisationIndexPage"]
    subpage_types = ["core.StandardPage", "news.NewsPage", "events.EventPage", "services.ServicePage"]
    teaser_template = "organisations/organisation_teaser.html"

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    @cached_property
    def public_address(self):
        """The address value, or ``None``."""
        return next((child.value for child in self.facts.address), None)

    @cached_property
    def public_people(self) -> list:
        """People who have agreed to be named and whose agreement has not ended."""
        today = timezone.localdate()
        values = [child.value for child in self.facts.people]
        return [v for v in values if v["consent"] and (not v["consent_until"] or v["consent_until"] >= today)]

    @property
    def record_or_none(self):
        """The internal ``OrganisationRecord`` of an original, if there is one."""
        return getattr(self, "record", None)

    @property
    def is_trusted(self) -> bool:
        """Whether its members publish at once, without moderation."""
        record = self.original.record_or_none
        return record is not None and record.trusted

    def permissions_for_user(self, user) -> ProfilePermissionTester:
        return ProfilePermissionTester(user, self)

    def search_names(self) -> list[str]:
        return [self.alternate_name, *(child.value["city"] or "" for child in self.address)]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "output": collect_output(self.facts)}

    def structured_data(self) -> dict:
        """schema.org ``Organization`` (``NGO`` for associations); see https://schema.org/NGO."""
        facts = self.facts
        kind = {self.Kind.ASSOCIATION: "NGO", self.Kind.AUTHORITY: "GovernmentOrganization"}
        data = {
            "@context": "https://schema.org",
            "@type": kind.get(facts.kind, "Organization"),
            "name": self.title,
            "description": self.summary,
        }
        contact = {"email": facts.email, "telephone": facts.phone, "url": facts.website}
        data.update({key: value for key, value in contact.items() if value})
        if facts.founded:
            data["foundingDate"] = str(facts.founded)
        if facts.social:
            data["sameAs"] = [child.value["url"] for child in facts.social]
        return data
