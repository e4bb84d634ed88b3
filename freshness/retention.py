"""Personal data of the reminders, see ``core.retention``."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from core.retention import PersonalData, personal_data
from freshness.models import Answer, Reminder, Review
from organisations.models import OrganisationPage
from services.models import ServicePage

ANSWER_DAYS = 365
"""Days after which an answer is deleted, whether or not an editor has dealt with it."""


@personal_data
class ReviewData(PersonalData):
    """Addresses that editors entered."""

    model = Review
    retention = "The address that is asked about a page is kept as long as the page, because it is asked regularly."

    def of(self, email):
        return Review.objects.filter(email__iexact=email)

    def erase(self, rows):
        return rows.update(email="")


@personal_data
class ReminderData(PersonalData):
    """To whom which mail went."""

    model = Reminder
    retention = (
        "Reminders are kept for a year and their longest interval, so that no mail goes out twice, then deleted."
    )

    def expired(self):
        longest = max(settings.REVIEW_MONTHS.values())
        return Reminder.objects.filter(claimed_on__lt=timezone.localdate() - timedelta(days=31 * longest + 366))

    def of(self, email):
        return Reminder.objects.filter(address=email.lower())


@personal_data
class AnswerData(PersonalData):
    """What people without an account wrote to the editors."""

    model = Answer
    retention = (
        f"Answers are deleted {ANSWER_DAYS} days after they came, so that editors can see what has been said before."
    )

    def expired(self):
        return Answer.objects.filter(created_at__lt=timezone.now() - timedelta(days=ANSWER_DAYS))

    def of(self, email):
        return Answer.objects.filter(address__iexact=email)


class ConfirmedByData(PersonalData):
    """Who confirmed the facts of a page: the name of an account, or the address that was asked."""

    retention = (
        "What is published about an organisation stays as long as it is published; the name or address of who confirmed it, "
        "which only editors see, until the next confirmation."
    )

    def of(self, email):
        people = get_user_model().objects.filter(email__iexact=email)
        names = [name for person in people for name in (person.get_full_name(), person.get_username()) if name]
        return self.model.objects.filter(Q(confirmed_by__iexact=email) | Q(confirmed_by__in=names))

    def export(self, row):
        return {"page": row.title, "confirmed_by": row.confirmed_by, "last_confirmed": str(row.last_confirmed)}

    def erase(self, rows):
        return rows.update(confirmed_by="")


@personal_data
class OrganisationConfirmedByData(ConfirmedByData):
    """Of profiles."""

    model = OrganisationPage


@personal_data
class ServiceConfirmedByData(ConfirmedByData):
    """Of services."""

    model = ServicePage
