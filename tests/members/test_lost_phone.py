"""Phone and recovery codes lost: somebody who may switches the second step off."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.setup import permission
from tests.members.test_second_factor import PASSWORD, SECRET, START, by_password
from tests.search.editors import browser
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(portal):
    user = User.objects.create_user("amal", "amal@example.org", PASSWORD)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture(autouse=True)
def _committed(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda function, *arguments, **options: function())


def test_a_command_helps_who_has_lost_the_phone(member, capsys):
    call_command("remove_second_factor", "amal@example.org")
    assert not Authenticator.objects.exists()
    assert [letter.to for letter in mail.outbox] == [["amal@example.org"]]
    _client, response = by_password()
    assert response.headers["Location"] == START
    with pytest.raises(CommandError, match="has no second step"):
        call_command("remove_second_factor", "amal")
    with pytest.raises(CommandError, match="No account"):
        call_command("remove_second_factor", "niemand")


def test_so_does_a_button_in_the_list_of_users(member):
    url = reverse("remove_second_factor", args=[member.pk])
    for role in ("editor", "association"):
        assert browser(role).post(url).status_code == 302
        assert Authenticator.objects.count() == 2, role
    admin = Client()
    admin.force_login(User.objects.create_superuser("admin", "admin@example.org", PASSWORD))
    assert url in admin.get(reverse("wagtailusers_users:index")).content.decode()
    assert admin.get(url).status_code == 200
    assert Authenticator.objects.count() == 2, "GET asks"
    admin.post(url)
    assert not Authenticator.objects.exists()
    assert [letter.to for letter in mail.outbox] == [["amal@example.org"]]


def test_superusers_are_helped_by_superusers_only(member):
    User.objects.filter(pk=member.pk).update(is_superuser=True)
    helper = User.objects.create_user("hilfe", "hilfe@example.org", PASSWORD)
    helper.user_permissions.add(permission("wagtailadmin", "access_admin"), permission("users", "change_user"))
    helper.groups.add(Group.objects.create(name="Kontenpflege"))
    client = Client()
    client.force_login(helper)
    client.post(reverse("remove_second_factor", args=[member.pk]))
    assert Authenticator.objects.count() == 2
    User.objects.filter(pk=member.pk).update(is_superuser=False)
    client.post(reverse("remove_second_factor", args=[member.pk]))
    assert not Authenticator.objects.exists()
