"""Records are read with suspicion, and trees are put in order."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.importing import Record, Refused, parents_first

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "id", "code"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_values():
    record = Record(
        {"t": " a\0 ", "n": 5, "d": "2026-01-31T10:00", "r": "-2d", "c": "09:00:00+01:00", "l": ["a", "", "b"]}
    )
    assert (record.text("t"), record.identifier("n"), record.text("missing")) == ("a", "5", "")
    assert (record.day("d"), record.clock("c")) == (date(2026, 1, 31), time(9))
    assert record.day("r") == timezone.localdate() - timedelta(days=2)
    assert record.texts("l") == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "read", "message"),
    [
        ({"x": 1}, lambda r: r.text("x"), "x is a number, not a text"),
        ({"x": True}, lambda r: r.number("x"), "x is a truth value, not a number"),
        ({"x": float("inf")}, lambda r: r.number("x"), "x is not a usable number"),
        ({"x": "\ud800"}, lambda r: r.text("x"), "x contains half a character"),
        ({"x": None}, lambda r: r.identifier("x"), "x is missing"),
        ({"x": [{"y": []}]}, lambda r: r.records("x")[0].text("y"), r"x\[0\].y is a list, not a text"),
        ({"x": ["a", 1]}, lambda r: r.texts("x"), r"x\[1\] is a number, not a text"),
        ({"x": "25:00"}, lambda r: r.clock("x"), "not a time"),
        ({"x": "2026-13-01"}, lambda r: r.day("x"), "not a date"),
        ({"x": "abcdef"}, lambda r: r.text("x", 5), "longer than 5"),
    ],
)
def test_what_is_wrong_is_said(data, read, message):
    with pytest.raises(Refused, match=message):
        read(Record(data))


READERS = ["text", "identifier", "number", "flag", "day", "clock", "record", "records", "by_key", "texts", "items"]


@given(JSON)
def test_nothing_but_refused_comes_out_of_a_record(data):
    for reader in READERS:
        with suppress(Refused):
            getattr(Record({"x": data}), reader)("x")


def test_parents_come_first():
    ordered, circular = parents_first({"c": "b", "b": "a", "a": None, "d": "elsewhere", "x": "y", "y": "x", "z": "x"})
    assert ordered == ["a", "b", "c", "d"]
    assert circular == {"x", "y", "z"}


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9) | st.none()))
def test_every_record_is_in_order_or_in_a_circle(parents):
    ordered, circular = parents_first(parents)
    assert sorted([*ordered, *circular]) == sorted(parents)
    for key in ordered:
        parent = parents[key]
        assert parent not in parents or ordered.index(parent) < ordered.index(key)
