"""Candidates from PostgreSQL's full-text search, in two generated columns with GIN indexes."""

from django.db import connection

from search.engines import Engine, Plan

VECTORS = {
    "terms_vector": "setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', label_terms), 'B')"
    " || setweight(to_tsvector('simple', parent_terms), 'C') || setweight(to_tsvector('simple', body_terms), 'D')",
    "title_vector": "to_tsvector('simple', title_terms)",
    "scope_tokens": "string_to_array(scope, ' ')",
}
TYPES = {"scope_tokens": "text[]"}


class Postgres(Engine):
    """``ts_rank`` knows no idf, so candidates are only a first choice; ``search.ranking`` decides."""

    def candidates(self, plan: Plan) -> list[int]:
        clauses, parameters = [], []
        ranked = {**plan.in_title, **plan.anywhere}
        if not ranked:
            return []
        if plan.anywhere:
            clauses.append("terms_vector @@ %s::tsquery")
            parameters.append(any_of(plan.anywhere))
        if plan.in_title:
            clauses.append("title_vector @@ %s::tsquery")
            parameters.append(any_of(plan.in_title))
        where = f"({' OR '.join(clauses)})"
        for alternatives in plan.scope:
            where += " AND scope_tokens && %s::text[]"
            parameters.append([token.lower() for token in alternatives])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_entry WHERE " + where  # noqa: S608
                + " ORDER BY ts_rank('{0.1, 0.2, 0.4, 1.0}', terms_vector, %s::tsquery, 1) DESC, id LIMIT %s",
                [*parameters, any_of(ranked), plan.limit],
            )
            return [row[0] for row in cursor.fetchall()]


def any_of(stems) -> str:
    """A ``tsquery`` literal that is met by any of the stems; quoted, so nothing of them is syntax."""
    return " | ".join("'" + stem.replace("\\", "").replace("'", "''").replace("\0", "") + "'" for stem in stems)


def create(schema_editor) -> None:
    """For the migration: generated columns and their indexes."""
    for name, expression in VECTORS.items():
        kind = TYPES.get(name, "tsvector")
        schema_editor.execute(f"ALTER TABLE search_entry ADD COLUMN {name} {kind} GENERATED ALWAYS AS ({expression}) STORED")
        schema_editor.execute(f"CREATE INDEX search_entry_{name} ON search_entry USING gin ({name})")


def remove(schema_editor) -> None:
    """The way back."""
    for name in VECTORS:
        schema_editor.execute(f"ALTER TABLE search_entry DROP COLUMN IF EXISTS {name}")
