"""From the blocks of the demo's JSON files to StreamField data."""

import uuid

from django.utils.html import escape

from core.models import Contact

NAMESPACE = uuid.UUID("6f7b7c5e-0a5c-4c8e-9a55-0a4bfb8e2d11")


class Body:
    """Builds the raw data of one page's body. Ids depend on key and position only, so all languages share them."""

    def __init__(self, key: str, contacts: dict[str, Contact]):
        self.key = key
        self.contacts = contacts

    def raw(self, blocks: list[dict]) -> list[dict]:
        """StreamField raw data (``[{"type", "value", "id"}]``) of the JSON blocks."""
        return [
            {"type": block["type"], "value": getattr(self, f"_{block['type']}")(block, number), "id": self._id(number)}
            for number, block in enumerate(blocks)
        ]

    def _id(self, *position) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.key}/{'/'.join(map(str, position))}"))

    def _list(self, values: list, *position) -> list[dict]:
        return [
            {"type": "item", "value": value, "id": self._id(*position, number)} for number, value in enumerate(values)
        ]

    def _text(self, block, number):
        return block["html"]

    def _steps(self, block, number):
        steps = [{"title": step["title"], "text": paragraph(step["text"])} for step in block["steps"]]
        return {"heading": block.get("heading", ""), "steps": self._list(steps, number, "steps")}

    def _checklist(self, block, number):
        return {"heading": block["heading"], "items": self._list(block["items"], number, "items")}

    def _callout(self, block, number):
        return {"kind": block["kind"], "heading": block.get("heading", ""), "text": paragraph(block["text"])}

    def _accordion(self, block, number):
        items = [{"question": item["question"], "answer": paragraph(item["answer"])} for item in block["items"]]
        return {"heading": block.get("heading", ""), "items": self._list(items, number, "items")}

    def _table(self, block, number):
        rows = [self._list(row, number, "rows", position) for position, row in enumerate(block["rows"])]
        return {
            "caption": block["caption"],
            "header": self._list(block["header"], number, "header"),
            "rows": self._list(rows, number, "rows"),
        }

    def _links(self, block, number):
        links = [
            {"page": None, "url": link["url"], "label": link["label"], "description": link.get("description", "")}
            for link in block["links"]
        ]
        return {"heading": block.get("heading", ""), "links": self._list(links, number, "links")}

    def _contact(self, block, number):
        return {"contact": self.contacts[block["contact"]].pk}


def paragraph(text: str) -> str:
    """Plain text as rich text; HTML stays."""
    return text if text.lstrip().startswith("<") else f"<p>{escape(text)}</p>"
