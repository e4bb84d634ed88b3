"""Candidates from SQLite's FTS5 (https://sqlite.org/fts5.html), in a table that triggers keep current."""

from django.db import connection

from search.engines import Engine, Plan, askable

TABLE = "search_entry_fts"
COLUMNS = ["title_terms", "body_terms", "label_terms", "parent_terms", "scope"]
WEIGHTS = "4.0, 1.0, 2.0, 1.0, 0.0"
TOKENS = "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_-'\""
NOTHING = '"-"'
"""A token that no scope has."""


class SQLite(Engine):
    """FTS5 over terms that are analysed already: it only splits at spaces and lines."""

    def candidates(self, plan: Plan) -> list[int]:
        match = match_expression(plan)
        if not match:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY bm25({TABLE}, {WEIGHTS}) LIMIT %s",  # noqa: S608
                [match, plan.limit],
            )
            return [row[0] for row in cursor.fetchall()]


def match_expression(plan: Plan) -> str:
    """The plan in FTS5's query language; every term is a quoted string, so nothing of it is syntax."""
    wanted = []
    if anywhere := _any_of(plan.anywhere):
        wanted.append(f"{{title_terms body_terms label_terms parent_terms}} : ({anywhere})")
    if in_title := _any_of(plan.in_title):
        wanted.append(f"title_terms : ({in_title})")
    if not wanted:
        return ""
    expression = f"({' OR '.join(wanted)})"
    for alternatives in plan.scope:
        expression += f" AND scope : ({_any_of(alternatives) or NOTHING})"
    return expression


def _any_of(terms) -> str:
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in askable(terms))


def create(schema_editor) -> None:
    """For the migration: the virtual table over ``search_entry`` and the triggers that keep it."""
    columns = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("old", "new"))
    insert = f"INSERT INTO {TABLE}(rowid, {columns}) VALUES (new.id, {new});"  # noqa: S608
    delete = f"INSERT INTO {TABLE}({TABLE}, rowid, {columns}) VALUES ('delete', old.id, {old});"  # noqa: S608
    for statement in (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5({columns}, content='search_entry', content_rowid='id', {TOKENS})",
        f"CREATE TRIGGER {TABLE}_insert AFTER INSERT ON search_entry BEGIN {insert} END",
        f"CREATE TRIGGER {TABLE}_delete AFTER DELETE ON search_entry BEGIN {delete} END",
        f"CREATE TRIGGER {TABLE}_update AFTER UPDATE ON search_entry BEGIN {delete} {insert} END",
    ):
        schema_editor.execute(statement)


def remove(schema_editor) -> None:
    """The way back."""
    for name in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")
