"""Dates as they come from the page editor."""

import pytest
from django.core.exceptions import ValidationError

from events.blocks import EventDateBlock

EMPTY = {"start": None, "end": None, "all_day": False, "rrule": "", "exceptions": []}


def test_a_draft_may_be_saved_before_it_has_a_date():
    block = EventDateBlock()
    block.defer_required_validation()
    try:
        assert block.clean(block.to_python(EMPTY))["start"] is None
    finally:
        block.restore_deferred_validation()  # Wagtail shares child blocks between instances


def test_a_date_without_beginning_is_refused_at_publication():
    block = EventDateBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(EMPTY))
