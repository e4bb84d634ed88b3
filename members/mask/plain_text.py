"""Plain text, as people type it into a box, and rich text, as pages keep it.

Nothing that is typed is ever read as HTML: it is escaped, and the few elements are written here. Paragraphs are divided
by empty lines, lists are lines that begin with a hyphen or count from 1, and addresses become links by themselves.
"""

import html
import re

from bs4 import BeautifulSoup, NavigableString, Tag

BULLET = re.compile(r"[-–•*·]\s+(\S.*)")
NUMBER = re.compile(r"(\d{1,3})[.)]\s+(\S.*)")
LINK = re.compile(r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
AFTER_A_LINK = ".,;:!?)]}'\"»“”،؛؟"
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the text around for the reader of a page (Unicode UAX #9)."""


def tidy(text: str) -> str:
    """Typed text with ``\\n`` between lines, without control characters, spaces at line ends and heaps of empty lines."""
    text = UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def to_rich_text(text: str) -> str:
    """Typed text as paragraphs, lists and links."""
    blocks: list[tuple[str, list[str]]] = []
    lines = [line.strip() for line in tidy(text).split("\n")]
    counted = _counted(lines)
    for number, line in enumerate(lines):
        bullet = BULLET.fullmatch(line)
        if not line:
            blocks.append(("", []))
            continue
        kind = "ol" if number in counted else "ul" if bullet else "p"
        content = counted.get(number) or (bullet[1] if bullet else line)
        if not blocks or blocks[-1][0] != kind:
            blocks.append((kind, []))
        blocks[-1][1].append(_linked(content))
    return "".join(_block(kind, parts) for kind, parts in blocks if parts)


def lines_to_list(text: str) -> str:
    """One entry a line, with or without a mark before it, as one list."""
    lines = (line.strip() for line in tidy(text).split("\n"))
    entries = [_linked(match[1] if (match := BULLET.fullmatch(line)) else line) for line in lines if line]
    return _block("ul", entries) if entries else ""


def list_to_lines(source: str) -> str:
    """What ``lines_to_list`` was made from: one entry a line, without marks."""
    lines = (line.strip() for line in to_plain_text(source).split("\n"))
    return "\n".join(match[1] if (match := BULLET.fullmatch(line)) else line for line in lines if line)


def to_plain_text(source: str) -> str:
    """Rich text as it would be typed. Bold and the like get lost; the address of a link stands behind its words."""
    blocks = []
    for node in BeautifulSoup(source or "", "html.parser").children:
        if isinstance(node, Tag) and node.name in {"ul", "ol"}:
            entries = node.find_all("li")
            marks = [f"{number}. " if node.name == "ol" else "- " for number in range(1, len(entries) + 1)]
            blocks.append("\n".join(mark + _words(entry) for mark, entry in zip(marks, entries, strict=True)))
        elif words := _words(node):
            blocks.append(words)
    return "\n\n".join(blocks)


def is_faithful(source: str) -> bool:
    """Whether nothing is lost when rich text is shown as plain text and made rich text again."""
    return _canonical(source) == _canonical(to_rich_text(to_plain_text(source)))


def is_faithful_list(source: str) -> bool:
    """The same for ``list_to_lines``."""
    return _canonical(source) == _canonical(lines_to_list(list_to_lines(source)))


def _counted(lines: list[str]) -> dict[int, str]:
    """Lines of numbered lists: index → text. Only what counts on from 1, so that "3. Oktober" stays what it is."""
    found: dict[int, str] = {}
    run: list[tuple[int, str]] = []
    for index, line in enumerate([*lines, ""]):
        match = NUMBER.fullmatch(line)
        if match and int(match[1]) == len(run) + 1:
            run.append((index, match[2]))
            continue
        if len(run) > 1:
            found.update(run)
        run = [(index, match[2])] if match and match[1] == "1" else []
    return found


def _linked(line: str) -> str:
    written, end = [], 0
    for match in LINK.finditer(line):
        address = match[0].rstrip(AFTER_A_LINK)
        target = address
        if "@" in address and "://" not in address:
            target = f"mailto:{address}"
        elif address.startswith("www."):
            target = f"https://{address}"
        words = html.escape(address, quote=False)
        written += [html.escape(line[end : match.start()], quote=False), f'<a href="{html.escape(target)}">{words}</a>']
        end = match.start() + len(address)
    return "".join([*written, html.escape(line[end:], quote=False)])


def _block(kind: str, parts: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br/>'.join(parts)}</p>"
    return f"<{kind}>{''.join(f'<li>{part}</li>' for part in parts)}</{kind}>"


def _words(node) -> str:
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", str(node)) if str(node).strip() else ""
    written = []
    for child in node.children:
        if isinstance(child, NavigableString):
            written.append(re.sub(r"\s+", " ", str(child)))
        elif child.name == "br":
            written.append("\n")
        elif child.name == "a":
            words, target = child.get_text(), child.get("href", "")
            same = target in {words, f"mailto:{words}", f"https://{words}"}
            written.append(words if same or not target else f"{words} ({target})")
        else:
            written.append(_words(child))
    return "".join(written).strip()


def _canonical(source: str) -> str:
    """Without the keys that Wagtail's editor gives to blocks, and without empty ones."""
    soup = BeautifulSoup(source or "", "html.parser")
    for tag in soup.find_all(True):
        del tag["data-block-key"]
    return "".join(str(node) for node in soup.children if isinstance(node, Tag) and node.get_text(strip=True))
