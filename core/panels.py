"""Panels of the page editor that know about languages."""

from django.utils.functional import cached_property
from wagtail.admin.panels import MultiFieldPanel


class FactsPanel(MultiFieldPanel):
    """Fields that are the same in every language. On a translation a link to the original stands in their place."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "core/admin/facts_panel.html"

        @property
        def original(self):
            """The page where the facts are edited, or ``None`` when this is it (or a new page)."""
            if not self.instance.pk or self.instance.original.pk == self.instance.pk:
                return None
            return self.instance.original

        @cached_property
        def children(self):
            return [] if self.original else super().children

        def is_shown(self):
            return True

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "original": self.original}
