"""Forms that anybody may send without an account, a cookie or a puzzle.

Programs that fill in every field fall for the empty one; those that answer at once are too fast to have read the page.
Nothing is asked of people (WCAG 2.2, 3.3.8), and there is no session that a forged request could misuse, so that these
forms need no CSRF token and the pages around them stay without a cookie.
"""

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FASTEST, LONGEST = 2, 2 * 86_400
"""Seconds between the page and the answer to it: at least, so that somebody has read it, and at most."""


class PublicForm(forms.Form):
    """Base of public forms. ``is_spam`` says after validation that a program has sent it: answer as if all were well.

    A form that was left open for longer than ``LONGEST`` comes back with all that was typed and the request to send it
    once more: copies of an old form are how programs get around the time, but people leave pages open, too.
    """

    homepage = forms.CharField(required=False, label=gettext_lazy("Please leave this field empty"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["homepage"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.signer = TimestampSigner(salt=f"core.public_forms.{type(self).__name__}")
        self.fields["shown"].initial = self.signer.sign("shown")

    @property
    def is_spam(self) -> bool:
        """The empty field is filled in, or the form came back within seconds of being shown, or was never shown."""
        return bool(self.data.get("homepage")) or self._age() in {"forged", "fast"}

    def clean(self):
        cleaned = super().clean()
        if self._age() == "old":
            self.data = self.data.copy()
            self.data["shown"] = self.signer.sign("shown")
            self.add_error(None, _("This page was open for a long time. Please send it once more; nothing is lost."))
        return cleaned

    def _age(self) -> str:
        """``"forged"``, ``"fast"``, ``"old"`` or ``"good"``."""
        shown = str(self.data.get("shown", ""))
        try:
            self.signer.unsign(shown, max_age=LONGEST)
        except SignatureExpired:
            return "old"
        except BadSignature:
            return "forged"
        try:
            self.signer.unsign(shown, max_age=FASTEST)
        except SignatureExpired:
            return "good"
        return "fast"

    def visible_fields(self):
        """What people see; the trap is drawn apart from it."""
        return [field for field in super().visible_fields() if field.name != "homepage"]
