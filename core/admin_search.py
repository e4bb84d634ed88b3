"""The editors' own search: Wagtail's, in the database, for what people type.

Its SQLite half takes a quotation mark for a piece of FTS5's query language. Results come while one types, so that each
mark stands alone for a moment and was an error of the server. Without the marks all words are looked for. And a filter by
usage beside a search was an error of the server on every database.
"""

from django.db import connection
from wagtail.search.backends import database


class WithoutQuotationMarks:
    """Mixed into a backend."""

    def search(self, query, *args, **kwargs):
        """Whole words."""
        return super().search(_plain(query), *args, **kwargs)

    def autocomplete(self, query, *args, **kwargs):
        """Whole words, and the beginning of the last one."""
        return super().autocomplete(_plain(query), *args, **kwargs)


def _plain(query):
    """A query that is an object was built by a program, which has taken the marks out."""
    return " ".join(query.replace('"', " ").split()) if isinstance(query, str) else query


class AnyFilter:
    """Mixed into what compiles a query: the database filters by everything, so that nothing has to be refused.

    Wagtail's own lists of documents and pictures filter by how often something is used, which the check cannot read.
    """

    def _get_filters_from_queryset(self, check_only=False):
        return None


def SearchBackend(params: dict):  # noqa: N802 - Wagtail asks for this name
    """The backend for the database in use."""
    backend = type(database.SearchBackend(params))
    names = ("query_compiler_class", "autocomplete_query_compiler_class")
    compilers = {name: type("Compiler", (AnyFilter, getattr(backend, name)), {}) for name in names}
    mixins = (WithoutQuotationMarks,) if connection.vendor == "sqlite" else ()
    return type("SearchBackend", (*mixins, backend), compilers)(params)
