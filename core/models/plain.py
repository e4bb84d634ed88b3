"""Plain pages: about, legal notice, privacy, accessibility, and whatever else a city writes."""

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models.base import BasePage


class StandardPage(BasePage):
    """A page with a text and nothing else; also the pages that an association adds to its own."""

    class Role(models.TextChoices):
        NONE = "", _("none")
        IMPRINT = "imprint", _("legal notice (Impressum)")
        PRIVACY = "privacy", _("privacy")
        SIMPLE = "simple", _("start page in Leichte Sprache")
        SIGN = "sign", _("start page in sign language")

    role = models.CharField(
        _("role"),
        max_length=10,
        blank=True,
        choices=Role.choices,
        help_text=_("The page shell links to legal pages and start pages by their role."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    fact_fields = ["role"]
    text_panels = [*BasePage.text_panels, FieldPanel("body")]
    internal_panels = [FieldPanel("role")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    search_kind = "page"
    subpage_types = ["core.StandardPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class AccessibilityStatementPage(BasePage):
    """The accessibility statement after the EU's model (Implementing Decision (EU) 2018/1523, annex).

    The headings come from the model, so that none can be forgotten; editors write what stands under them.
    """

    class Conformance(models.TextChoices):
        FULL = "full", _("fully compliant")
        PARTIAL = "partial", _("partially compliant")
        NONE = "none", _("not compliant")

    class Method(models.TextChoices):
        SELF = "self", _("self-assessment")
        EXTERNAL = "external", _("assessment by a third party")

    introduction = models.TextField(_("scope"), help_text=_("Which website the statement is about."))
    conformance = models.CharField(
        _("compliance"), max_length=10, choices=Conformance.choices, default=Conformance.PARTIAL
    )
    limitations = StreamField(BodyBlock(), blank=True, verbose_name=_("non-accessible content, reasons, alternatives"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.SELF)
    prepared_on = models.DateField(_("prepared on"), default=timezone.localdate)
    reviewed_on = models.DateField(_("last reviewed on"), default=timezone.localdate)
    feedback = StreamField(BodyBlock(), blank=True, verbose_name=_("feedback and contact"))
    feedback_email = models.EmailField(_("e-mail for feedback"), blank=True)
    enforcement = StreamField(BodyBlock(), blank=True, verbose_name=_("enforcement procedure"))

    fact_fields = ["conformance", "method", "prepared_on", "reviewed_on", "feedback_email"]
    text_panels = [
        *BasePage.text_panels,
        FieldPanel("introduction"),
        FieldPanel("limitations"),
        FieldPanel("feedback"),
        FieldPanel("enforcement"),
    ]
    facts_panels = [FieldPanel(name) for name in fact_fields]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("limitations")]
    subpage_types = []

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    @property
    def is_review_due(self) -> bool:
        """Whether the last review is more than a year ago; a public body must look at its statement every year."""
        return timezone.localdate() > self.facts.reviewed_on + relativedelta(years=1)
