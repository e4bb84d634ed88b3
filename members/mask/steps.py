"""The steps of the profile, in the order in which they are asked."""

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.fields import PhoneFormField
from core.languages import active_language
from members.mask.fields import AddressField, DayField, LineField, MailField, PlainTextField, TermsField
from members.mask.forms import MaskForm, RowField, RowForm
from members.mask.parts import Address, Part, RichText, Rows, Terms
from organisations.blocks import NETWORKS, language_choices
from topics.models import AdviceLanguage, Place, TargetGroup, Topic


class AboutForm(MaskForm):
    """Step: who the association is."""

    title = LineField(label=_("Name of your association"), max_length=255)
    alternate_name = LineField(label=_("Short name"), required=False, max_length=255)
    summary = LineField(
        label=_("You in one or two sentences"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("This stands in lists and in search results. At most 300 letters."),
    )
    about = PlainTextField(
        label=_("About you"),
        required=False,
        help_text=_("Who are you? Since when do you exist? What is special about you? Leave a line empty between "
                    "paragraphs; begin lines with a hyphen for a list."),
    )  # fmt: skip
    founded = forms.IntegerField(label=_("Founded in the year"), required=False, min_value=1600)

    parts = {
        "title": Part("title"), "alternate_name": Part("alternate_name"), "summary": Part("summary"),
        "about": RichText("about"), "founded": Part("founded"),
    }  # fmt: skip

    def clean_founded(self):
        year = self.cleaned_data["founded"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year


class OffersForm(MaskForm):
    """Step: what it wants and offers."""

    aims = PlainTextField(label=_("What you want to achieve"), required=False, rows=5)
    offers = PlainTextField(
        label=_("What you offer"),
        required=False,
        help_text=_(
            "For example courses, advice, meetings, sport. One line for each, beginning with a hyphen, is enough."
        ),
    )
    parts = {"aims": RichText("aims"), "offers": RichText("offers")}


class WhereForm(MaskForm):
    """Step: where and when, for whom, in which languages."""

    meeting_times = PlainTextField(
        label=_("When you meet"),
        required=False,
        rows=4,
        max_length=2000,
        help_text=_("For example: Mondays, 5 pm to 7 pm, language café. Single dates are better put in as events."),
    )
    place_name = LineField(
        label=_("Name of the place"),
        required=False,
        max_length=200,
        help_text=_("For example the name of the building."),
    )
    street = LineField(label=_("Street and number"), required=False, max_length=200, autocomplete="address-line1")
    postcode = LineField(label=_("Postcode"), required=False, max_length=10, ltr=True, autocomplete="postal-code")
    city = LineField(label=_("Town"), required=False, max_length=100, autocomplete="address-level2")
    towns = TermsField(Place, label=_("Towns you are active in"))
    languages = TermsField(AdviceLanguage, label=_("Languages you speak"))
    target_groups = TermsField(TargetGroup, label=_("For whom you are there"))
    topics = TermsField(Topic, label=_("Your topics"), help_text=_("Your association is found under these."))

    parts = {
        "meeting_times": Part("meeting_times"),
        "place_name": Address("address", "name"),
        "street": Address("address", "street"),
        "postcode": Address("address", "postcode"),
        "city": Address("address", "city"),
        "towns": Terms("towns", Place),
        "languages": Terms("languages", AdviceLanguage),
        "target_groups": Terms("target_groups", TargetGroup),
        "topics": Terms("topics", Topic),
    }


class ContactForm(MaskForm):
    """Step: how everybody reaches it."""

    email = MailField(label=_("E-mail for everybody to see"), required=False)
    phone = PhoneFormField(label=_("Telephone for everybody to see"), required=False, max_length=50)
    website = AddressField(label=_("Website"), required=False)
    parts = {"email": Part("email"), "phone": Part("phone"), "website": Part("website")}


class PersonForm(RowForm):
    """One person who is named, with consent (GDPR art. 6 (1) a)."""

    name = LineField(label=_("Name"), max_length=200)
    role = LineField(label=_("What the person does"), required=False, max_length=200)
    role_language = forms.ChoiceField(
        label=_("In which language is that written?"), required=False, choices=language_choices, initial=active_language
    )
    email = MailField(label=_("E-mail"), required=False)
    consent = forms.BooleanField(
        label=_("This person has agreed to be named here"),
        error_messages={
            "required": _("Only people who have agreed may be named. Tick the box, or leave the person out.")
        },
    )
    consent_until = DayField(
        label=_("Agreed until"),
        required=False,
        help_text=_("After this day the name is no longer shown. Empty: until the person says otherwise."),
    )
    counts = ("name", "role", "email")


class People(Rows):
    """People with what they do; the function is kept per language, the mask shows one and asks which language it is."""

    def row(self, value):
        return {**super().row(value), "role": value.role["text"], "role_language": value.role["language"]}

    def value(self, row, before):
        """A function replaces the one in its language; the one that was shown goes if only its language was put right."""
        shown = before.role if before else {"text": "", "language": ""}
        language = row["role_language"] or shown["language"] or active_language()
        replaced = {language, shown["language"]} if row["role"] in ("", shown["text"]) else {language}
        roles = [dict(entry) for entry in (before["roles"] if before else []) if entry["language"] not in replaced]
        roles += [{"language": language, "text": row["role"]}] if row["role"] else []
        return {**super().value(row, before), "roles": roles}


class PeopleForm(MaskForm):
    """Step: people."""

    parts = {"people": People("people", "person", ["name", "email", "consent", "consent_until"])}
    row_fields = {
        "people": RowField(
            PersonForm,
            _("People"),
            _("Person"),
            _("Whom can readers turn to? A name makes it easier to call. Ask everybody before you name them."),
        )
    }


class LinkForm(RowForm):
    """One account elsewhere."""

    network = forms.ChoiceField(label=_("Where"), choices=NETWORKS)
    url = AddressField(label=_("Address of your page there"))
    counts = ("url",)


class LinksForm(MaskForm):
    """Step: links."""

    parts = {"social": Rows("social", "link", ["network", "url"])}
    row_fields = {"social": RowField(LinkForm, _("You on other sites"), _("Link"))}


@dataclass(frozen=True)
class Step:
    """One screen. ``form`` is empty for pictures, which have a form of their own."""

    code: str
    title: Promise
    words: Promise
    form: type[MaskForm] | None


STEPS = [
    Step("about", _("About us"), _("How do you want to be seen? Short sentences are best."), AboutForm),
    Step("offers", _("Aims and offers"), _("What people get from you, and what you stand for."), OffersForm),
    Step(
        "where",
        _("Where and when"),
        _("So that people find you: in the town, in the lists and in the search."),
        WhereForm,
    ),
    Step("contact", _("Contact"), _("Everybody can see what you write here. Nothing of it is required."), ContactForm),
    Step("pictures", _("Pictures"), _("A logo and some pictures of what you do."), None),
    Step("people", _("People"), _("Faces of your association."), PeopleForm),
    Step("links", _("Links"), _("Where else people can find you on the internet."), LinksForm),
]
BY_CODE = {step.code: step for step in STEPS}


def after(code: str) -> Step | None:
    """The step after this one; ``None`` after the last."""
    codes = list(BY_CODE)
    number = codes.index(code) + 1
    return STEPS[number] if number < len(STEPS) else None
