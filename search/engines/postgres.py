"""Candidates from PostgreSQL's full-text search, in two generated columns with GIN indexes."""

from django.db import connection

from search.engines import Engine, Plan, askable

MOST = {"title_terms": 2_000, "label_terms": 20_000, "parent_terms": 20_000, "body_terms": 180_000}
"""Letters of each column that are searched. PostgreSQL refuses a row whose ``tsvector`` is larger than 1 MB."""


def _vector(column: str) -> str:
    return f"to_tsvector('simple', left({column}, {MOST[column]}))"


VECTORS = {
    "terms_vector": " || ".join(
        f"setweight({_vector(column)}, '{weight}')"
        for column, weight in (("title_terms", "A"), ("label_terms", "B"), ("parent_terms", "C"), ("body_terms", "D"))
    ),
    "title_vector": _vector("title_terms"),
    "scope_tokens": "string_to_array(scope, ' ')",
}
TYPES = {"scope_tokens": "text[]"}


SEARCH = """
SELECT id FROM (
    SELECT id, weight FROM unnest(%(anywhere)s::text[], %(weights)s::real[]) AS asked(term, weight)
    JOIN search_entry ON terms_vector @@ phraseto_tsquery('simple', term) WHERE {scope}
    UNION ALL
    SELECT id, weight FROM unnest(%(anywhere)s::text[] || %(in_title)s::text[], %(all_weights)s::real[]) AS asked(term, weight)
    JOIN search_entry ON title_vector @@ phraseto_tsquery('simple', term) WHERE {scope}
) AS found
GROUP BY id ORDER BY sum(weight) DESC, id LIMIT %(limit)s
"""


class Postgres(Engine):
    """Entries by the summed weights of the stems that they have, those in the title twice; ``search.ranking`` decides.

    ``ts_rank`` knows no idf, and reads the whole vector of each entry: at 100,000 entries this takes a fifth of its time.
    The indexes say which entries have a stem. Terms go through the parser that the rows went through
    (``phraseto_tsquery``), so that what it splits (``1e7e5``) is found again, and nothing in them is syntax.
    """

    def candidates(self, plan: Plan) -> list[int]:
        anywhere = askable(plan.anywhere)
        in_title = [term for term in askable(plan.in_title) if term not in plan.anywhere]
        if not (anywhere or in_title):
            return []
        weights = [float(plan.anywhere.get(term, 1)) for term in anywhere]
        scope = {f"scope{number}": askable(tokens) for number, tokens in enumerate(plan.scope)}
        conditions = [f"scope_tokens && %({name})s::text[]" for name in scope] or ["TRUE"]
        with connection.cursor() as cursor:
            cursor.execute(
                SEARCH.format(scope=" AND ".join(conditions)),
                {
                    "anywhere": anywhere,
                    "weights": weights,
                    "in_title": in_title,
                    "all_weights": [*weights, *(float(plan.in_title.get(term, 1)) for term in in_title)],
                    "limit": plan.limit,
                    **{name: [token.lower() for token in tokens] for name, tokens in scope.items()},
                },
            )
            return [row[0] for row in cursor.fetchall()]


def create(schema_editor) -> None:
    """For the migration: generated columns and their indexes."""
    for name, expression in VECTORS.items():
        kind = TYPES.get(name, "tsvector")
        schema_editor.execute(
            f"ALTER TABLE search_entry ADD COLUMN {name} {kind} GENERATED ALWAYS AS ({expression}) STORED"
        )
        schema_editor.execute(f"CREATE INDEX search_entry_{name} ON search_entry USING gin ({name})")


def remove(schema_editor) -> None:
    """The way back."""
    for name in VECTORS:
        schema_editor.execute(f"ALTER TABLE search_entry DROP COLUMN IF EXISTS {name}")
