"""Page lists of the Integreat API, read and put in order before anything is written."""

import html
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from core.importing import Record, Refused, Report, label_of, parents_first


@dataclass
class SourcePage:
    """A page in one language. ``original`` is the same page in the first language that has it (itself there)."""

    language: str
    id: str
    path: str
    url: str
    title: str
    content: str
    order: float
    parent_id: str
    parent_path: str
    versions: dict[str, str]
    original: "SourcePage | None" = None
    parent: "SourcePage | None" = None

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def kind(self) -> str:
        """What the report counts it as."""
        return f"pages {self.language}"


def read_pages(lists: dict[str, list], report: Report) -> list[SourcePage]:
    """All usable pages, language by language, parents before children and siblings in their order."""
    pages: list[SourcePage] = []
    for language, items in lists.items():
        read = _read_list(language, items, report)
        pages += _in_tree_order(_with_parents(read, report), report)
    return _with_originals(pages, list(lists), report)


def normalised(path: str) -> str:
    """A path as it can be compared, whichever way it is escaped."""
    return unicodedata.normalize("NFC", unquote(path)).strip("/").casefold()


def _read_list(language: str, items: list, report: Report) -> list[SourcePage]:
    pages: dict[str, SourcePage] = {}
    paths: set[str] = set()
    for number, item in enumerate(items):
        name = label_of(item, number)
        try:
            page = _read_page(language, Record(item))
            if page.id in pages:
                raise Refused("this id appears more than once in the file")
            if page.path in paths:
                raise Refused("this path appears more than once in the file")
        except Refused as error:
            report.refuse(f"pages {language}", name, str(error))
        else:
            pages[page.id] = page
            paths.add(page.path)
    return list(pages.values())


def _read_page(language: str, record: Record) -> SourcePage:
    parent = record.record("parent")
    return SourcePage(
        language=language,
        id=record.identifier(),
        path=normalised(record.text("path", required=True)),
        url=record.text("url", 500),
        title=" ".join(html.unescape(record.text("title", 255, required=True)).split()),
        content=record.text("content"),
        order=record.number("order") or 0,
        parent_id=parent.identifier() if parent.data.get("id") else "",
        parent_path=normalised(parent.text("path")),
        versions={
            code: version.identifier()
            for code, version in record.by_key("available_languages").items()
            if "id" in version
        },
    )


def _with_parents(pages: list[SourcePage], report: Report) -> list[SourcePage]:
    """Find each page's parent: by path, because the API's parent id counts pages, not their language versions."""
    by_path = {page.path: page for page in pages}
    by_id = {page.id: page for page in pages}
    found = []
    for page in pages:
        page.parent = by_path.get(page.parent_path) or by_id.get(page.parent_id)
        if page.parent is None and (page.parent_id or page.parent_path):
            report.refuse(page.kind, page.path, f"its parent “{page.parent_path or page.parent_id}” is not in the file")
        else:
            found.append(page)
    return found


def _in_tree_order(pages: list[SourcePage], report: Report) -> list[SourcePage]:
    by_id = {page.id: page for page in pages}
    ordered, circular = parents_first({key: page.parent.id if page.parent else None for key, page in by_id.items()})
    for key in sorted(circular):
        report.refuse(by_id[key].kind, by_id[key].path, "its parents form a circle")
    # The orders from the top down to the page: sorted by them, a parent stands before its children.
    places: dict[str, tuple] = {}
    for key in ordered:
        page = by_id[key]
        above = places[page.parent.id] if page.parent else ()
        places[key] = (*above, (page.order, len(places)))
    return [by_id[key] for key in sorted(places, key=places.get)]


def _with_originals(pages: list[SourcePage], languages: list[str], report: Report) -> list[SourcePage]:
    """Join the language versions: a page names its versions, or is named by one of them."""
    by_key = {(page.language, page.id): page for page in pages}
    named_by = {(code, key): page for page in reversed(pages) for code, key in page.versions.items()}
    taken: dict[tuple[str, str, str], SourcePage] = {}
    joined = []
    for page in pages:
        others = [by_key.get((code, page.versions.get(code, ""))) for code in languages]
        others.append(named_by.get((page.language, page.id)))
        earlier = [
            other for other in others if other and languages.index(other.language) < languages.index(page.language)
        ]
        page.original = earlier[0].original or earlier[0] if earlier else page
        version = (page.original.language, page.original.id, page.language)
        if version in taken:
            report.refuse(page.kind, page.path, f"“{taken[version].path}” is the same page in this language already")
        else:
            taken[version] = page
            joined.append(page)
    return joined
