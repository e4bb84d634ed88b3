"""What people without an account type in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangeForm(forms.Form):
    """A message to the editors about one page."""

    text = forms.CharField(
        label=_("What has changed?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Please write what has changed.")},
    )


class NewLinkForm(forms.Form):
    """Where a new link is to go."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Please enter your e-mail address."),
            "invalid": _("This is no e-mail address. It looks like name@example.org."),
        },
    )
