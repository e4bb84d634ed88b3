"""Opening hours: weekly slots, exceptions, holidays of North Rhine-Westphalia, summer time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import opening

BERLIN = ZoneInfo("Europe/Berlin")


def slot(weekday, opens, closes, *, kind="open", valid_from=None, valid_to=None):
    return {
        "weekday": weekday,
        "opens_at": time(*opens),
        "closes_at": time(*closes),
        "kind": kind,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def exception(first, last=None, opens=None, closes=None):
    return {"first_day": first, "last_day": last, "opens_at": opens, "closes_at": closes, "note": ""}


def place(*slots, exceptions=(), closed_on_holidays=True):
    return {"slots": list(slots), "exceptions": list(exceptions), "closed_on_holidays": closed_on_holidays}


MONDAY = date(2026, 11, 23)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def test_the_end_of_a_slot_is_closed_and_its_beginning_open():
    office = place(slot("MO", (9, 0), (12, 0)))
    assert opening.open_now([office], at(MONDAY, 9)) == opening.OpenTime(time(9), time(12), "open")
    assert opening.open_now([office], at(MONDAY, 11, 59))
    assert opening.open_now([office], at(MONDAY, 12)) is None
    assert opening.open_now([office], at(MONDAY + timedelta(days=1), 10)) is None


def test_hours_by_appointment_are_not_open():
    office = place(slot("MO", (9, 0), (12, 0), kind="appointment"))
    assert opening.open_now([office], at(MONDAY, 10)) is None
    assert opening.next_opening([office], at(MONDAY, 8)) is None


def test_two_slots_a_day_are_sorted():
    office = place(slot("MO", (14, 0), (18, 0)), slot("MO", (9, 0), (12, 0)))
    assert [interval.opens_at.hour for interval in opening.times_on(office, MONDAY)] == [9, 14]


@pytest.mark.parametrize(
    "day",
    [date(2026, 12, 25), date(2027, 1, 1), date(2026, 6, 4), date(2026, 11, 1), date(2026, 10, 3)],
    ids=["Christmas", "New Year", "Corpus Christi", "All Saints", "German Unity"],
)
def test_closed_on_public_holidays_of_the_state(day):
    office = place(*(slot(code, (9, 0), (12, 0)) for code in opening.WEEKDAY_CODES))
    assert opening.times_on(office, day) == []
    assert opening.times_on(place(*office["slots"], closed_on_holidays=False), day)


def test_a_holiday_of_another_state_is_a_working_day():
    office = place(*(slot(code, (9, 0), (12, 0)) for code in opening.WEEKDAY_CODES))
    assert opening.times_on(office, date(2027, 1, 6)), "Epiphany is no holiday in North Rhine-Westphalia"


def test_an_exception_replaces_the_day_even_a_holiday():
    christmas = date(2026, 12, 25)
    office = place(
        *(slot(code, (9, 0), (12, 0)) for code in opening.WEEKDAY_CODES),
        exceptions=[
            exception(date(2026, 12, 24), date(2027, 1, 1)),
            exception(christmas, opens=time(10), closes=time(11)),
        ],
    )
    assert opening.times_on(office, date(2026, 12, 28)) == []
    assert opening.times_on(office, date(2027, 1, 2))
    assert opening.times_on(office, christmas) == [opening.OpenTime(time(10), time(11))]


def test_slots_hold_only_within_their_validity():
    office = place(slot("MO", (9, 0), (12, 0), valid_from=MONDAY, valid_to=MONDAY))
    assert opening.times_on(office, MONDAY)
    assert not opening.times_on(office, MONDAY + timedelta(days=7))
    assert not opening.times_on(office, MONDAY - timedelta(days=7))


def test_next_opening_looks_over_the_week_end_and_over_all_places():
    offices = [place(slot("TU", (9, 0), (12, 0))), place(slot("MO", (15, 0), (16, 0)))]
    assert opening.next_opening(offices, at(MONDAY - timedelta(days=2), 10)) == (
        MONDAY,
        opening.OpenTime(time(15), time(16)),
    )
    assert opening.next_opening(offices, at(MONDAY, 15, 30)) == (
        MONDAY + timedelta(days=1),
        opening.OpenTime(time(9), time(12)),
    )


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["to summer time", "to winter time"])
def test_hours_are_wall_time_when_the_clocks_change(day):
    office = place(slot("SU", (9, 0), (12, 0)))
    assert opening.open_now([office], at(day, 9))
    assert opening.open_now([office], at(day, 8, 59)) is None
    utc = at(day, 10).astimezone(ZoneInfo("UTC"))
    assert opening.open_now([office], utc)


times = st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1])


@given(
    st.lists(st.tuples(st.sampled_from(opening.WEEKDAY_CODES), times), max_size=8),
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),
)
def test_open_now_agrees_with_the_times_of_the_day(slots, moment):
    office = place(*({**slot(code, (0,), (1,)), "opens_at": a, "closes_at": b} for code, (a, b) in slots))
    local = moment.replace(tzinfo=BERLIN)
    interval = opening.open_now([office], local)
    on_the_day = opening.times_on(office, local.date())
    if interval is None:
        assert not [t for t in on_the_day if t.opens_at <= local.time() < t.closes_at]
    else:
        assert interval in on_the_day
