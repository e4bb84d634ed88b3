"""Editors end a suspension; nobody ends a complaint."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsletter.models import Subscriber
from portal.setup import ASSOCIATIONS, EDITORS, Portal
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def suspended(newsletter) -> Subscriber:
    reader = make.subscriber("reader@example.org")
    reader.bounced(False, "452 4.2.2 full")
    reader.bounced(True, "554 Relay access denied")
    return reader


@pytest.fixture
def sign_in(client, portal):
    Portal("Test", ["de"])._groups()

    def sign_in(group: str):
        user = User.objects.create_user("somebody", "somebody@example.org", "x")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def address(subscriber) -> str:
    return reverse("subscribers:unsuspend", args=[subscriber.pk])


def test_an_editor_ends_a_suspension_after_a_question(sign_in, suspended):
    client = sign_in(EDITORS)
    inspect = reverse("subscribers:inspect", args=[suspended.pk])
    assert address(suspended) in client.get(inspect).text
    assert "Relay access denied" in client.get(address(suspended)).text
    suspended.refresh_from_db()
    assert suspended.is_suspended, "looking changes nothing"
    client.post(address(suspended))
    suspended.refresh_from_db()
    assert (suspended.status, suspended.soft_bounces, suspended.suspended_reason) == ("confirmed", 0, "")
    assert Subscriber.objects.deliverable().get() == suspended
    assert address(suspended) not in client.get(inspect).text


@pytest.mark.parametrize("values", [{"suspended_reason": "complaint"}, {"confirmed_at": None}, {"status": "pending"}])
def test_who_has_complained_or_never_agreed_gets_nothing(sign_in, suspended, values):
    Subscriber.objects.update(**values)
    client = sign_in(EDITORS)
    assert client.post(address(suspended)).status_code == 404
    assert address(suspended) not in client.get(reverse("subscribers:inspect", args=[suspended.pk])).text
    assert not Subscriber.objects.deliverable().exists()


def test_others_may_not(sign_in, suspended):
    sign_in(ASSOCIATIONS).post(address(suspended))
    assert Subscriber.objects.get().is_suspended
