"""Daily: the next dates of series without an end."""

from django.core.management.base import BaseCommand, CommandError

from events.models import EventPage, Occurrence


class Command(BaseCommand):
    """Bring the dates of all published events in line with their rules.

    Needed for series without an end, of which only two years are kept ahead; it also repairs dates after a restore,
    and finds the town of an event anew, which may have come into the taxonomy or got another postcode since.
    A second run changes nothing.
    """

    help = (
        "Adds the next dates of repeated events without an end (two years ahead are kept). Run it once a day. "
        "Exit code 1 if an event has an invalid repetition; the others are extended all the same."
    )

    def handle(self, *args, **options):
        before = Occurrence.objects.count()
        Occurrence.objects.exclude(event__in=EventPage.objects.published()).delete()
        events, refused = 0, []
        for event in EventPage.objects.published().iterator():
            try:
                Occurrence.rebuild(event)
            except ValueError as error:
                refused.append(f"{event.pk} {event.title}: {error}")
                continue
            if event.town_id != (town := event.find_town()):
                EventPage.objects.filter(pk=event.pk).update(town=town)
            events += 1
        change = Occurrence.objects.count() - before
        self.stdout.write(f"{events} events, {change:+d} dates")
        if refused:
            raise CommandError("Invalid repetitions:\n" + "\n".join(refused))
