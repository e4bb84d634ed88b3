"""Forms of getting in. What was typed is shown again after an error, passwords never."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.languages import active_language, autonym
from members.joining.fields import AddressField, LineField, ParagraphsField
from newsletter.forms import AddressForm
from organisations.models import Membership
from users.models import User

password_rules = lazy(password_validators_help_text_html, str)


class LanguageField(forms.ChoiceField):
    """One of the portal's languages by its own name; at first the reader's."""

    def __init__(self, **kwargs):
        choices = [(code, autonym(code)) for code, _name in settings.LANGUAGES]
        super().__init__(choices=choices, initial=active_language, **kwargs)


class ApplyForm(AddressForm):
    """An association that is not in the directory yet."""

    name = LineField(label=_("Name of the association"), max_length=200)
    purpose = ParagraphsField(
        label=_("What do you do?"), max_length=3000, help_text=_("Some sentences are enough, in any language.")
    )
    town = LineField(label=_("Where are you active?"), max_length=100, help_text=_("Town or district."))
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "url"}),
    )
    contact_name = LineField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    language = LanguageField(
        label=_("In which language shall we write to you?"),
    )
    message = ParagraphsField(label=_("Is there anything else you want to say?"), max_length=3000, required=False)
    field_order = ["name", "purpose", "town", "website", "contact_name", "email", "language", "message"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["email"].help_text = _(
            "We send a link to this address. The editors see your application once you have opened it."
        )


class ClaimForm(AddressForm):
    """Somebody says that an existing profile is theirs."""

    contact_name = LineField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    message = ParagraphsField(
        label=_("What do you do in the association?"),
        max_length=3000,
        help_text=_("One sentence for the editors, in any language."),
    )
    field_order = ["contact_name", "email", "message"]


class AnswerForm(forms.Form):
    """What the applicant answers to a question of the editors."""

    text = ParagraphsField(label=_("Your answer"), max_length=3000, help_text=_("In any language."))


class InviteForm(forms.Form):
    """A colleague."""

    email = AddressField(label=_("E-mail address of your colleague"))
    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=[
            (Membership.Role.EDITOR, _("Editor: changes the pages of the association")),
            (Membership.Role.ADMINISTRATOR, _("Administrator: invites and removes colleagues, too")),
        ],
        initial=Membership.Role.EDITOR,
        widget=forms.RadioSelect,
    )
    language = LanguageField(label=_("Language of the invitation"))


class NewAccountForm(forms.Form):
    """Somebody who has no account yet: a name, and a password or none."""

    first_name = LineField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "given-name"}),
    )
    last_name = LineField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "family-name"}),
    )
    way = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            ("link", _("By a link that we send to your address each time; you need no password")),
            ("password", _("With a password")),
        ],
        initial="link",
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=4096,
        help_text=password_rules,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        values = super().clean()
        if values.get("way") != "password":
            return {**values, "password": None}
        somebody = User(
            email=self.email, first_name=values.get("first_name", ""), last_name=values.get("last_name", "")
        )
        try:
            if not values.get("password"):
                raise ValidationError(_("Please choose a password, or sign in by a link."))
            validate_password(values["password"], somebody)
        except ValidationError as error:
            self.add_error("password", error)
        return values
