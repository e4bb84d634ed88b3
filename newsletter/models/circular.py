"""A circular of the administration to associations. It has nothing to do with the newsletter's list or its consent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.languages import source_language
from newsletter.addressees import Addressee, addressees, languages_of, matching
from newsletter.forms_admin import CircularForm
from newsletter.models.delivery import Delivery
from newsletter.models.mailing import Mailing
from newsletter.previews import PreviewedInLanguages
from organisations.models import OrganisationPage
from topics.models import AdviceLanguage, Place, Topic


class CircularObjection(models.Model):
    """An organisation that has answered that it wants no circulars (GDPR art. 21)."""

    organisation = models.OneToOneField(
        OrganisationPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    since = models.DateField(_("since"), auto_now_add=True)

    panels = [FieldPanel("organisation")]

    class Meta:
        verbose_name = _("organisation without circulars")
        verbose_name_plural = _("organisations without circulars")
        ordering = ["organisation__title"]

    def __str__(self):
        return str(self.organisation)

    def clean(self):
        """Whichever translation was chosen, it is about the original; before it is looked whether that one is there."""
        if self.organisation_id:
            self.organisation = self.organisation.original

    def save(self, *args, **kwargs):
        self.clean()
        super().save(*args, **kwargs)


class Circular(PreviewedInLanguages, Mailing):
    """Goes to the responsible persons of the organisations that fit every choice made; no choice means all.

    The legal basis is the administration's own task, to work with the associations (GDPR art. 6 (1) e), and therefore
    an objection ends it, not a withdrawal of consent.
    """

    kinds = models.JSONField(_("kind"), default=list, blank=True)
    towns = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("towns"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    languages = models.ManyToManyField(AdviceLanguage, blank=True, related_name="+", verbose_name=_("languages"))
    reply_to = models.EmailField(
        _("answers go to"),
        help_text=_("Your own address, or that of your office. Whoever answers the mail writes there."),
    )

    has_web_page = False
    foot_html, foot_text = "newsletter/mail/foot_circular.html", "newsletter/mail/foot_circular.txt"
    base_form_class = CircularForm
    panels = [
        FieldPanel("subject"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("kinds"), FieldPanel("towns"), FieldPanel("topics"), FieldPanel("languages")],
            heading=_("To which organisations"),
            help_text=_("What is left empty excludes nobody. You see the list of recipients before anything is sent."),
        ),
        FieldPanel("reply_to"),
    ]

    class Meta:
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")

    def organisations(self) -> models.QuerySet:
        """Originals of the public profiles that fit."""
        chosen = {
            "town": (Place, "towns", self.towns),
            "topic": (Topic, "topics", self.topics),
            "language": (AdviceLanguage, "languages", self.languages),
        }
        terms = {
            name: (model, relation, list(terms.values_list("code", flat=True)))
            for name, (model, relation, terms) in chosen.items()
        }
        pages = matching(self.kinds, terms)
        return pages.exclude(pk__in=CircularObjection.objects.values("organisation"))

    def addressees(self) -> list[Addressee]:
        """Organisations with their addresses, those without any included; for the list that is shown before sending."""
        return addressees(self.organisations())

    def recipients(self) -> list[Delivery]:
        """One for each address, however many organisations it answers for: in the language that its account has chosen for
        letters, else in that of the profile.
        """
        rows: dict[str, Delivery] = {}
        names = dict(settings.LANGUAGES)
        addressees = self.addressees()
        accounts = languages_of(email for addressee in addressees for email in addressee.emails)
        for addressee in addressees:
            organisation = addressee.organisation
            for email in addressee.emails:
                wanted = accounts.get(email) or organisation.language
                language = wanted if wanted in names else source_language()
                row = Delivery(mailing_id=self.pk, organisation=organisation, email=email, language=language)
                rows.setdefault(email, row)
        return list(rows.values())

    def still_wanted(self, deliveries: models.QuerySet) -> models.QuerySet:
        objected = CircularObjection.objects.values("organisation")
        return deliveries.exclude(email="").exclude(organisation__in=objected)
