"""What the index holds, and how editors change what it should hold."""

from collections import Counter

from search import index
from search.documents import documents_of
from search.models import SITE, Entry, Word
from tests import factories as make
from tests.search.reading import titles


def shown(client, query: str, reader: str = "de", **filters) -> list[str]:
    """Titles that a reader of a language finds; ``filters`` as in the address."""
    response = client.get(f"/{reader}/search/", {"q": query, **filters})
    assert response.status_code == 200
    return titles(response.content.decode())


def contents() -> dict:
    """Every column of every entry but its number."""
    return {(entry.key, entry.language): values(entry) for entry in Entry.objects.all()}


def values(entry: Entry) -> dict:
    return {field: getattr(entry, field) for field in index.FIELDS if field != "page"} | {"page": entry.page_id}


def counts() -> dict:
    """Words that stand somewhere, with their numbers."""
    rows = Word.objects.filter(collection=SITE, count__gt=0)
    return {(language, word): count for language, word, count in rows.values_list("language", "word", "count")}


def compare() -> None:
    """The index holds and counts what a rebuild would make of the pages."""
    entries = [entry for document in documents_of(index.all_keys()) for entry in index.entries_of(document)]
    assert contents() == {(entry.key, entry.language): values(entry) for entry in entries}
    expected = Counter((code, word) for entry in entries for code in entry.words for word in entry.words[code].split())
    assert counts() == expected


def publish(edited, **changes):
    """As the editor's button does."""
    edited = make.fresh(edited)
    for name, value in changes.items():
        setattr(edited, name, value)
    edited.save_revision().publish()
    return make.fresh(edited)
