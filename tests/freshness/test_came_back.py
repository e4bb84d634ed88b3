"""Reminders that nobody has got: the address is not asked again, and its pages stay."""

import contextlib
import io
import mailbox

import pytest
from django.core.management import call_command

from freshness.models import Reminder
from tests import factories as make
from tests.freshness.conftest import later, remind
from tests.newsletter.test_bounces import DSN

pytestmark = pytest.mark.django_db


@pytest.fixture
def comes_back(settings, tmp_path):
    """``comes_back(message, status)``: a report on a reminder lies in the mailbox, which is then read."""
    settings.NEWSLETTER_BOUNCES_URL = f"mbox://{tmp_path}/box"
    settings.NEWSLETTER_BOUNCES_TO = "bounces@example.org"

    def comes_back(message, status: str) -> str:
        message_id = message.extra_headers["Message-ID"]
        report = DSN.format(
            to=message.to[0], action="failed", status=status, returned="text/rfc822-headers", message_id=message_id
        )
        with contextlib.closing(mailbox.mbox(tmp_path / "box")) as box:
            box.add(report)
        output = io.StringIO()
        call_command("fetch_bounces", stdout=output)
        return output.getvalue()

    return comes_back


@pytest.mark.parametrize(("status", "works"), [("5.1.1", False), ("4.2.2", True)])
def test_a_page_about_which_nobody_was_reached_is_not_taken_down(due, settings, comes_back, status, works):
    settings.REVIEW_UNPUBLISH_DAYS = 30
    number = 0
    for days in (0, 14, 14, 14, 60):
        later(days)
        for message in remind():
            number += 1
            assert message.from_email == "bounces@example.org"
            assert message.message()["From"] == settings.DEFAULT_FROM_EMAIL
            assert "1 reports noted" in comes_back(message, status)
    assert number == (3 if works else 1)
    assert make.fresh(due).live is not works
    assert Reminder.objects.filter(refused=True).count() == (0 if works else 1)


def test_a_report_on_another_mail_is_nobodys(due, comes_back):
    (message,) = remind()
    message.extra_headers["Message-ID"] = message.extra_headers["Message-ID"].replace(".", ".0", 1)
    assert "0 reports noted" in comes_back(message, "5.1.1")
    assert not Reminder.objects.filter(refused=True).exists()


def test_without_a_mailbox_the_sender_is_the_usual_one(due, settings):
    (message,) = remind()
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
