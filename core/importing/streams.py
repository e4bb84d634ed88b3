"""StreamField values from raw data: checked, with every list item under an id, and comparable."""

import json
import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField

from core.importing.record import Refused
from core.importing.report import reason


def prepare(field: StreamField, raw: Sequence[dict]) -> list[dict]:
    """Raw blocks (``{"type", "value", "id"?}``) as the database would hold them; ``Refused`` if a block is wrong.

    Going through the blocks' own values gives each item of a list an id; wagtail-localize overlooks items without one.
    """
    block = field.stream_block
    try:
        return _plain(block.get_prep_value(block.clean(block.to_python(list(raw)))))
    except ValidationError as error:
        raise Refused(reason(error, field.name)) from error


def same(field: StreamField, value, prepared: list[dict]) -> bool:
    """Whether a page's present value says the same as prepared blocks, whatever the ids."""
    return _without_ids(_plain(field.stream_block.get_prep_value(value))) == _without_ids(prepared)


def _plain(value):
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _without_ids(value):
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        is_block = {"type", "value", "id"} == set(value)
        return {key: _without_ids(item) for key, item in value.items() if not (is_block and key == "id")}
    return value


def stable_uuid(key: str) -> uuid.UUID:
    """The UUID that ``key`` is, or one that always comes from the same key (RFC 9562, version 5)."""
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_URL, key)
