"""The list of advisory services with its filters."""

from math import asin, cos, radians, sin, sqrt

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.localised import in_language
from core.models import BasePage
from services.models.service import ServiceLanguage, ServicePage
from topics.facets import Facet, FacetedList
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic

PAGE_SIZE = 20
EARTH_RADIUS_KM = 6371.0
FACETS = [
    Facet("topic", _("Topic"), Topic, "topics"),
    Facet("language", _("Language of advice"), AdviceLanguage, "languages__language"),
    Facet("place", _("Place"), Place, "areas"),
    Facet("target", _("For whom"), TargetGroup, "target_groups"),
    Facet("mode", _("How"), AdviceMode, "modes"),
]


def for_lists(pages: models.QuerySet) -> models.QuerySet:
    """Load what a teaser shows, with a constant number of queries."""
    return pages.select_related("locale", "provider").prefetch_related(
        Prefetch("languages", ServiceLanguage.objects.select_related("language"))
    )


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in degrees, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(h))


def distance_to(service: ServicePage, point: tuple[float, float]) -> float | None:
    """Kilometres from ``point`` to the nearest public place of the service; ``None`` if none has coordinates."""
    distances = [
        distance_km(point, (place["address"]["latitude"], place["address"]["longitude"]))
        for place in service.public_places
        if place["address"]["latitude"] is not None and place["address"]["longitude"] is not None
    ]
    return min(distances, default=None)


def centre_of_postcode(postcode: str) -> tuple[float, float] | None:
    """Centre of the place that a postcode belongs to, from the taxonomy; no look-up at a third party."""
    for place in Place.objects.filter(postcodes__contains=postcode, latitude__isnull=False, longitude__isnull=False):
        if postcode in place.postcodes.split():
            return place.latitude, place.longitude
    return None


class ServiceIndexPage(BasePage):
    """All advisory services, narrowed by topic, language of advice, place, target group, way, cost and time."""

    introduction = models.TextField(_("introduction"), blank=True)

    text_panels = [*BasePage.text_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    subpage_types = ["services.ServicePage"]

    class Meta:
        verbose_name = _("list of advisory services")
        verbose_name_plural = _("lists of advisory services")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        params = request.GET
        free, open_now = params.get("free") == "1", params.get("open") == "1"
        postcode = params.get("postcode", "").strip()[:10]
        services = ServicePage.objects.published().listed()
        if free:
            services = services.filter(cost=ServicePage.Cost.FREE)
        faceted = FacetedList(services, FACETS, params)
        found = for_lists(faceted.pages()).order_by("title", "pk")
        point = centre_of_postcode(postcode) if postcode.isdigit() else None
        if open_now or point:
            found = list(found)
        if open_now:
            found = [service for service in found if service.open_now]
        if point:
            for service in found:
                service.distance = distance_to(service, point)
            found.sort(key=lambda service: (service.distance is None, service.distance or 0))
        page = Paginator(found, PAGE_SIZE).get_page(params.get("page"))
        results = in_language(page.object_list)
        for service in results:
            service.distance = getattr(service.original, "distance", None)
        return {
            **context,
            "facets": faceted.choices(),
            "results": results,
            "page_of_results": page,
            "filters": {"free": free, "open": open_now, "postcode": postcode},
            "postcode_unknown": bool(postcode) and point is None,
            "is_filtered": faceted.is_filtered or free or open_now or bool(postcode),
        }
