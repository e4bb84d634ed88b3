"""Links in imported texts: those to imported pages become links inside the portal."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from core.importing.html import external
from topics.integreat.source import SourcePage, normalised

HOST, HOST_SUFFIX = "integreat.app", "integreat-app.de"


class Links:
    """Finds the imported page that an address means; ``ids`` maps source pages to ids of pages and grows meanwhile."""

    def __init__(self, pages: Iterable[SourcePage], ids: dict[tuple[str, str], int]):
        self.ids = ids
        self.paths: dict[str, SourcePage] = {}
        self.slugs: dict[tuple[str, ...], SourcePage | None] = {}
        for page in pages:
            self.paths[page.path] = page
            # Where a page has moved, old links still end in its name; used only if the name is clear.
            key = _name(page.path)
            self.slugs[key] = None if key in self.slugs else page
        self.waiting = False
        """Whether a page was asked for that has no id yet."""

    def __call__(self, address: str) -> dict[str, str] | None:
        """Attributes of a link to ``address``, for ``core.importing.clean_blocks``."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if host != HOST and not host.endswith(HOST_SUFFIX):
            return external(address)
        path = normalised(parts.path)
        if "/" not in path:
            # Addresses typed without a scheme ("112", "mailto:") are read as paths by the source's editor.
            return {"href": f"tel:{path}"} if path.isdecimal() and path.isascii() else None
        page = self.paths.get(path) or self.slugs.get(_name(path))
        if page is None:
            return external(address)
        key = (page.language, page.id)
        if key not in self.ids:
            self.waiting = True
            return external(address)
        return {"linktype": "page", "id": str(self.ids[key])}


def _name(path: str) -> tuple[str, ...]:
    """Region, language and last part of a path."""
    steps = path.split("/")
    return (*steps[:2], steps[-1])
