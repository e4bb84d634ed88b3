"""An event of the portal or of an association."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyBlock
from core.blocks.address import AddressBlock, AddressValue
from core.models import BasePage, BasePageQuerySet
from core.names import Text
from events.blocks import EventDateBlock
from events.recurrence import Span, expand, horizon
from organisations.models import OrganisationPage
from organisations.profiles import profile_for_reader
from topics.models import AdviceLanguage, Place, TargetGroup, Topic
from topics.vocabulary import place_of

MAX_COMING = 10
"""Dates that the page of an event lists."""


class EventQuerySet(BasePageQuerySet):
    """Events by whether they are still to come."""

    def listed(self):
        """Those that are not over; one without a date is not."""
        over = self.model.objects.filter(occurrences__isnull=False).exclude(occurrences__end__gte=timezone.now())
        return self.exclude(pk__in=over.values("pk"))


class EventPage(BasePage):
    """One event with one or more dates, or a series."""

    class Cost(models.TextChoices):
        FREE = "free", _("free of charge")
        PAID = "paid", _("with a fee")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    image_alt = models.CharField(_("alternative text of the image"), max_length=250, blank=True)
    cancellation_note = models.CharField(
        _("about the cancellation"),
        max_length=300,
        blank=True,
        help_text=_("Why, and what people can do instead. Shown only while the event is cancelled."),
    )

    dates = StreamField([("date", EventDateBlock())], blank=True, verbose_name=_("dates"))
    place = StreamField([("address", AddressBlock())], blank=True, max_num=1, verbose_name=_("place"))
    town = models.ForeignKey(
        Place, null=True, editable=False, on_delete=models.SET_NULL, related_name="events", verbose_name=_("town")
    )
    """The place of the taxonomy that the address lies in, found by itself, so that lists can be narrowed by it."""
    online_url = models.URLField(_("address of the online meeting"), max_length=500, blank=True)
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        verbose_name=_("organiser"),
        help_text=_("Empty: the portal itself. Set by itself for events below an organisation."),
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="events", verbose_name=_("topics"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="events", verbose_name=_("target groups")
    )
    languages = ParentalManyToManyField(AdviceLanguage, blank=True, related_name="events", verbose_name=_("languages"))
    cost = models.CharField(_("cost"), max_length=10, choices=Cost.choices, default=Cost.FREE)
    price = models.CharField(_("price"), max_length=100, blank=True)
    sign_up_url = models.URLField(_("address for sign-up"), max_length=500, blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    image = models.ForeignKey(
        "core.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("image")
    )

    fact_fields = [
        "dates", "place", "online_url", "organisation", "topics", "target_groups", "languages", "cost", "price",
        "sign_up_url", "cancelled", "image",
    ]  # fmt: skip
    text_panels = [*BasePage.text_panels, FieldPanel("body"), FieldPanel("image_alt"), FieldPanel("cancellation_note")]
    facts_panels = [
        FieldPanel("dates"),
        FieldPanel("cancelled"),
        FieldPanel("place"),
        FieldPanel("online_url"),
        FieldPanel("organisation"),
        FieldPanel("topics"),
        FieldPanel("target_groups"),
        FieldPanel("languages"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("price")]),
        FieldPanel("sign_up_url"),
        FieldPanel("image"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    search_kind = "event"
    search_terms = {"topic": "topics", "language": "languages", "place": "town", "target": "target_groups"}
    parent_page_types = ["events.EventIndexPage", "organisations.OrganisationPage"]
    subpage_types = []
    teaser_template = "events/event_teaser.html"

    objects = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def full_clean(self, *args, **kwargs):
        """Events below an organisation are that organisation's; the town follows from the address."""
        parent = self.get_parent() if self.path else None
        if parent is not None and isinstance(parent.specific_deferred, OrganisationPage):
            self.organisation_id = parent.specific_deferred.original.pk
        self.town_id = self.find_town()
        super().full_clean(*args, **kwargs)

    def find_town(self) -> int | None:
        """Id of the place of the taxonomy that the address names, as the places are now."""
        address = next((child.value for child in self.place), None)
        return place_of(address["city"] or "", address["postcode"] or "") if address else None

    def spans(self) -> list[Span]:
        """All its dates up to the horizon by ``dates`` of this very page, soonest first, published or not."""
        until = horizon()
        spans = [
            span
            for child in self.dates
            for span in expand(child.value.span, child.value["rrule"], list(child.value["exceptions"]), until)
        ]
        return sorted(spans, key=lambda span: span.start)

    @cached_property
    def coming(self) -> list:
        """Its next ``Occurrence`` rows, soonest first, at most ``MAX_COMING`` and one more that says there are more."""
        coming = self.facts.occurrences.filter(end__gte=timezone.now()).order_by("start", "pk")
        return list(coming[: MAX_COMING + 1])

    @cached_property
    def next_occurrence(self):
        """The ``Occurrence`` that is on now or comes next, or ``None``; lists set it, so that a teaser asks nothing."""
        return self.coming[0] if self.coming else None

    @cached_property
    def last_occurrence(self):
        """The latest ``Occurrence``, or ``None`` for an event without a date."""
        return self.facts.occurrences.order_by("start", "pk").last()

    @property
    def is_past(self) -> bool:
        """It had dates, and all are over."""
        return self.next_occurrence is None and bool(self.facts.dates)

    @property
    def is_free(self) -> bool:
        return self.facts.cost == self.Cost.FREE

    @cached_property
    def address(self) -> AddressValue | None:
        """Where it takes place, unless it is online only."""
        return next((child.value for child in self.facts.place), None)

    @cached_property
    def organiser(self) -> OrganisationPage | None:
        """The organiser's profile in the reader's language, or ``None`` if the portal itself invites."""
        return profile_for_reader(self.facts.organisation_id)

    @property
    def cancellation(self) -> Text:
        """The word on the cancellation in the language of the page, else as it was written first; may be empty."""
        page = self if self.cancellation_note else self.facts
        return Text(page.cancellation_note, page.language)

    @property
    def calendar_url(self) -> str:
        """Path of the event as an iCalendar file in the reader's interface language."""
        return reverse("calendar_event", args=[self.translation_key])

    def search_names(self) -> list[str]:
        address = self.address
        return [text for text in (address["name"], address["city"]) if text] if address else []

    def search_flags(self) -> list[str]:
        return ["free"] if self.is_free else []

    def get_context(self, request, *args, **kwargs):
        """Adds ``occurrences`` (the next dates, at most ten), ``has_more_dates``, ``organiser`` (profile or ``None``)
        and ``calendar_url``; the page itself knows ``is_past``, ``last_occurrence``, ``address`` and ``is_free``.
        """
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            # Rows exist of what is published; editors want to see what they have just typed.
            now = timezone.now()
            self.__dict__["coming"] = [span for span in self.facts.spans() if span.end >= now][: MAX_COMING + 1]
            self.__dict__["last_occurrence"] = next(reversed(self.facts.spans()), None)
        return {
            **context,
            "occurrences": self.coming[:MAX_COMING],
            "has_more_dates": len(self.coming) > MAX_COMING,
            "organiser": self.organiser,
            "calendar_url": self.calendar_url,
        }

    def structured_data(self) -> dict | None:
        """schema.org ``Event`` of the next date (after all: the last), see https://schema.org/Event; ``None`` undated."""
        occurrence = self.next_occurrence or self.last_occurrence
        if occurrence is None:
            return None
        facts = self.facts
        places = [self.address.structured_data] if self.address else []
        if facts.online_url:
            places.append({"@type": "VirtualLocation", "url": facts.online_url})
        attendance = {(True, True): "Mixed", (False, True): "Online"}.get(
            (self.address is not None, bool(facts.online_url)), "Offline"
        )
        data = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": self.title,
            "description": self.summary,
            "url": settings.BASE_URL.rstrip("/") + self.url_in(self.language),
            **occurrence.structured_dates,
            "eventStatus": f"https://schema.org/Event{'Cancelled' if facts.cancelled else 'Scheduled'}",
            "eventAttendanceMode": f"https://schema.org/{attendance}EventAttendanceMode",
            "isAccessibleForFree": self.is_free,
        }
        if languages := list(facts.languages.values_list("code", flat=True)):
            data["inLanguage"] = languages
        if places:
            data["location"] = places if len(places) > 1 else places[0]
        if self.organiser is not None:
            data["organizer"] = {
                "@type": "Organization",
                "name": self.organiser.title,
                "url": settings.BASE_URL.rstrip("/") + self.organiser.url_in(self.organiser.language),
            }
        if self.is_free or facts.sign_up_url:
            data["offers"] = {"@type": "Offer", "url": facts.sign_up_url or data["url"]}
            if self.is_free:
                data["offers"].update({"price": 0, "priceCurrency": "EUR"})
        return data
