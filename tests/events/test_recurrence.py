"""Rules of RFC 5545: what they expand to, and that nonsense is refused with a sentence."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.recurrence import (
    MAX_OCCURRENCES,
    PARTS,
    Span,
    check_rule,
    expand,
    first_start,
    last_moment,
    rule_parts,
)

BERLIN = ZoneInfo("Europe/Berlin")
FAR = datetime(2030, 1, 1, tzinfo=UTC)


def span(*start: int, hours: float = 2, all_day: bool = False) -> Span:
    first = datetime(*start, tzinfo=BERLIN)
    return Span.of(first, first + timedelta(hours=hours), all_day)


def days(spans: list[Span]) -> list[str]:
    return [f"{one.start:%m-%d}" for one in spans]


def test_a_weekly_event_keeps_its_time_when_the_clocks_change():
    october = expand(span(2026, 10, 20, 18), "FREQ=WEEKLY;COUNT=2", [], FAR)
    assert [one.start.astimezone(UTC).hour for one in october] == [16, 17]
    assert [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in october] == ["18:00-20:00"] * 2
    march = expand(span(2027, 3, 23, 18), "FREQ=WEEKLY;COUNT=2", [], FAR)
    assert [one.start.astimezone(UTC).hour for one in march] == [17, 16]


def test_a_time_that_the_clocks_skip_is_moved_not_lost():
    night = expand(span(2027, 3, 27, 2, 30), "FREQ=DAILY;COUNT=3", [], FAR)
    moments = [one.start.astimezone(UTC) for one in night]
    assert len(set(moments)) == 3
    assert moments == sorted(moments)


def test_count_until_and_exceptions():
    start = span(2026, 11, 3, 18)
    assert days(expand(start, "FREQ=WEEKLY;COUNT=3", [], FAR)) == ["11-03", "11-10", "11-17"]
    assert days(expand(start, "FREQ=WEEKLY;COUNT=3", [date(2026, 11, 10)], FAR)) == ["11-03", "11-17"]
    assert days(expand(start, "FREQ=WEEKLY;UNTIL=20261110", [], FAR)) == ["11-03", "11-10"], "a day counts to its end"
    assert days(expand(start, "FREQ=WEEKLY;UNTIL=20261110T170000Z", [], FAR)) == ["11-03", "11-10"], "18:00 in Berlin"
    assert days(expand(start, "FREQ=WEEKLY;UNTIL=20261110T165959Z", [], FAR)) == ["11-03"]
    assert days(expand(start, "FREQ=WEEKLY;UNTIL=20261110T180000", [], FAR)) == ["11-03", "11-10"], "local time"
    assert expand(start, "", [date(2026, 11, 3)], FAR) == []
    assert expand(start, "", [], FAR) == [start]


def test_the_last_sunday_of_the_month_and_every_other_saturday():
    assert days(expand(span(2026, 10, 25, 11), "FREQ=MONTHLY;BYDAY=-1SU;COUNT=3", [], FAR)) == [
        "10-25",
        "11-29",
        "12-27",
    ]
    assert days(expand(span(2026, 11, 7, 11), "freq=weekly;interval=2;byday=SA;count=2", [], FAR)) == [
        "11-07",
        "11-21",
    ]


def test_an_endless_series_ends_at_the_horizon_and_forgets_the_distant_past():
    until = datetime(2026, 11, 10, 18, tzinfo=BERLIN)
    assert days(expand(span(2026, 11, 3, 18), "FREQ=WEEKLY", [], until)) == ["11-03"], "half-open"
    daily = expand(span(2010, 1, 1, 9), "FREQ=DAILY", [], until)
    assert len(daily) == MAX_OCCURRENCES
    assert daily[-1].start == datetime(2026, 11, 10, 9, tzinfo=BERLIN)


def test_whole_days():
    weekend = Span.of(datetime(2026, 12, 5, 10, tzinfo=BERLIN), datetime(2026, 12, 6, 10, tzinfo=BERLIN), True)
    assert (weekend.first_day, weekend.last_day) == (date(2026, 12, 5), date(2026, 12, 6))
    assert not weekend.has_end
    assert not weekend.is_one_day
    second = expand(weekend, "FREQ=WEEKLY;COUNT=2", [], FAR)[1]
    assert (second.first_day, second.last_day) == (date(2026, 12, 12), date(2026, 12, 13))
    assert second.structured_dates == {"startDate": "2026-12-12", "endDate": "2026-12-13"}


def test_an_evening_that_ends_at_midnight_is_one_day():
    evening = span(2026, 12, 5, 20, hours=4)
    assert evening.is_one_day
    assert evening.has_end
    assert evening.structured_dates["endDate"] == "2026-12-06T00:00:00+01:00"


def test_a_series_begins_on_the_first_day_that_fits_the_rule():
    monday = span(2026, 11, 2, 18)
    assert first_start(monday, "FREQ=WEEKLY;BYDAY=TU").date() == date(2026, 11, 3)
    assert first_start(monday, "") == monday.start


@pytest.mark.parametrize(
    "rule",
    [
        "x",
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=99999999999999",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270101",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=1TU",
        "FREQ=WEEKLY;BYDAY=DI",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;UNTIL=20261332",
        "FREQ=WEEKLY;UNTIL=20200101",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=WEEKLY;BYDAY=١MO",
        "FREQ=WEEKLY\nCOUNT=3",
        "jeden Dienstag",
    ],
)
def test_invalid_rules_are_refused_with_a_sentence(rule):
    with pytest.raises(ValueError, match=r"\w+ .*\."):
        check_rule(rule, datetime(2026, 11, 3, 18))


words = st.sampled_from([*PARTS, "BYHOUR", "RDATE", ""])
values = st.one_of(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "MO", "-1SU", "20261232"]), st.text())
rules = st.one_of(
    st.text(),
    st.lists(st.tuples(words, values).map("=".join)).map(";".join),
    st.lists(st.sampled_from(sorted(PARTS)), unique=True).flatmap(
        lambda names: st.tuples(*(st.from_regex(PARTS[name], fullmatch=True).map(f"{name}=".__add__) for name in names))
    ).map(";".join),
)  # fmt: skip


@settings(deadline=None)
@given(rules)
def test_any_text_is_a_rule_or_is_refused(rule):
    try:
        parts = rule_parts(rule)
        if "UNTIL" in parts:
            last_moment(parts["UNTIL"])
    except ValueError:
        return
    assert parts["FREQ"] in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 12),
    st.integers(1, 40),
    st.integers(0, 50),
)
def test_expansion_is_ordered_unique_and_bounded(start, frequency, interval, count, hours):
    first = Span.of(start.replace(tzinfo=UTC), start.replace(tzinfo=UTC) + timedelta(hours=hours), False)
    found = expand(first, f"FREQ={frequency};INTERVAL={interval};COUNT={count}", [], FAR)
    assert len(found) <= count
    assert all(one.start < FAR for one in found)
    assert all(one.end >= one.start - timedelta(hours=1) for one in found)
    # By wall time; in UTC two dates could meet in the hour that the clocks skip.
    walls = [one.start.replace(tzinfo=None) for one in found]
    assert walls == sorted(set(walls))
