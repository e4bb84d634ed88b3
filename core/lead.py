"""Whether a summary may stand above a text, or only says what the text says in the same words.

Imported pages have no summary of their own: it is taken from the first sentences, for lists and search engines.
"""

import html
import re
from collections.abc import Iterable

from wagtail.blocks import StreamValue

NOT_READ = re.compile(r"<[^>]*>|\s+")
"""Markup and spaces: what may differ between a sentence in a summary and the same sentence in a text."""
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def repeats(summary: str, texts: Iterable[StreamValue | str]) -> bool:
    """Whether every sentence of ``summary``, the last one perhaps cut off, stands in one of ``texts`` (rich text)."""
    text = "".join(_bare(_rich_text(one)) for one in texts)
    sentences = (_bare(html.escape(one, quote=False)).rstrip("…") for one in SENTENCE_END.split(summary.strip()))
    return bool(summary.strip() and text) and all(sentence in text for sentence in sentences)


def _rich_text(value: StreamValue | str) -> str:
    """The running text; of a stream that of its text blocks."""
    if isinstance(value, StreamValue):
        return " ".join(child.value.source for child in value if child.block_type == "text")
    return str(value or "")


def _bare(markup: str) -> str:
    return NOT_READ.sub("", html.unescape(NOT_READ.sub(" ", markup))).casefold()
