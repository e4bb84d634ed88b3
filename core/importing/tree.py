"""The order in which records with parents can be made."""

from collections.abc import Mapping


def parents_first(parents: Mapping[str, str | None]) -> tuple[list[str], set[str]]:
    """Keys so that parents come before their children, otherwise in the given order; and the keys in or below a circle.

    ``parents`` maps each key to its parent's, or to ``None`` at the top. A parent that is no key counts as the top.
    """
    ordered: dict[str, None] = {}
    circular: set[str] = set()
    for key in parents:
        path: dict[str, None] = {}
        step = key
        while step is not None and step in parents and step not in ordered and step not in circular:
            if step in path:
                circular.update(path)
                break
            path[step] = None
            step = parents[step]
        if step in circular:
            circular.update(path)
        else:
            ordered.update(dict.fromkeys(reversed(path)))
    return list(ordered), circular
