"""Searches go on while the index changes: what one of them reads does not change under it."""

import sys
import threading

import pytest
from django.db.models import F

from search import lexicon as module
from search.corrections import correction
from search.lexicon import lexicon
from search.models import SITE, IndexState, Word
from search.query import understand
from tests import factories as make

pytestmark = pytest.mark.django_db


def add_word(word: str) -> None:
    """As the index does it, without a page."""
    IndexState.objects.filter(collection=SITE).update(version=F("version") + 1)
    version = IndexState.objects.get(collection=SITE).version
    Word.objects.create(collection=SITE, language="de", word=word, count=1, version=version)


def test_a_lexicon_that_is_being_read_stays_as_it_is(portal):
    make.service(title="Schuldnerberatung und Mietberatung", summary="Beratung zu Schulden und Miete.")
    held = lexicon()
    reading = iter(held.vocabulary("de").counts.items())
    next(reading)
    make.service(title="Zahnarzt", summary="Behandlung ohne Versicherung.")
    new = lexicon()
    assert "zahnarzt" in new.vocabulary("de").counts
    assert "zahnarzt" not in dict(reading)
    assert (held.vocabulary("de").size, new.vocabulary("de").size) == (1, 2)
    assert held.vocabulary("de").meanings("zahnarst") == {}


def test_threads_search_while_another_renews(portal):
    make.service(title="Schuldnerberatung und Mietberatung", summary="Beratung zu Schulden und Miete.")
    lexicon()
    failures, done, answered = [], threading.Event(), []

    def search() -> None:
        while not done.is_set():
            memory = module._memory[SITE]
            try:
                answered.append(correction(understand("Beratnug zur Schuldnrberatung", "de", memory), memory))
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _number in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for number in range(60):
            add_word(f"beratungswort{number:x}")
            lexicon()
    finally:
        done.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
    assert failures == []
    assert {found.text for found in answered} == {"Beratung zur Schuldnerberatung"}
