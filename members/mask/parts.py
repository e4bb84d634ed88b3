"""How one answer of the mask stands in a page. Each kind of part reads a value from a page and writes one into it.

Values are what forms give: texts, numbers, days, lists of ids, lists of dictionaries for rows. They are compared with
each other, so a part reads exactly what a form would give for the same content.
"""

from wagtail.blocks import StreamValue
from wagtail.models import Page

from members.mask import plain_text
from organisations.blocks import Keep
from topics.vocabulary import names_of

MOST_ROWS = 40
"""Rows of one list that the mask shows."""


def put(page: Page, field: str, blocks: list[tuple]) -> None:
    """Write a stream of structs, ``(type, values, id)``; a block without an id gets one when it is saved."""
    stream = page._meta.get_field(field).stream_block
    made = []
    for name, values, known in blocks:
        block = stream.child_blocks[name]
        made.append((name, block.normalize({**block.get_default(), **values}), known))
    setattr(page, field, StreamValue(stream, made))


class Part:
    """A plain field of the page."""

    def __init__(self, field: str):
        self.field = field

    def read(self, page: Page):
        return getattr(page, self.field)

    def write(self, page: Page, value) -> None:
        setattr(page, self.field, value)

    def is_open(self, page: Page) -> bool:
        """Whether the mask can show what is there; otherwise it is left to the editor, with a word."""
        return True

    def formatting(self, page: Page) -> str:
        """Rich text whose formatting would be lost by a change in the mask; mostly nothing."""
        return ""

    def shown(self, value) -> str:
        """The value in words, for somebody who has to choose between two."""
        return "" if value is None else str(value)


class RichText(Part):
    """Rich text, edited as plain text."""

    to_plain, to_rich, is_faithful = map(
        staticmethod, (plain_text.to_plain_text, plain_text.to_rich_text, plain_text.is_faithful)
    )

    def read(self, page):
        return self.to_plain(getattr(page, self.field))

    def write(self, page, value):
        setattr(page, self.field, self.to_rich(value))

    def formatting(self, page):
        source = getattr(page, self.field)
        return "" if self.is_faithful(source) else source


class RichList(RichText):
    """Rich text that is one list, edited as one entry a line."""

    to_plain, to_rich, is_faithful = map(
        staticmethod, (plain_text.list_to_lines, plain_text.lines_to_list, plain_text.is_faithful_list)
    )


class Body(RichText):
    """A body of one block of text. One that has more is left to the editor."""

    def _source(self, page) -> str:
        return "".join(child.value.source for child in getattr(page, self.field) if child.block_type == "text")

    def is_open(self, page):
        return [child.block_type for child in getattr(page, self.field)] in ([], ["text"])

    def read(self, page):
        return self.to_plain(self._source(page))

    def write(self, page, value):
        setattr(page, self.field, [("text", self.to_rich(value))] if value else [])

    def formatting(self, page):
        source = self._source(page)
        return "" if self.is_faithful(source) else source


class Terms(Part):
    """Terms of a vocabulary, as a sorted list of ids."""

    def read(self, page):
        return sorted(term.pk for term in getattr(page, self.field).all())

    def write(self, page, value):
        relation = getattr(page, self.field)
        relation.set(relation.model.objects.filter(pk__in=value))

    def __init__(self, field, model):
        super().__init__(field)
        self.model = model

    def shown(self, value):
        return ", ".join(term["name"].text for term in names_of(self.model, value))


class Address(Part):
    """One line of the one address of a page; ``key`` as in ``core.blocks.address``."""

    def __init__(self, field, key: str):
        super().__init__(field)
        self.key = key

    def read(self, page):
        return next((child.value[self.key] or "" for child in getattr(page, self.field)), "")

    def write(self, page, value):
        """Coordinates of another street or town would be wrong, so they go."""
        child = next(iter(getattr(page, self.field)), None)
        values = dict(child.value) if child else {}
        if self.key != "name":
            values |= {"latitude": None, "longitude": None}
        values[self.key] = value
        given = any(values.get(key) for key in ("name", "street", "postcode", "city"))
        put(page, self.field, [("address", values, child.id if child else None)] if given else [])


class OfPicture(Part):
    """What is said of one of a profile's pictures; ``key``: id of its block, ``name``: the part of the block."""

    def __init__(self, key: str, name: str):
        super().__init__("pictures")
        self.key = key
        self.name = name

    def _picture(self, page):
        return next(child.value for child in page.pictures if child.id == self.key)

    def read(self, page):
        return self._picture(page)[self.name]

    def write(self, page, value):
        self._picture(page)[self.name] = value


class PictureWords(OfPicture):
    """What can be seen in it; the image's own words where the block has none."""

    def __init__(self, key: str):
        super().__init__(key, "alt_text")

    def read(self, page):
        return self._picture(page).alt


class PictureKeep(OfPicture):
    """Which side stays when it is cut."""

    def __init__(self, key: str):
        super().__init__(key, "keep")

    def shown(self, value):
        return str(dict(Keep.choices).get(value, ""))


class Rows(Part):
    """Rows of a stream with one type of block. ``keys``: what the mask shows of a block; the rest stays as it is."""

    def __init__(self, field: str, block: str, keys: list[str]):
        super().__init__(field)
        self.block = block
        self.keys = keys

    def is_open(self, page):
        return len(getattr(page, self.field)) <= MOST_ROWS

    def read(self, page):
        return [{"id": child.id or "", **self.row(child.value)} for child in getattr(page, self.field)]

    def row(self, value) -> dict:
        """What a form shows of a block's value."""
        return {key: value[key] for key in self.keys}

    def write(self, page, value):
        there = {child.id: child.value for child in getattr(page, self.field)}
        blocks = []
        for row in value:
            known = row["id"] if row["id"] in there else None
            blocks.append((self.block, self.value(row, there.get(known)), known))
        put(page, self.field, blocks)

    def value(self, row: dict, before) -> dict:
        """A block's value from a row of the form and the value it had (``None`` for a new row)."""
        return {**(before or {}), **{key: row[key] for key in self.keys}}

    def shown(self, value):
        return "\n".join(", ".join(str(row[key]) for key in row if key != "id" and row[key]) for row in value)
