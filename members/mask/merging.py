"""Two people at once: what only one of them changed is taken, what both changed is asked.

A form carries with each field a digest of what stood there when it was opened. That is enough to tell whether the value
was changed by the person who sends it, by somebody else in the meantime, or by both; no old revision is needed, which
a page made by a program does not have and ``purge_revisions`` deletes.
"""

import hashlib
import json
from dataclasses import dataclass, field

THEIRS, MINE = "theirs", "mine"


def digest(value) -> str:
    """A short mark of a value; all that is empty is the same. Rows are what they say, with or without a block's id: a form
    that is sent twice has none in its new rows, while the page has one since the first time.
    """
    if isinstance(value, list):
        value = [{key: row[key] for key in row if key != "id"} if isinstance(row, dict) else row for row in value]
    empty = value is None or value is False or value in ("", [])
    text = json.dumps("" if empty else value, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


EMPTY = digest("")


@dataclass
class Merged:
    """``write``: values to be saved; ``conflicts``: names of fields that somebody has to decide about."""

    write: dict = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def merge(opened: dict[str, str], mine: dict, now: dict, chosen: dict[str, str], asked: set[str]) -> Merged:
    """Compare what was there, what is sent and what is there.

    ``opened``: digests at opening; ``mine``: cleaned values; ``now``: present values; ``asked``: fields whose two versions
    the person has seen; ``chosen``: which of them it is to be. After being asked, ``opened`` is what was shown, so a third
    person's change in the meantime is asked again.
    """
    result = Merged()
    for name, value in mine.items():
        base, own, there = opened.get(name, EMPTY), digest(value), digest(now[name])
        if own in (there, base):
            continue
        if name in asked and base == there:
            if chosen.get(name) == MINE:
                result.write[name] = value
            elif chosen.get(name) != THEIRS:
                result.conflicts.append(name)
        elif base == there:
            result.write[name] = value
        else:
            result.conflicts.append(name)
    return result
