"""Editors are told when the accessibility statement has not been reviewed for a year."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from core.models import AccessibilityStatementPage
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(portal):
    """A published statement, reviewed more than a year ago."""
    page = AccessibilityStatementPage(
        title="Erklärung",
        slug="erklaerung",
        introduction="Gilt hier.",
        reviewed_on=timezone.localdate() - timedelta(days=367),
        locale=portal.locale,
    )
    return make.publish_new(page, make.fresh(portal))


def dashboard(client, user, language: str = "de") -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home"), headers={"accept-language": language}).content.decode()


def link(statement) -> str:
    return f'href="{reverse("wagtailadmin_pages:edit", args=[statement.pk])}">'


@pytest.mark.parametrize(("language", "words"), [("de", "wurde zuletzt am"), ("en", "was last reviewed on")])
def test_a_statement_of_last_year_is_named_until_it_is_reviewed(client, statement, language, words):
    chief = User.objects.create_superuser("chef", "chef@example.org", "geheim-geheim")
    make.translate(statement, "en")
    html = dashboard(client, chief, language)
    assert html.count(link(statement) + ("Überprüfen" if language == "de" else "Review it")) == 1
    assert words in html
    statement = make.fresh(statement)
    statement.reviewed_on = timezone.localdate() - timedelta(days=365)
    statement.save_revision()
    assert words in dashboard(client, chief, language), "a draft is not public yet"
    statement.save_revision().publish()
    assert words not in dashboard(client, chief, language)


def test_only_who_may_edit_it_is_told(client, statement):
    author = User.objects.create_user("autorin", "autorin@example.org", "geheim-geheim")
    author.user_permissions.add(Permission.objects.get(codename="access_admin"))
    html = dashboard(client, author)
    assert "w-dashboard" in html
    assert link(statement) not in html


def test_a_draft_is_nobodys_duty(client, statement):
    statement.unpublish()
    chief = User.objects.create_superuser("chef", "chef@example.org", "geheim-geheim")
    assert "wurde zuletzt am" not in dashboard(client, chief)
