"""Form fields of the mask: they clean what phones and keyboards send, and never read HTML."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.mail import one_line
from members.mask.plain_text import tidy
from topics.models import Topic
from topics.vocabulary import vocabulary

LONGEST_TEXT = 20_000


class Uncut(forms.CharField):
    """Text that a browser does not cut off when it is pasted, without a word: too much of it is said on saving."""

    def widget_attrs(self, widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(Uncut):
    """One line, without line breaks, control characters and marks that turn the text around."""

    def __init__(self, *, ltr: bool = False, autocomplete: str = "", **kwargs):
        attrs = {"dir": "ltr" if ltr else "auto"} | ({"autocomplete": autocomplete} if autocomplete else {})
        super().__init__(**{"widget": forms.TextInput(attrs), **kwargs})

    def to_python(self, value):
        return one_line(super().to_python(value))


class PlainTextField(Uncut):
    """Several lines of plain text; line ends are ``\\n``."""

    def __init__(self, *, rows: int = 8, **kwargs):
        kwargs.setdefault("max_length", LONGEST_TEXT)
        super().__init__(**{"widget": forms.Textarea({"rows": rows, "dir": "auto"}), **kwargs})

    def to_python(self, value):
        return tidy(str(value or ""))


class AddressField(forms.URLField):
    """A web address; people leave out the beginning."""

    def __init__(self, **kwargs):
        attrs = {"dir": "ltr", "inputmode": "url", "autocomplete": "url", "placeholder": "https://"}
        # A text box: the browser's own check would refuse "www.example.org".
        super().__init__(**{"assume_scheme": "https", "max_length": 500, "widget": forms.TextInput(attrs), **kwargs})

    def to_python(self, value):
        return super().to_python(one_line(str(value or "")))


class MailField(forms.EmailField):
    """An e-mail address, written from left to right in every language."""

    def __init__(self, **kwargs):
        attrs = {"dir": "ltr", "autocomplete": "email"}
        super().__init__(**{"max_length": 254, "widget": forms.EmailInput(attrs), **kwargs})


class DayField(forms.DateField):
    """A day, in the browser's own calendar."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs})


class ClockField(forms.TimeField):
    """A time of day."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.TimeInput({"type": "time"}, format="%H:%M"), **kwargs})


class TermsWidget(forms.CheckboxSelectMultiple):
    """Check boxes behind a line that says what is chosen: the lists are long and screens are small."""

    template_name = "members/mask/terms.html"

    def value_omitted_from_data(self, data, files, name) -> bool:
        """Boxes without a tick are not sent; that they were there is told by the mark of the form around them."""
        return name not in data and "opened" not in data


class TermsField(forms.TypedMultipleChoiceField):
    """Terms of a vocabulary; the value is a sorted list of their ids."""

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(
            **{"coerce": int, "required": False, "choices": self.term_choices, "widget": TermsWidget, **kwargs}
        )

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.choices = copied.term_choices
        return copied

    def term_choices(self) -> list:
        """``(id, name)``; topics in groups, each of which can be chosen itself."""
        terms = vocabulary(self.model)
        if self.model is not Topic:
            return [(term["id"], term["name"]) for term in terms]
        groups = []
        for top in (term for term in terms if not term["parent_code"]):
            below = [term for term in terms if term["parent_code"] == top["code"]]
            groups.append((top["name"], [(term["id"], term["name"]) for term in [top, *below]]))
        return groups

    def clean(self, value):
        return sorted(set(super().clean(value)))


class TermField(forms.TypedChoiceField):
    """One term of a vocabulary, as its id."""

    def __init__(self, model, **kwargs):
        self.model = model
        super().__init__(**{"coerce": int, "empty_value": None, "choices": self.term_choices, **kwargs})

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.choices = copied.term_choices
        return copied

    def term_choices(self) -> list:
        return [("", _("Please choose")), *((term["id"], term["name"]) for term in vocabulary(self.model))]
