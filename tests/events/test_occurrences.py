"""From the dates that an editor enters to the rows that readers see; drafts nowhere."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events.models import EventIndexPage, EventPage, Occurrence
from events.recurrence import HORIZON_DAYS
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


def publish(page: EventPage) -> None:
    page.save_revision().publish()


def in_days(days: int):
    return make.tomorrow() + timedelta(days=days - 1)


def test_publishing_makes_rows_and_unpublishing_removes_them(portal):
    event = make.event(rrule="FREQ=WEEKLY;COUNT=3")
    event.dates = make.dates(make.event_date(in_days(5)), make.event_date(in_days(9)))
    publish(event)
    assert [row.start for row in event.occurrences.all()] == [in_days(5), in_days(9)]
    event.unpublish()
    assert not event.occurrences.exists()
    publish(make.fresh(event))
    assert event.occurrences.count() == 2
    make.fresh(event).delete()
    assert not Occurrence.objects.exists()


def test_a_draft_is_nowhere(client, portal):
    event = make.event(title="Sprachcafé", start=in_days(3))
    event.dates = make.dates(make.event_date(in_days(200)))
    event.cancelled = True
    event.save_revision()
    assert [row.start for row in Occurrence.objects.all()] == [in_days(3)]
    day = f"{in_days(200):%Y-%m-%d}"
    month = f"{in_days(200):%Y-%m}"
    for path in (f"/de/termine/?day={day}", f"/de/termine/?month={month}", f"/de/termine/?from={day}"):
        context = client.get(path).context
        rows = context["results"] if context.get("results") is not None else context["month"].days_with_events
        assert not [row for row in rows if getattr(row, "start", None) == in_days(200)]
    for path in (event.href, event.calendar_url, "/de/calendar/all.ics"):
        content = client.get(path).content.decode()
        assert f"{in_days(200):%Y%m%d}" not in content
        assert day not in content
        assert "CANCELLED" not in content
        assert "EventCancelled" not in content


def test_a_page_that_was_never_published_has_no_rows(portal):
    index = make.index_of(EventIndexPage)
    draft = EventPage(title="Entwurf", slug="entwurf", live=False, dates=make.dates(make.event_date(in_days(2))))
    index.add_child(instance=draft)
    draft.save_revision()
    assert not Occurrence.objects.exists()


def test_translations_have_no_rows_of_their_own(portal):
    event = make.event()
    arabic = make.translate(event, "ar")
    publish(arabic)
    assert Occurrence.objects.get().event_id == event.pk
    arabic.unpublish()
    assert Occurrence.objects.count() == 1


def test_dates_of_the_original_are_right_in_every_language(client, portal):
    event = make.event(title="Fest")
    make.translate(event, "ar", title="عيد")
    event = make.fresh(event)
    event.dates = make.dates(make.event_date(in_days(7)))
    event.cancelled = True
    publish(event)
    rows = client.get("/ar/termine/").context["results"]
    assert [(row.page.title, row.start) for row in rows] == [("عيد", in_days(7))]
    assert "EventCancelled" in client.get(event.url_in("ar")).content.decode()


def test_rebuilding_writes_only_what_is_new(portal):
    event = make.event(rrule="FREQ=WEEKLY;COUNT=4")
    before = set(event.occurrences.values_list("pk", flat=True))
    assert Occurrence.rebuild(make.fresh(event)) == 4
    assert set(event.occurrences.values_list("pk", flat=True)) == before
    event.dates = make.dates(make.event_date(make.tomorrow(), "FREQ=WEEKLY;COUNT=6"))
    publish(event)
    assert before < set(event.occurrences.values_list("pk", flat=True))


def test_the_same_date_twice_is_one_row(portal):
    event = make.event(dates=make.dates(make.event_date(in_days(2)), make.event_date(in_days(2))))
    assert event.occurrences.count() == 1


def test_an_endless_series_is_extended_every_day(portal, monkeypatch, capsys):
    event = make.event(rrule="FREQ=DAILY")
    before = event.occurrences.count()
    assert HORIZON_DAYS - 2 <= before <= HORIZON_DAYS
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("extend_occurrences")
    assert event.occurrences.count() == before + 3
    assert capsys.readouterr().out == "1 events, +3 dates\n"
    call_command("extend_occurrences")
    assert capsys.readouterr().out == "1 events, +0 dates\n"


def test_the_command_goes_on_after_an_invalid_rule(portal):
    broken, fine = make.event(title="Kaputt"), make.event(rrule="FREQ=WEEKLY;COUNT=3")
    EventPage.objects.filter(pk=broken.pk).update(dates=make.dates(make.event_date(in_days(2), "FREQ=NIE")))
    Occurrence.objects.all().delete()
    with pytest.raises(CommandError, match="Kaputt"):
        call_command("extend_occurrences")
    assert fine.occurrences.count() == 3


def test_the_command_removes_dates_of_pages_that_are_not_public(portal):
    event = make.event()
    EventPage.objects.filter(pk=event.pk).update(live=False)
    call_command("extend_occurrences")
    assert not Occurrence.objects.exists()


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("chef", "chef@example.org", "geheim"))
    return client


def form(**date) -> dict:
    """What the page editor sends for a new event with one date."""
    values = {"start": "2026-12-05 18:00", "end": "2026-12-05 20:00", "rrule": "", "exceptions-count": "0", **date}
    block = {name: value for name, value in values.items() if not name.startswith("exceptions")}
    data = nested_form_data(
        {
            "title": "Lesung",
            "slug": "lesung",
            "summary": "Eine Lesung.",
            "body": streamfield([]),
            "dates": streamfield([("date", block)]),
            "place": streamfield([]),
            "cost": "free",
            "comments": inline_formset([]),
        }
    )
    exceptions = date.get("exceptions", [])
    data["dates-0-value-exceptions-count"] = str(len(exceptions))
    for number, day in enumerate(exceptions):
        data[f"dates-0-value-exceptions-{number}-deleted"] = ""
        data[f"dates-0-value-exceptions-{number}-order"] = str(number)
        data[f"dates-0-value-exceptions-{number}-type"] = "item"
        data[f"dates-0-value-exceptions-{number}-value"] = day
    return {**data, "action-publish": "action-publish"}


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=("events", "eventpage", make.index_of(EventIndexPage).pk))


def test_a_date_entered_in_the_admin(editor, portal):
    rule = "FREQ=WEEKLY;BYDAY=SA;COUNT=3"
    response = editor.post(add_url(), form(rrule=rule, exceptions=["2026-12-12"]))
    assert response.status_code == 302, response.context["form"].errors
    rows = Occurrence.objects.filter(event__title="Lesung")
    assert [f"{timezone.localtime(row.start):%m-%d %H:%M}" for row in rows] == ["12-05 18:00", "12-19 18:00"]
    event = EventPage.objects.get(title="Lesung")
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert rule in editor.get(edit).content.decode()


@pytest.mark.parametrize(
    "date",
    [{"end": "2026-12-05 17:00"}, {"rrule": "jeden Samstag"}, {"start": "0206-12-05 18:00", "end": ""}, {"start": ""}],
)
def test_a_wrong_date_is_refused_beside_its_field(editor, portal, date):
    response = editor.post(add_url(), form(**date))
    assert response.status_code == 200
    assert response.context["form"].errors["dates"]
    assert not EventPage.objects.exists()


def test_the_preview_shows_the_dates_just_typed(editor, portal):
    url = reverse("wagtailadmin_pages:preview_on_add", args=("events", "eventpage", make.index_of(EventIndexPage).pk))
    day = in_days(30)
    data = form(start=f"{day:%Y-%m-%d %H:%M}", end="")
    assert editor.post(url, data).json()["is_valid"]
    response = editor.get(url)
    assert response.status_code == 200
    assert [span.start for span in response.context["occurrences"]] == [day]
