"""The public API: what it says, what it refuses, and how it may be kept."""

import json

import pytest
from django.core.cache import cache
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search.api import api
from tests import factories as make

pytestmark = pytest.mark.django_db


def ask(client, path="search", status=200, **parameters):
    response = client.get(f"/api/v1/{path}/", parameters)
    assert response.status_code == status, response.content
    return response.json()


def test_a_result_says_what_and_where_it_is(client, portal):
    service = make.service(title="Mietberatung", external_id="miete-1", summary="Hilfe bei hoher Miete.")
    answer = ask(client, q="Mietberatung", lang="ar")
    assert answer["query"] == "Mietberatung"
    assert answer["total"] == 1
    result = answer["results"][0]
    assert result["id"] == "miete-1"
    assert (result["type"], result["title"], result["language"]) == ("service", "Mietberatung", "de")
    assert result["url"] == service.url_in("ar")
    assert result["url"].startswith("/ar/")
    assert result["excerpt"] == "Hilfe bei hoher Miete."
    assert result["matched"] == ["mietberatung"]


def test_without_a_source_the_id_is_the_translation_key(client, portal):
    page = make.topic_page(title="Fahrradwerkstatt")
    assert ask(client, q="Fahrradwerkstatt")["results"][0]["id"] == str(page.translation_key)


def test_the_text_in_the_readers_language_stands_for_the_original(client, portal):
    service = make.service(title="Mietberatung")
    make.translate(service, "en", title="Tenancy advice")
    results = ask(client, q="Tenancy", lang="en")["results"]
    assert [(one["title"], one["language"]) for one in results] == [("Tenancy advice", "en")]


def test_filters_narrow_and_facets_count(client, portal):
    make.service(title="Beratung am Markt")
    make.topic_page(title="Beratung finden")
    answer = ask(client, q="Beratung")
    assert {one["code"]: one["count"] for one in answer["facets"]["type"]} == {"service": 1, "topic": 1}
    answer = ask(client, q="Beratung", type="topic")
    assert [one["title"] for one in answer["results"]] == ["Beratung finden"]
    assert {one["code"] for one in answer["facets"]["type"]} == {"service", "topic"}, "what the other choice would give"


def test_pages_of_results_follow_each_other(client, portal):
    for number in range(5):
        make.service(title=f"Beratung {number}")
    first = ask(client, q="Beratung", limit=3)["results"]
    second = ask(client, q="Beratung", limit=3, offset=3)["results"]
    assert len({one["url"] for one in [*first, *second]}) == 5


def test_what_is_not_public_is_not_found(client, portal):
    page = make.topic_page(title="Geheimnis")
    assert ask(client, q="Geheimnis")["total"] == 1
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    cache.clear()
    assert ask(client, q="Geheimnis")["total"] == 0
    assert ask(client, "suggest", q="Geheim")["suggestions"] == []


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"lang": "xx"}, "lang"),
        ({"limit": "0"}, "limit"),
        ({"limit": "51"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"q": "a" * 1001}, "q"),
        ({"type": "spaceship"}, "type"),
        ({"topic": "no-such-topic"}, "topic"),
        ({"good": "expensive"}, "good"),
    ],
)
def test_bad_parameters_are_refused_with_the_reason(client, portal, parameters, named):
    detail = ask(client, status=422, **{"q": "Beratung", **parameters})["detail"]
    assert [error["loc"][-1] for error in detail] == [named]
    assert all(error["msg"] for error in detail)


def test_nothing_typed_finds_nothing(client, portal):
    assert ask(client)["total"] == 0
    assert ask(client, "suggest", q="a")["suggestions"] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_has_an_answer(client, portal, text):
    encoded = text.encode("utf-8", "surrogatepass")
    for path in ("search", "suggest"):
        query = "".join(f"%{byte:02x}" for byte in encoded)
        assert client.get(f"/api/v1/{path}/?q={query}").status_code == 200


def test_answers_may_be_kept_and_asked_for_again(client, portal):
    make.service(title="Mietberatung")
    first = client.get("/api/v1/search/", {"q": "Mietberatung"})
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["X-Robots-Tag"] == "noindex"
    assert not first.cookies
    again = client.get("/api/v1/search/", {"q": "Mietberatung"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make.service(title="Mietberatung am Markt")
    again = client.get("/api/v1/search/", {"q": "Mietberatung"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_too_many_requests_are_refused_for_a_while(client, portal, monkeypatch):
    operation = next(iter(api._routers))[1].path_operations["/search/"].operations[0]
    throttle = operation.throttle_objects[0]
    monkeypatch.setattr(throttle, "num_requests", 3)
    statuses = [client.get("/api/v1/search/", {"q": "x"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get("/api/v1/search/", {"q": "x"})
    assert int(refused["Retry-After"]) > 0
    assert client.get("/de/search/", {"q": "x"}).status_code == 200, "people search on"


def test_the_number_of_queries_does_not_grow(client, portal, django_assert_max_num_queries):
    for number in range(3):
        make.service(title=f"Beratung {number}")
    ask(client, q="Beratung")
    with django_assert_max_num_queries(8):
        ask(client, q="Beratung")
    for number in range(3, 12):
        make.service(title=f"Beratung {number}")
    ask(client, q="Beratung")
    with django_assert_max_num_queries(8):
        assert len(ask(client, q="Beratung")["results"]) == 10


def test_the_description_is_complete_and_needs_nobody_else(client, portal):
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert schema["openapi"].startswith("3.")
    assert set(schema["paths"]) == {"/api/v1/search/", "/api/v1/suggest/"}
    names = {one["name"] for one in schema["paths"]["/api/v1/search/"]["get"]["parameters"]}
    assert {"q", "lang", "type", "topic", "place", "language", "limit", "offset"} <= names
    html = client.get("/api/v1/docs").content.decode()
    assert "//" not in html.replace("://testserver", "").replace("http://www.w3.org", ""), "no other host"


@override_settings(API_RATE="")
def test_suggestions_are_titles_of_the_guide_services_and_associations(client, portal):
    make.service(title="Asylverfahrensberatung")
    make.topic_page(title="Asyl")
    make.news(title="Asyl: neues Gesetz")
    found = ask(client, "suggest", q="asy")["suggestions"]
    assert {(one["text"], one["type"]) for one in found} == {("Asylverfahrensberatung", "service"), ("Asyl", "topic")}
    assert all(one["url"].startswith("/de/") for one in found)
