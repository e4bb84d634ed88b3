"""German compounds taken apart by the portal's own words: *Sozialberatung* is *sozial* and *beratung*."""

from collections.abc import Container

LINKS = ("", "s", "es", "n", "en", "er", "e", "ns")
SHORTEST = 4
"""Letters of the shortest part; *Tür* is lost, but *und* and *ung* are not taken for words."""


def parts(word: str, known: Container[str], deepest: int = 3) -> list[str]:
    """Parts of a compound, in order, without the letters that link them; empty if it cannot be taken apart.

    ``known`` are the portal's words. The fewest parts win, then the longest last part: the last one says what it is.
    """
    best = _split(word, known, deepest)
    return best if best and len(best) > 1 else []


def _split(word: str, known: Container[str], deepest: int) -> list[str] | None:
    best = None
    if deepest < 2:
        return None
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        head = _unlinked(word[:cut], known)
        if head is None:
            continue
        tail = word[cut:]
        rest = [tail] if tail in known else _split(tail, known, deepest - 1)
        if rest and (best is None or len(rest) + 1 < len(best)):
            best = [head, *rest]
    return best


def _unlinked(head: str, known: Container[str]) -> str | None:
    """The known word that ``head`` is, with or without the letters that link it to the next part."""
    for link in LINKS:
        bare = head[: len(head) - len(link)] if link else head
        if head.endswith(link) and len(bare) >= SHORTEST and bare in known:
            return bare
    # "Schul-" and "Sprach-" have lost their last letter.
    return head + "e" if head + "e" in known else None
