"""Who got which mailing is known for a time, also where the mailing was never finished."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from newsletter.models import Delivery, Mailing
from newsletter.sending import start
from tests.newsletter.mailings import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsletter")]


@pytest.mark.parametrize("finished", [True, False], ids=["sent", "paused"])
@pytest.mark.parametrize(("days", "kept"), [(-1, True), (1, False)])
def test_deliveries_lose_their_person_in_time(readers, settings, finished, days, kept):
    start(issue())
    then = timezone.now() - timedelta(days=settings.NEWSLETTER_DELIVERY_DAYS + days)
    Mailing.objects.update(state="sent" if finished else "paused", started_at=then)
    Mailing.objects.update(finished_at=then if finished else None)
    call_command("personal_data", "expire", stdout=io.StringIO())
    assert Delivery.objects.count() == len(readers), "the report goes on counting"
    assert Delivery.objects.filter(subscriber__isnull=False).exists() == kept
    assert Delivery.objects.filter(state=Delivery.State.PENDING).exists() == kept, "nobody gets it after that"
