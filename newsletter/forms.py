"""What readers fill in to sign up and to change what they get."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from core.languages import active_language
from core.models import PortalSettings
from core.public_forms import LONGEST, PublicForm
from newsletter.addresses import clean_address
from newsletter.consent import words
from newsletter.models import ConsentText, NewsletterPage
from newsletter.models.consent import digest_of
from topics.models import Topic
from topics.vocabulary import vocabulary


class AddressForm(PublicForm):
    """An e-mail address. What looks like a program is asked to press once more instead of being told that all is well:
    the person whose browser filled in everything at once would wait for a mail that never comes.
    """

    email = forms.CharField(
        label=_("E-mail address"),
        error_messages={"required": _("Please enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    use_required_attribute = False
    """The browser's own messages are in its language, not in the reader's."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if self.is_bound and self._is_stale():
            self.data = self.data.copy()
            self.data["shown"] = self.fields["shown"].initial

    def _is_stale(self) -> bool:
        """Whether the page was open for too long, so that sending it once more needs a new time."""
        try:
            self.signer.unsign(self.data.get("shown", ""), max_age=LONGEST)
        except BadSignature:
            return True
        return False

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])

    def clean(self):
        if self.is_spam:
            raise ValidationError(_("Nothing was sent yet. Please press the button once more."), code="again")
        return super().clean()


class ChoiceForm(forms.Form):
    """In which language, and about what; neither is needed."""

    language = forms.ChoiceField(required=False, label=_("Language of the newsletter"))
    topics = forms.MultipleChoiceField(required=False, label=_("Topics"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("No choice: German")), *settings.LANGUAGES]
        self.fields["topics"].choices = [
            (term["code"], term["name"]) for term in vocabulary(Topic) if term["parent_code"] is None
        ]


class SignUpForm(ChoiceForm, AddressForm):
    """Address, choices and consent. ``page`` and ``portal`` give the words that are agreed to."""

    consent = forms.BooleanField(
        label=_("Consent"),
        error_messages={"required": _("Please tick the box. Without your consent we may not write to you.")},
    )
    agreed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: NewsletterPage, portal: PortalSettings, data=None, **kwargs):
        self.language = active_language()
        self.words = words(page, portal, self.language)
        digest = digest_of(self.words)
        kwargs["initial"] = {"language": self.language, **kwargs.get("initial", {}), "agreed": digest}
        super().__init__(data, **kwargs)
        self.has_changed_words = self.is_bound and self.data.get("agreed") != digest
        if self.has_changed_words:
            self.data = self.data.copy()
            self.data["agreed"] = digest
            self.data.pop("consent", None)

    def clean(self):
        if self.has_changed_words:
            raise ValidationError(
                _("What you agree to has changed since you opened the page. Please read it once more."), code="changed"
            )
        return super().clean()

    def consent_text(self) -> ConsentText:
        """The row for the words that stood on the page."""
        return ConsentText.of(self.words, self.language)
