"""Profiles and services of a given age, and what their mails say."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from core.models import Confirmable
from freshness.models import Reminder
from organisations.models import OrganisationRecord
from tests import factories as make

LINK = re.compile(r"http://\S+/confirm/\S+")


def days_ago(number: int):
    """A date."""
    return timezone.localdate() - timedelta(days=number)


def confirmed(page, days: int):
    """The page as if its facts had been confirmed some days ago."""
    page.last_confirmed = None
    page.confirm("früher", days_ago(days))
    return make.fresh(page)


def association(email: str = "verein@example.org", days: int = 400, **values):
    """A profile that was confirmed ``days`` ago, with a public address."""
    return confirmed(make.organisation(email=email, **values), days)


def contact(page, email: str) -> None:
    """Give an organisation an internal contact."""
    record = OrganisationRecord.of(page)
    record.contact_email = email
    record.save()


def remind() -> list:
    """Run the daily command; returns the mails of this run."""
    before = len(mail.outbox)
    call_command("send_reminders", verbosity=0)
    return mail.outbox[before:]


def later(days: int) -> None:
    """Days go by: all dates that the reminders know move into the past."""
    for model in Confirmable.__subclasses__():
        gap = timedelta(days=days)
        model.objects.filter(last_confirmed__isnull=False).update(last_confirmed=F("last_confirmed") - gap)
        model.objects.update(review_due=F("review_due") - gap)
        model.objects.update(first_published_at=F("first_published_at") - gap)
    Reminder.objects.update(claimed_on=F("claimed_on") - gap, since=F("since") - gap, sent_at=F("sent_at") - gap)


def link_in(message) -> str:
    """The path of the link in a reminder."""
    return LINK.search(message.body)[0].partition("//")[2].partition("/")[2].join(["/", ""])


@pytest.fixture
def due(portal):
    """One profile that is due."""
    return association(title="Verein Nil")
