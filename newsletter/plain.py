"""The plain-text part of a mail from simple HTML: links with their address behind, lists with dashes."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "ul", "ol"}
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class _Plain(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.href = ""

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.out.append("\n\n")
        if tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1] if self.lists else None
            if number is not None:
                self.lists[-1] = number + 1
            self.out.append("\n- " if number is None else f"\n{number + 1}. ")
        elif tag == "br":
            self.out.append("\n")
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag):
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag in BLOCKS:
            self.out.append("\n\n")
        elif tag == "a" and self.href:
            self.out.append(f" <{self.href.removeprefix('mailto:').removeprefix('tel:')}>")
            self.href = ""

    def handle_data(self, data):
        self.out.append(re.sub(r"\s+", " ", data))


def html_as_text(html: str) -> str:
    """The text of ``html``, without blank lines around it."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    return plain_text("".join(parser.out))


def plain_text(text: str) -> str:
    """At most one blank line in a row, no blanks around lines."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return BLANK_LINES.sub("\n\n", lines).strip() + "\n"
