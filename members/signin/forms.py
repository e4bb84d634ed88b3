"""Forms of signing in and of one's own account. What was typed is shown again after an error, passwords never."""

import time
import unicodedata

from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.languages import autonym
from core.mail import letter, post
from core.rates import allowed
from members.joining.fields import LineField
from members.signin import limits
from members.signin.access import account_of
from members.signin.adapters import TOO_OFTEN
from users.models import User

PASSWORD_RULES = _(
    "At least ten characters. Not only digits, not a password that many people use, nothing like your name or address."
)
"""``AUTH_PASSWORD_VALIDATORS`` in one breath, shown before somebody types."""


class LinkForm(forms.Form):
    """Whom to send a link."""

    username = forms.CharField(
        label=_("E-mail address or user name"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "email",
                "dir": "ltr",
            }
        ),
    )


class SignInForm(LinkForm):
    """Address or name, and password, which is not needed ``by_link``.

    ``user`` is set when both are right; ``too_often`` when there were so many tries that this one was not made.
    """

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )

    def __init__(self, *args, request, by_link: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.by_link, self.user, self.too_often = request, by_link, None, False
        self.fields["password"].required = not by_link

    def clean(self):
        values = super().clean()
        self.fields["password"].required = True  # when the form is shown again, both buttons stand below it
        if self.errors or self.by_link:
            return values
        tries = limits.passwords(self.request, values["username"])
        if not tries.begin():
            self.too_often = True
            raise ValidationError(
                _("That was wrong too often. Please wait a quarter of an hour, or have us send you a link by e-mail.")
            )
        account = account_of(values["username"])
        # Without an account Django computes a password hash all the same, which takes the time.
        name = account.get_username() if account else values["username"]
        self.user = authenticate(self.request, username=name, password=values["password"])
        if self.user is None:
            raise ValidationError(
                _(
                    "This does not fit together. Please check address and password, or have us send you a link by e-mail."
                )
            )
        tries.succeeded()
        return values


class ConfirmByPasswordForm(ReauthenticateForm):
    """Proves again who one is, before something that would be bad in other hands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["password"] = forms.CharField(label=_("Password"), strip=False, max_length=4096)
        field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr", "required": True})


class Code(forms.CharField):
    """Six digits of an app or eight of a recovery code, in any script's digits, with or without spaces."""

    def __init__(self, **kwargs):
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autocapitalize": "none"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value):
        return "".join(str(unicodedata.digit(letter, letter)) for letter in super().to_python(value))


class LimitedCode:
    """Mixin for allauth's forms: limits of ours, each code only once, and a letter to the owner if somebody guesses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = Code(
            label=_("Code"), help_text=_("Six digits from your authenticator app, or one of your recovery codes.")
        )

    def clean_code(self) -> str:
        tries = limits.codes(context.request, self.user)
        if not tries.begin():
            if allowed("code-letter", str(self.user.pk), 1, limits.DAY):
                post(letter("wrong_codes", self.user.email, self.user.letter_language, {"user": self.user}))
            raise ValidationError(TOO_OFTEN)
        code = super().clean_code()
        if not is_first_use(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        tries.succeeded()
        return code


class CodeForm(LimitedCode, AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCodeForm(LimitedCode, ReauthenticateByCodeForm):
    """Proves again who one is."""


class ActivateForm(ActivateTOTPForm):
    """The first code of an authenticator app, which proves that it is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = Code(label=_("The six digits that your app shows now"))


def is_first_use(authenticator: Authenticator, code: str) -> bool:
    """Note that a code of an app has been used; ``False`` if it was before (RFC 6238, 5.2).

    In the database, since allauth notes it in the cache, which processes need not share, and for a shorter time than a
    code is taken. Recovery codes are struck out by allauth.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    lifetime = (2 * mfa_settings.TOTP_TOLERANCE + 1) * mfa_settings.TOTP_PERIOD
    digest = salted_hmac("members.signin.code", normalize_user_code(code)).hexdigest()
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        used = {old: at for old, at in row.data.get("used", {}).items() if time.time() - at < lifetime}
        if digest in used:
            return False
        row.data["used"] = used | {digest: time.time()}
        row.save(update_fields=["data"])
    return True


class ProfileForm(forms.ModelForm):
    """Name and language of letters."""

    language = forms.ChoiceField(
        label=_("Language of letters"), help_text=_("In this language the portal writes e-mails to you.")
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        field_classes = {"first_name": LineField, "last_name": LineField}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name", "dir": "auto"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.instance.letter_language
        self.fields["language"].choices = [(code, autonym(code)) for code, _name in settings.LANGUAGES]


class AddressForm(forms.Form):
    """A new e-mail address."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class PasswordForm(SetPasswordForm):
    """A new password, with the rules in front of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = PASSWORD_RULES
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "new-password", "dir": "ltr"}
