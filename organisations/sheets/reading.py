"""From a file to the rows of a plan: the header need not be the first row."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from organisations.sheets.headers import Mapping, header_word, known_headers
from organisations.sheets.planning import Planner

WITHIN = 15
"""Rows within which the header has to stand; above it people write titles and dates."""


def planner_for(
    rows: Iterable[tuple[int, list[str]]], mapping: Mapping | None = None, internal: bool = True
) -> tuple[Planner, Iterator[tuple[int, list[str]]]]:
    """A planner for the header of a file, and the rows below it, as wide as the header. ``Refused`` without a header."""
    mapping = mapping or Mapping()
    rows = iter(rows)
    first = list(islice(rows, WITHIN))
    known = set(known_headers()) | {header_word(title) for title in mapping.columns}
    at = max(range(len(first)), key=lambda n: sum(header_word(cell) in known for cell in first[n][1]), default=0)
    header = list(first[at][1]) if first else []
    while header and not header[-1]:
        header.pop()
    width = len(header)
    planner = Planner(header, mapping, internal)
    below = ((number, (cells + [""] * width)[:width]) for number, cells in chain(first[at + 1 :], rows))
    return planner, below
