"""HTML from elsewhere, once sanitised, as Wagtail rich text: few elements, no attributes but ``href``.

The tree is not repaired in place; it is read, and what a text is made of (headings, paragraphs, lists, tables) is
written anew. So nothing gets through that is not written here, however odd the nesting.
"""

import html
import re
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

from core.importing.record import Refused

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol"}
STRUCTURE = {*HEADINGS, *LISTS, "table"}
BLOCKS = {
    *STRUCTURE, "address", "article", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "header", "li", "main", "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th",
    "thead", "tr",
}  # fmt: skip
SANITISED = {*BLOCKS, *MARKS, "a", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}
INVISIBLE = re.compile(r"<[^>]*>|[\s\u200b-\u200f\u2060\ufeff]+")
SPACE = re.compile(r"\s+")
# Not after an abbreviation or ordinal: the full stop must follow three letters or digits, or a bracket or quote.
SENTENCE_END = re.compile(
    r"""(?:(?<=\w\w\w[.!?…])|(?<=[)\]“”"»][.!?…])|(?<=[.!?…][“”"»]))\s+(?=[^\Wa-zäöüß]|[„“"«»(])"""
)
LONGEST_HEADING = 200
LONGEST_HEADER_CELL, LONGEST_CELL = 200, 500

Link = Callable[[str], dict[str, str] | None]
"""Attributes of a link to an absolute address; ``None`` leaves the text without a link."""


def external(address: str) -> dict[str, str]:
    """A link out of the portal."""
    return {"href": address}


def clean_blocks(source: str, base: str = "", title: str = "", link: Link = external) -> list[dict]:
    """Raw blocks of ``core.blocks.BodyBlock``: "text" and, for tables, "table".

    Headings are h2 and h3 and skip no level; ``base`` resolves relative links; ``title`` is the caption of a table
    that has neither caption nor heading. Raises ``Refused`` for HTML that is nested beyond reason.
    """
    return Cleaner(base, title, link).blocks(source)


def clean_text(source: str, base: str = "", link: Link = external) -> str:
    """Rich text for a field without headings: they become bold paragraphs. Plain text becomes paragraphs at blank lines."""
    if not re.search(r"<[a-zA-Z/!]", source):
        paragraphs = (SPACE.sub(" ", part).strip() for part in re.split(r"\n\s*\n", source))
        return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)
    blocks = Cleaner(base, "", link, tables=False).blocks(source)
    text = "".join(block["value"] for block in blocks)
    return re.sub(r"<h[23]>(.*?)</h[23]>", r"<p><b>\1</b></p>", text)


def first_sentences(source: str, length: int = 200, limit: int = 300) -> str:
    """The first whole sentence of clean rich text, and those after it that fit into ``length`` characters.

    Paragraphs without a sentence (addresses, labels) are passed over. What is longer than ``limit`` is cut at a word.
    """
    found: list[str] = []
    for paragraph in re.findall(r"<p>(.*?)</p>", source, flags=re.DOTALL):
        text = html.unescape(re.sub(r"<[^>]*>", "", paragraph.replace("<br/>", " ")))
        sentences = [
            one for one in SENTENCE_END.split(SPACE.sub(" ", text).strip()) if re.search(r"[.!?…][)“”\"»]?$", one)
        ]
        if found and not sentences:
            break
        for sentence in sentences:
            if found and sum(map(len, found)) + len(found) + len(sentence) > length:
                return _cut(" ".join(found), limit)
            found.append(sentence if found else sentence[:1].upper() + sentence[1:])
    return _cut(" ".join(found), limit)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


class Cleaner:
    """Reads one document."""

    def __init__(self, base: str, title: str, link: Link, tables: bool = True):
        self.base = base
        self.title = title
        self.link = link
        self.tables = tables
        self.levels: list[int] = []
        self.out: list[dict] = []

    def blocks(self, source: str) -> list[dict]:
        """The raw blocks of ``source``."""
        safe = nh3.clean(
            source, tags=SANITISED, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None,
            clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
        )  # fmt: skip
        try:
            self.read(BeautifulSoup(safe, "html.parser"))
        except RecursionError as error:
            raise Refused("the HTML is nested too deeply") from error
        return self.out

    def write(self, markup: str) -> None:
        """Append to the running text."""
        if not self.out or self.out[-1]["type"] != "text":
            self.out.append({"type": "text", "value": ""})
        self.out[-1]["value"] += markup

    def read(self, container: Tag) -> None:
        """Write what ``container`` holds; neighbouring inline nodes make up a paragraph."""
        run: list = []
        breaks = 0
        for node in container.children:
            is_block = isinstance(node, Tag) and (node.name in BLOCKS or node.find(STRUCTURE) is not None)
            is_break = isinstance(node, Tag) and node.name == "br"
            # Two line breaks in a row stand for a new paragraph.
            breaks = breaks + 1 if is_break else breaks if _is_space(node) else 0
            if is_block or breaks > 1:
                self.paragraph(run)
                run = []
            else:
                run.append(node)
            if is_block:
                self.block(node)
        self.paragraph(run)

    def paragraph(self, nodes: Iterable) -> None:
        text = _trim(self.inline(nodes))
        if _visible(text):
            self.write(f"<p>{text}</p>")

    def block(self, node: Tag) -> None:
        if node.name in HEADINGS:
            self.heading(node)
        elif node.name in LISTS:
            self.write(self.list_of(node))
        elif node.name == "table":
            self.table(node)
        else:
            self.read(node)

    def heading(self, node: Tag) -> None:
        if node.find(STRUCTURE) is not None:
            return self.read(node)
        text = _trim(self.inline(node.children, {"b"})).replace("<br/>", " ")
        if not _visible(text):
            return None
        if len(INVISIBLE.sub(" ", text)) > LONGEST_HEADING:
            return self.write(f"<p>{text}</p>")
        level = HEADINGS[node.name]
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        tag = "h2" if len(self.levels) == 1 else "h3"
        return self.write(f"<{tag}>{text}</{tag}>")

    def list_of(self, node: Tag) -> str:
        items = "".join(self.items(node))
        return f"<{node.name}>{items}</{node.name}>" if items else ""

    def items(self, node: Tag) -> Iterable[str]:
        """List items; an item with nothing but a list in it gives way to that list's items."""
        for child in node.children:
            if isinstance(child, Tag) and child.name in LISTS:
                yield from self.items(child)
                continue
            inner = list(child.children) if isinstance(child, Tag) and child.name == "li" else [child]
            lists = [part for part in inner if isinstance(part, Tag) and part.name in LISTS]
            text = _trim(self.inline(part for part in inner if part not in lists))
            if _visible(text):
                yield f"<li>{text}{''.join(map(self.list_of, lists))}</li>"
            else:
                for part in lists:
                    yield from self.items(part)

    def inline(self, nodes: Iterable, inside: frozenset | set = frozenset()) -> str:
        """Text with bold, italic, links and line breaks; ``inside`` names the elements that are open already."""
        parts = []
        for node in nodes:
            if isinstance(node, NavigableString):
                parts.append(html.escape(node, quote=False))
            elif node.name == "br":
                parts.append("<br/>")
            elif node.name in MARKS or node.name == "a":
                parts.append(self.marked(node, inside))
            elif node.name in BLOCKS:
                parts.append(f"<br/>{self.inline(node.children, inside)}<br/>")
            else:
                parts.append(self.inline(node.children, inside))
        return "".join(parts)

    def marked(self, node: Tag, inside: frozenset | set) -> str:
        tag = MARKS.get(node.name, "a")
        text = self.inline(node.children, {*inside, tag})
        if tag in inside or not _visible(text):
            return text
        if tag != "a":
            return f"<{tag}>{text}</{tag}>"
        address = absolute(node.get("href") or "", self.base)
        attributes = self.link(address) if address else None
        if not attributes:
            return text
        pairs = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
        return f"<a{pairs}>{text}</a>"

    def table(self, node: Tag) -> None:
        """A table block; what is only laid out as a table, or does not fit the block, becomes paragraphs."""
        rows = [[self.cell(cell) for cell in row.find_all(["td", "th"])] for row in node.find_all("tr")]
        rows = [row for row in rows if any(row)]
        columns = max(map(len, rows), default=0)
        fits = len(rows) > 1 and columns > 1 and not node.find("table")
        fits = fits and all(len(cell) <= LONGEST_HEADER_CELL for cell in rows[0])
        if not (self.tables and fits and all(len(cell) <= LONGEST_CELL for row in rows for cell in row)):
            return self.read(node)
        caption = node.caption.get_text(" ") if node.caption else self.last_heading() or self.title or rows[0][0]
        caption = SPACE.sub(" ", caption).strip()[:LONGEST_HEADER_CELL]
        full = [row + [""] * (columns - len(row)) for row in rows]
        value = {"caption": caption or "–", "header": full[0], "rows": full[1:]}
        self.out.append({"type": "table", "value": value})
        return None

    def cell(self, node: Tag) -> str:
        """Plain text; an address that the text does not name stands behind it, because cells know no links."""
        for anchor in node.find_all("a"):
            address = absolute(anchor.get("href") or "", self.base)
            shown = anchor.get_text()
            if address and urlsplit(address).scheme in {"http", "https"} and address not in shown:
                anchor.append(f" ({address})")
        return SPACE.sub(" ", node.get_text(" ")).strip()

    def last_heading(self) -> str:
        texts = [block["value"] for block in self.out if block["type"] == "text"]
        headings = re.findall(r"<h[23]>(.*?)</h[23]>", texts[-1]) if texts else []
        return html.unescape(re.sub(r"<[^>]*>", "", headings[-1])) if headings else ""


def absolute(href: str, base: str) -> str | None:
    """The absolute address of a link, or ``None`` for one that leads nowhere."""
    href = SPACE.sub("%20", href.strip())
    if href.startswith("www."):
        href = f"https://{href}"
    try:
        address = href if urlsplit(href).scheme else urljoin(base, href) if href and not href.startswith("#") else ""
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"}:
        return address if parts.netloc else None
    return address if parts.scheme in SCHEMES and parts.path else None


def _is_space(node) -> bool:
    return isinstance(node, NavigableString) and not node.strip()


def _visible(markup: str) -> bool:
    return bool(INVISIBLE.sub("", markup))


def _trim(markup: str) -> str:
    """Without breaks and spaces at the ends, and with single breaks between."""
    markup = re.sub(r"\s*(?:<br/>\s*)+", "<br/>", SPACE.sub(" ", markup))
    markup = re.sub(r"<br/>((?:</[abi]>)+)(?=<br/>|\Z)", r"\1", markup)
    # Word processors cut one link into several.
    markup = re.sub(r"(<a [^>]*>)((?:(?!</a>).)*)</a>(?:\1(?:(?!</a>).)*</a>)+", _one_link, markup)
    return re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", markup)


def _one_link(match: re.Match) -> str:
    return match[0].replace(f"</a>{match[1]}", "")
