"""How long personal data is kept, and how it is given out and erased (GDPR art. 5 (1) e, 15, 17).

Each model that holds data of a person declares a ``PersonalData`` and registers it in ``AppConfig.ready``. A test holds
that no model with an e-mail address or a person is forgotten; ``manage.py personal_data`` does the rest.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model, QuerySet
from django.utils.encoding import force_str

REGISTRY: dict[type[Model], "PersonalData"] = {}


class PersonalData:
    """How rows of one model with data of persons are found, told and ended."""

    model: type[Model]
    retention = ""
    """One English sentence on how long it is kept and why, as the documentation says it."""

    def expired(self) -> QuerySet:
        """Rows whose time is over. They are given to ``erase``."""
        return self.model._default_manager.none()

    def of(self, email: str) -> QuerySet:
        """Rows about the person with this address, whatever its case."""
        raise NotImplementedError

    def export(self, row: Model) -> dict:
        """What is stored of a row, for the person: plain values by field name."""
        return {field.name: _plain(field.value_from_object(row)) for field in row._meta.concrete_fields}

    def erase(self, rows: Iterable[Model]) -> int:
        """Remove the rows, or what is personal in them; returns how many."""
        return sum(1 for row in rows if row.delete())

    def forget(self, email: str) -> int:
        """Erase what there is about the person with this address, who has asked for it; returns how many rows."""
        return self.erase(self.of(email))


def personal_data(cls: type[PersonalData]) -> type[PersonalData]:
    """Class decorator that registers a declaration for its model."""
    REGISTRY[cls.model] = cls()
    return cls


def _plain(value):
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, type(None), list, dict)) else force_str(value)
