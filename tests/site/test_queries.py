"""SQL per public page: at most 14 with warm caches, and the same number for one entry as for many."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.site.conftest import page_types

BUDGET = 14
pytestmark = [pytest.mark.django_db, pytest.mark.long]
TYPES = pytest.mark.parametrize("model", page_types(), ids=lambda model: model.__name__)


def count(client, path: str) -> tuple[int, str]:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries), "\n".join(query["sql"][:300] for query in queries)


@TYPES
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_budget(client, page_of, model, language):
    page = page_of(model)
    if not page.get_translations().filter(locale__language_code="ar").exists():
        make.translate(page, "ar")
    number, sql = count(client, page.url_in(language))
    assert number <= BUDGET, sql


@pytest.mark.parametrize("query", ["", "?q=Beratung", "?q=Beratung&page=2", "?q=%22"])
def test_budget_of_the_search(client, portal, query):
    make.service(title="Beratung für alle")
    number, sql = count(client, f"/ar/search/{query}")
    assert number <= BUDGET, sql


def many(number: int) -> None:
    topic = make.Topic.objects.first() or make.term(make.Topic, "housing")
    for _ in range(number):
        place = make.term(make.Place)
        language = make.term(make.AdviceLanguage)
        provider = make.organisation(topics=[topic], towns=[place])
        make.service(provider=provider, topics=[topic], areas=[place], languages=[language])
        make.news(provider, topics=[topic])
        make.event(provider, topics=[topic])
        page = make.topic_page()
        for code in ("en", "ar"):
            make.translate(page, code)
            make.translate(provider, code)


@TYPES
def test_queries_do_not_grow(client, page_of, model):
    page = page_of(model)
    many(1)
    before = {language: count(client, page.url_in(language))[0] for language in ("de", "ar")}
    many(3)
    for language, number in before.items():
        after, sql = count(client, page.url_in(language))
        assert after <= number, (language, sql)


def test_queries_do_not_grow_with_the_languages(client, page_of):
    page = make.service()
    before, _sql = count(client, page.url_in("de"))
    for code in make.LANGUAGES[1:]:
        make.translate(page, code)
    after, sql = count(client, page.url_in("de"))
    assert after <= before, sql
    assert len(settings.LANGUAGES) == 8
