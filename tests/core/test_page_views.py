"""How often a page was read: counted late, without people, robots, members or a query in the reader's way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import PageViews
from core.models.page_views import views, views_of
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    settings.PAGE_VIEWS_DAYS = 90
    monkeypatch.setattr(views, "write_later", lambda: None)
    views.waiting.clear()
    yield
    views.waiting.clear()


@pytest.fixture
def page(portal):
    return make.organisation()


def total(page) -> int:
    views.flush()
    return views_of([page]).get(page.pk, 0)


def test_readers_are_counted_in_all_languages(client, page):
    make.translate(page, "ar")
    for path in (page.url_in("de"), page.url_in("ar"), page.url_in("ar"), page.url_in("fr")):
        assert not client.get(path).cookies
    assert total(page) == 4
    assert set(PageViews.objects.values_list("count", flat=True)) == {2}


@pytest.mark.parametrize(
    "headers",
    [{"user-agent": "Googlebot/2.1"}, {"sec-purpose": "prefetch;prerender"}],
    ids=["robot", "prefetch"],
)
def test_who_is_no_reader(client, page, headers):
    client.get(page.url_in("de"), headers=headers)
    client.head(page.url_in("de"))
    assert total(page) == 0


def test_members_and_missing_pages(page):
    signed_in = Client()
    signed_in.force_login(User.objects.create_user("mitglied", "m@example.org", "x"))
    signed_in.get(page.url_in("de"))
    Client().get("/de/vereine/gibt-es-nicht/")
    assert total(page) == 0


def test_off_by_setting(client, page, settings):
    settings.PAGE_VIEWS_DAYS = 0
    client.get(page.url_in("de"))
    assert not views.waiting


def test_only_the_last_days_count_and_old_ones_go(client, page):
    today = timezone.localdate()
    for days in (1, 40, 100):
        PageViews.objects.create(page=page, day=today - timedelta(days=days), count=5)
    client.get(page.url_in("de"))
    assert total(page) == 6
    assert not PageViews.objects.filter(day=today - timedelta(days=100)).exists()


def test_a_page_that_is_gone_spoils_nothing(client, page):
    other = make.organisation()
    client.get(page.url_in("de"))
    client.get(other.url_in("de"))
    page.delete()
    assert total(other) == 1


def test_many_pages_are_asked_in_one_query(client, page, django_assert_num_queries):
    pages = [page, make.organisation(), make.organisation()]
    with django_assert_num_queries(1):
        views_of(pages)
