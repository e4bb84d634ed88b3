"""``manage.py search_index`` finds and repairs whatever has happened to the index of the database."""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from search import index
from search.lexicon import forget, lexicon
from search.models import SITE, Entry, Word
from tests import factories as make
from tests.search.held import compare, contents, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def swimming(portal):
    topic = make.term(make.Topic, "sport", names={"de": "Sport", "ar": "رياضة"})
    service = make.service(title="Schwimmen", topics=[topic])
    make.translate(service, "en", title="Swimming")
    make.topic_page(title="Turnen", topic=topic)
    return service


def call(action: str) -> str:
    output = io.StringIO()
    call_command("search_index", action, stdout=output)
    return output.getvalue()


def checked() -> str:
    """What ``check`` says of a broken index."""
    output = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("search_index", "check", stdout=output)
    assert error.value.returncode == 1
    return output.getvalue()


def lose_an_entry():
    Entry.objects.get(language="en").delete()


def keep_an_old_title():
    Entry.objects.filter(language="de", title="Schwimmen").update(title="Tauchgang", title_terms="tauchgang")


def keep_an_old_term():
    entry = Entry.objects.get(title="Schwimmen")
    entry.labels["ar"] = "قديم"
    entry.facets = {"topic": ["old"]}
    entry.save()


def keep_what_is_no_more():
    entry = Entry.objects.get(language="en")
    entry.pk, entry.key = None, str(uuid.uuid4())
    entry.save()


def keep_a_language_that_is_no_more():
    entry = Entry.objects.get(language="en")
    entry.pk, entry.language = None, "fr"
    entry.save()


def lose_all_words():
    Word.objects.all().delete()


def count_a_word_wrong():
    Word.objects.filter(word="schwimmen").update(count=5)


def count_a_word_that_is_not_there():
    Word.objects.create(collection=SITE, language="de", word="unbekannt", count=2)


MISHAPS = {
    lose_an_entry: "1 missing, 0 too many, 0 outdated",
    keep_an_old_title: "0 missing, 0 too many, 1 outdated",
    keep_an_old_term: "0 missing, 0 too many, 1 outdated",
    keep_what_is_no_more: "0 missing, 1 too many, 0 outdated",
    keep_a_language_that_is_no_more: "0 missing, 1 too many, 0 outdated",
    lose_all_words: "0 missing, 0 too many, 0 outdated",
    count_a_word_wrong: "0 missing, 0 too many, 0 outdated; 1 words miscounted",
    count_a_word_that_is_not_there: "0 missing, 0 too many, 0 outdated; 1 words miscounted",
}


@pytest.mark.parametrize("action", ["update", "rebuild"])
@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_what_has_gone_wrong_is_noticed_and_repaired(client, mishap, action):
    mishap()
    forget()
    assert MISHAPS[mishap] in checked()
    call(action)
    compare()
    call("check")
    assert shown(client, "Schwimmen") == ["Schwimmen"]
    assert shown(client, "Swimming", "en") == ["Swimming"]


def test_an_update_writes_nothing_where_nothing_differs(swimming):
    before, rows = contents(), list(Word.objects.order_by("pk").values())
    assert "0 objects were written, 0 words counted anew" in call("update")
    assert (contents(), list(Word.objects.order_by("pk").values())) == (before, rows)


def test_what_is_not_public_is_not_missed(swimming):
    PageViewRestriction.objects.create(page=swimming, restriction_type="login")
    call("check")


def test_processes_that_search_hear_of_words_that_were_miscounted():
    Word.objects.create(collection=SITE, language="de", word="kraulen", count=2, version=index.next_version())
    assert "kraulen" in known_words()
    call("update")
    assert "kraulen" not in known_words()


def known_words() -> set[str]:
    """What this process holds in memory of the German texts."""
    return {word for word, count in lexicon().vocabulary("de").counts.items() if count}


def test_a_rebuild_forgets_words_that_nothing_is_left_of(swimming):
    make.fresh(swimming).delete()
    assert Word.objects.filter(count=0).exists()
    call("rebuild")
    assert not Word.objects.filter(count=0).exists()
