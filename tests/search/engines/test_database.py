"""What is particular to the engine of the database that the tests run on."""

import pytest
from django.db import connection

from search.engines import Plan, of_database, postgres
from search.models import Entry
from tests.search.engines.entries import SCOPE, add, change, find

pytestmark = pytest.mark.django_db
PLAN = Plan({"wort": 1.0, "rat": 2.0}, {"titel": 1.0}, SCOPE)


@pytest.fixture
def queries(django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        of_database().candidates(PLAN)
    return captured


def test_one_statement_that_uses_the_index(queries):
    """The plan of the statement itself, as it was sent, on a table that has some rows."""
    Entry.objects.bulk_create(
        Entry(collection="test", key=f"n{n}", language="de", title_terms=f"t{n}", body_terms=f"w{n}", scope="c_test o")
        for n in range(3000)
    )
    sql = queries[0]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
        cursor.execute(f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    if connection.vendor == "postgresql":
        assert "Index Scan on search_entry_terms_vector" in plan
        assert "Index Scan on search_entry_title_vector" in plan
    else:
        assert "VIRTUAL TABLE INDEX" in plan


@pytest.mark.parametrize("column", [*postgres.MOST])
def test_a_text_of_any_length_can_be_published(column):
    """PostgreSQL refuses rows whose vector is larger than 1 MB; what stands at the beginning is found."""
    entry = add("wort")
    change(entry, **{column: "anfang " + " ".join(f"ж{number:x}ж" for number in range(150_000))})
    assert find("anfang") == [entry.pk]


def test_all_columns_of_the_longest_text_together():
    letters = " ".join(chr(0x20000 + number) * 9 for number in range(18_000))
    add(letters, "anfang " + letters, label_terms=letters, parent_terms=letters)
    assert len(find("anfang")) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite weighs words by itself")
def test_heavier_words_and_titles_come_first():
    light, heavy = add("x1", "leicht"), add("x2", "schwer")
    titled = add("schwer", "schwer")
    plan = Plan({"leicht": 0.5, "schwer": 3.0}, {}, SCOPE)
    assert of_database().candidates(plan) == [titled.pk, heavy.pk, light.pk]
