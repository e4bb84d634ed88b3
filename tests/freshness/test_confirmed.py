"""When facts were confirmed belongs to the page, not to a revision; and what readers see of it."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from core.importing import Outcome
from core.importing.pages import save_live
from freshness.models import Review
from services.models import ServicePage
from tests import factories as make
from tests.freshness.conftest import confirmed, days_ago

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize("build", [make.organisation, make.service])
def test_an_old_draft_brings_no_old_date_back(portal, build):
    page = confirmed(build(), 300)
    draft = make.fresh(page)
    draft.summary = "Neu"
    draft.last_confirmed = days_ago(500)
    revision = draft.save_revision()
    make.fresh(page).confirm("wir")
    assert revision.as_object().last_confirmed == TODAY
    revision.publish()
    page = make.fresh(page)
    assert (page.summary, page.last_confirmed, page.confirmed_by) == ("Neu", TODAY, "wir")
    assert not {"last_confirmed", "confirmed_by", "review_due"} & set(revision.content)


def test_an_old_revision_brings_no_old_date_back(portal):
    page = confirmed(make.service(), 300)
    old = page.save_revision()
    page.confirm("wir")
    make.fresh(page).save_revision().publish()
    old.publish()
    assert make.fresh(page).last_confirmed == TODAY


def test_a_confirmation_makes_no_revision_and_no_translation_outdated(portal):
    page = make.service()
    translation = make.translate(page, "en")
    revisions = page.revisions.count()
    make.fresh(page).confirm("wir")
    page = make.fresh(page)
    assert page.revisions.count() == revisions
    assert page.has_unpublished_changes is False
    assert translation.text_state.source_digest == page.text_state.digest


def test_a_copy_is_not_confirmed(portal):
    page = confirmed(make.service(), 3)
    copy = page.copy(update_attrs={"slug": "kopie"}, keep_live=False)
    assert (copy.last_confirmed, copy.confirmed_by, copy.review_due) == (None, "", None)


def test_intervals(portal):
    profile, service = make.organisation(), make.service()
    for page, months in ((profile, 12), (service, 6)):
        assert page.review_due == TODAY + relativedelta(months=months), "counted from the publication"
    Review.objects.create(page_id=service.pk, interval_months=3)
    assert make.fresh(service).review_due == TODAY + relativedelta(months=3)
    make.fresh(service).confirm("wir", days_ago(10))
    assert make.fresh(service).review_due == days_ago(10) + relativedelta(months=3)


def test_a_draft_has_no_date_until_it_is_published(portal):
    page = ServicePage(title="Neu", slug="neu", live=False, locale=portal.locale)
    make.index_of(make.ServiceIndexPage).add_child(instance=page)
    assert page.review_due is None
    page.save_revision().publish()
    assert make.fresh(page).review_due == TODAY + relativedelta(months=6)


def test_an_import_takes_only_a_later_date(portal):
    page = confirmed(make.service(), 10)
    parent = page.get_parent()
    assert save_live(page, parent, {"last_confirmed": days_ago(30), "confirmed_by": "alt"}) is Outcome.UNCHANGED
    assert make.fresh(page).last_confirmed == days_ago(10)
    assert save_live(page, parent, {"last_confirmed": days_ago(5), "confirmed_by": "neu"}) is Outcome.CHANGED
    page = make.fresh(page)
    assert (page.last_confirmed, page.confirmed_by) == (days_ago(5), "neu")
    assert save_live(page, parent, {"last_confirmed": days_ago(5), "confirmed_by": "neu"}) is Outcome.UNCHANGED


@pytest.mark.parametrize("build", [make.organisation, make.service])
def test_the_note_for_readers(client, portal, build):
    page = build()
    make.translate(page, "ar")
    for code in ("de", "ar"):
        assert "#clock" not in client.get(page.url_in(code)).content.decode()
    # Six or twelve months, two repeats of a fortnight, and another fortnight.
    type(page).objects.filter(pk=page.pk).update(review_due=TODAY - timedelta(days=41))
    assert "#clock" not in client.get(page.url_in("de")).content.decode()
    type(page).objects.filter(pk=page.pk).update(review_due=TODAY - timedelta(days=42))
    for code in ("de", "ar"):
        assert "#clock" in client.get(page.url_in(code)).content.decode()
    make.fresh(page).confirm("wir")
    for code in ("de", "ar"):
        assert "#clock" not in client.get(page.url_in(code)).content.decode()


def test_who_confirmed_is_nowhere_public(client, portal):
    page = make.organisation()
    page.confirm("geheim@example.org")
    for path in (page.url_in("de"), page.url_in("ar"), "/de/vereine/", "/de/search/?q=geheim"):
        assert "geheim@" not in client.get(path).content.decode()
