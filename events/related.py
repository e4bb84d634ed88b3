"""Events of a topic and of an organisation, for the pages below this feature."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.addresses import list_url
from events.models import EventIndexPage, EventPage, Occurrence
from organisations.related import MAX_PUBLISHED, collect_published, of_organisation
from topics.facets import about
from topics.related import MAX_RELATED, Related, Subscription, collect_related

ORDER = 30


@receiver(collect_related)
def events_of_topic(sender, topic, language, **kwargs) -> Related:
    """What is on next, each event once."""
    coming = Occurrence.objects.next_of_each().filter(event__in=about(EventPage.objects.published(), topic))
    return Related(
        _("Events"),
        [row.page for row in coming.in_reader_language(MAX_RELATED, language)],
        ORDER,
        list_url(EventIndexPage, language, topic=topic.code),
    )


@receiver(collect_published)
def events_of_organisation(sender, organisation, **kwargs) -> Related:
    """What the organisation has on next, each event once, and its calendar."""
    own = EventPage.objects.filter(of_organisation(organisation))
    coming = Occurrence.objects.next_of_each().filter(event__in=own).in_reader_language(MAX_PUBLISHED + 1)
    key = str(organisation.translation_key)
    more_url = list_url(EventIndexPage, organisation=key) if len(coming) > MAX_PUBLISHED else ""
    calendar = Subscription(
        reverse("calendar_organisation", args=[key]),
        "text/calendar",
        _("Put these events into my calendar (iCal)"),
        f"iCal: {organisation.title}",
    )
    return Related(_("Events"), [row.page for row in coming[:MAX_PUBLISHED]], ORDER, more_url, [calendar], "ical")
