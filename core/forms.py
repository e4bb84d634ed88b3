"""Forms of the page editor."""

from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """On a translation the facts are not part of the form: they are edited on the original only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.original.pk != self.instance.pk:
            for name in self.instance.fact_fields:
                self.fields.pop(name, None)
                self.formsets.pop(name, None)
