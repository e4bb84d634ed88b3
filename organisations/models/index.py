"""The directory of organisations with its filters."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.localised import in_language
from core.models import BasePage
from organisations.models.organisation import OrganisationPage
from topics.facets import Facet, FacetedList
from topics.models import AdviceLanguage, Place, TargetGroup, Topic

PAGE_SIZE = 24
FACETS = [
    Facet("topic", _("Topic"), Topic, "topics"),
    Facet("language", _("Language"), AdviceLanguage, "languages"),
    Facet("place", _("Place"), Place, "towns"),
    Facet("target", _("For whom"), TargetGroup, "target_groups"),
]


class OrganisationIndexPage(BasePage):
    """Associations and networks by default; providers and authorities on request (``?kind=all``)."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["organisations.OrganisationPage"]

    class Meta:
        verbose_name = _("directory of organisations")
        verbose_name_plural = _("directories of organisations")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("kind", "")
        organisations = OrganisationPage.objects.published()
        if kind in OrganisationPage.Kind.values:
            organisations = organisations.filter(kind=kind)
        elif kind != "all":
            kind = ""
            organisations = organisations.filter(
                kind__in=[OrganisationPage.Kind.ASSOCIATION, OrganisationPage.Kind.NETWORK]
            )
        faceted = FacetedList(organisations, FACETS, request.GET)
        found = faceted.pages().select_related("locale", "logo").prefetch_related("towns").order_by("title", "pk")
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        return {
            **context,
            "facets": faceted.choices(),
            "results": in_language(page.object_list),
            "page_of_results": page,
            "kind": kind,
            "kinds": OrganisationPage.Kind.choices,
            "is_filtered": faceted.is_filtered or bool(kind),
        }
