"""What editors see and do, and that others do not."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from freshness.models import Answer, Reminder, Review
from organisations.models import Membership
from portal.setup import EDITORS, TRANSLATORS, Portal
from tests import factories as make
from tests.freshness.conftest import association, confirmed
from users.models import User

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def sign_in(client, portal):
    """``sign_in(group)``: the browser of an editor, a translator, or (without a group) of a member of ``organisation``."""
    Portal("Kreis Test", make.LANGUAGES)._groups()

    def enter(group: str = "", organisation=None):
        user = User.objects.create_user(group or "verein", f"{group or 'mitglied'}@example.org", "x")
        if group:
            user.groups.add(Group.objects.get(name=group))
        if organisation is not None:
            Membership.objects.create(user=user, organisation=organisation)
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def pages(portal):
    return {
        "stale": association("a@example.org", title="=Alt()"),
        "due": association("", days=370, title="Fällig"),
        "fine": confirmed(make.service(email="c@example.org", title="Beratung"), 5),
    }


def report(client, query: str = "") -> list[str]:
    response = client.get(reverse("freshness_report") + query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def test_the_report_sorts_and_filters(sign_in, pages):
    client = sign_in(EDITORS)
    assert report(client) == ["=Alt()", "Fällig", "Beratung"]
    assert report(client, "?ordering=-confirmed") == ["Beratung", "Fällig", "=Alt()"]
    assert report(client, "?ordering=title") == ["=Alt()", "Beratung", "Fällig"]
    assert report(client, "?state=due") == ["=Alt()", "Fällig"]
    assert report(client, "?state=stale") == []
    type(pages["stale"]).objects.filter(pk=pages["stale"].pk).update(review_due=TODAY.replace(year=TODAY.year - 1))
    assert report(client, "?state=stale") == ["=Alt()"]
    assert report(client, "?state=nobody") == ["Fällig"]
    assert report(client, "?kind=servicepage") == ["Beratung"]
    assert report(client, "?state=unsinn&kind=unsinn") == ["=Alt()", "Fällig", "Beratung"]
    Reminder.objects.create(
        page_id=pages["stale"].pk, address="a@example.org", since=pages["stale"].known_since, number=0, refused=True
    )
    assert report(client, "?state=refused") == ["=Alt()"]


def test_days_to_come_are_shown_as_dates(sign_in, pages):
    html = sign_in(EDITORS).get(reverse("freshness_report")).content.decode()
    for page in pages.values():
        assert date_format(page.review_due, "SHORT_DATE_FORMAT") in html


def test_the_report_as_a_file(sign_in, pages):
    client = sign_in(EDITORS)
    response = client.get(reverse("freshness_report") + "?export=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [next(iter(row.values())) for row in rows] == ["'=Alt()", "Fällig", "Beratung"]
    assert "a@example.org" in rows[0].values()
    response = client.get(reverse("freshness_report") + "?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s", "s", "s"]
    response.close()


def test_queries_of_the_report_do_not_grow(sign_in, pages):
    client = sign_in(EDITORS)

    def count() -> int:
        client.get(reverse("freshness_report"))
        with CaptureQueriesContext(connection) as captured:
            report(client)
        return len(captured)

    before = count()
    for number in range(6):
        association(f"{number}@example.org", kind="provider")
    assert count() <= before


@pytest.mark.parametrize("who", ["member", TRANSLATORS])
def test_others_see_none_of_it(sign_in, pages, who):
    client = sign_in("", pages["stale"]) if who == "member" else sign_in(who)
    type(pages["stale"]).objects.update(review_due=TODAY.replace(year=TODAY.year - 1))
    row = Answer.objects.create(page=pages["due"], kind="gone", address="x@example.org")
    for url in (
        reverse("freshness_report"),
        reverse("freshness_report_results"),
        reverse("freshness_review", args=[pages["stale"].pk]),
        reverse("freshness_answer", args=[row.pk]),
        reverse("confirm_facts", args=[pages["stale"].pk]),
    ):
        assert client.get(url).status_code in {302, 403}, url
        assert client.post(url).status_code in {302, 403, 405}, url
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "freshness" not in home
    assert "Fällig" not in home
    assert make.fresh(pages["stale"]).last_confirmed < TODAY
    assert not Review.objects.exists()
    row.refresh_from_db()
    assert row.done_at is None


def test_the_home_page_tells_editors(sign_in, pages):
    client = sign_in(EDITORS)
    assert "freshness" not in client.get(reverse("wagtailadmin_home")).content.decode().partition("<main")[2]
    type(pages["stale"]).objects.filter(pk=pages["stale"].pk).update(review_due=TODAY.replace(year=TODAY.year - 1))
    row = Answer.objects.create(page=pages["due"], kind="change", text="<b>Umgezogen</b>", address="x@example.org")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "=Alt()" in home
    url = reverse("freshness_answer", args=[row.pk])
    assert url in home
    shown = client.get(url).content.decode()
    assert "&lt;b&gt;Umgezogen" in shown
    client.post(url)
    row.refresh_from_db()
    assert row.done_by.username == EDITORS
    assert url not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_confirming_in_the_editor(sign_in, pages):
    client = sign_in(EDITORS)
    page = pages["stale"]
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    url = reverse("confirm_facts", args=[page.pk])
    assert url in edit
    assert 'name="last_confirmed"' not in edit
    assert 'name="confirmed_by"' not in edit
    assert client.get(url).status_code == 200
    assert make.fresh(page).last_confirmed < TODAY
    client.post(url)
    page = make.fresh(page)
    assert (page.last_confirmed, page.confirmed_by) == (TODAY, EDITORS)
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    assert client.post(reverse("confirm_facts", args=[make.news().pk])).status_code in {302, 403}


def test_the_facts_panel_of_a_translation_leads_to_the_original(sign_in, pages):
    client = sign_in(EDITORS)
    english = make.translate(pages["fine"], "en")
    client.post(reverse("confirm_facts", args=[english.pk]))
    assert make.fresh(pages["fine"]).confirmed_by == EDITORS


def test_who_is_asked_is_set_for_a_page(sign_in, pages):
    client = sign_in(EDITORS)
    url = reverse("freshness_review", args=[pages["due"].pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"interval_months": "99", "email": "x"}).status_code == 200
    assert not Review.objects.exists()
    client.post(url, {"interval_months": "24", "email": "neu@example.org"})
    assert Review.objects.get().email == "neu@example.org"
    assert make.fresh(pages["due"]).review_due > TODAY
    client.post(url, {"interval_months": "", "email": ""})
    assert make.fresh(pages["due"]).review_due < TODAY
    assert client.get(reverse("freshness_review", args=[make.news().pk])).status_code in {302, 403}
