"""Pages of the guide from the Integreat API v3, as municipalities publish them (https://integreat.app)."""

from topics.integreat.writer import import_pages

__all__ = ["import_pages"]
