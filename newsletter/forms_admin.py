"""Forms of the editor."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from organisations.models import OrganisationPage


class CircularForm(WagtailAdminModelForm):
    """Kinds as check boxes."""

    kinds = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=OrganisationPage.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
