"""The public API: what it says, what it refuses, and how it may be kept."""

import json
import re

import html5lib
import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search.api import Asked, api
from search.models import PromotedResult
from search.public import PerAddress
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


def test_all_facets_narrow_and_their_names_are_in_the_readers_language(client, housing):
    arabic = make.term(make.AdviceLanguage, "ar", names={"de": "Arabisch", "ar": "العربية"})
    make.service(title="Mietberatung Nord", topics=[housing], languages=[arabic])
    make.service(title="Mietberatung Süd", topics=[housing])
    make.service(title="Mietberatung West")
    answer = ask(client, q="Mietberatung", lang="ar")
    assert answer["facets"]["topic"] == [{"code": "housing", "name": "السكن", "language": "ar", "count": 2}]
    assert answer["facets"]["language"] == [{"code": "ar", "name": "العربية", "language": "ar", "count": 1}]
    assert ask(client, q="Mietberatung", topic="housing")["total"] == 2
    both = ask(client, q="Mietberatung", topic="housing", language="ar")
    assert [one["title"] for one in both["results"]] == ["Mietberatung Nord"]
    assert both["facets"]["language"] == [{"code": "ar", "name": "Arabisch", "language": "de", "count": 1}]
    assert ask(client, q="Mietberatung", type=["service", "news"])["total"] == 3, "any of a facet's codes will do"


def test_promoted_results_come_first_and_say_so(client, portal):
    make.service(title="Wohngeld beantragen")
    promoted = make.topic_page(title="Hilfe vom Amt")
    PromotedResult.objects.create(language="de", query="Wohngeld", page=promoted)
    results = ask(client, q="Wohngeld")["results"]
    assert [(one["title"], one["promoted"]) for one in results] == [
        ("Hilfe vom Amt", True),
        ("Wohngeld beantragen", False),
    ]
    assert [one["title"] for one in ask(client, q="Wohngeld", type="service")["results"]] == ["Wohngeld beantragen"]


def test_a_mistyped_word_is_corrected(client, portal):
    make.service(title="Schuldnerberatung Stadtmitte")
    assert ask(client, q="Schuldnrberatung")["suggestion"] == "Schuldnerberatung"
    assert ask(client, q="Schuldnerberatung")["suggestion"] == ""


def test_pages_of_results_follow_each_other(client, portal):
    for number in range(5):
        make.service(title=f"Beratung {number}")
    first = ask(client, q="Beratung", limit=3)["results"]
    second = ask(client, q="Beratung", limit=3, offset=3)["results"]
    assert len({one["url"] for one in [*first, *second]}) == 5


def test_what_is_not_public_is_not_found(client, portal):
    page = make.topic_page(title="Geheimnis")
    make.topic_page(parent=page, title="Geheimnis darunter", external_id="geheim-1")
    make.fresh(make.topic_page(title="Geheimnis, alt")).unpublish()
    assert ask(client, q="Geheimnis")["total"] == 2
    assert len(ask(client, "suggest", q="Geheim")["suggestions"]) == 2
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for answer in (ask(client, q="Geheimnis"), ask(client, "suggest", q="Geheim")):
        assert "Geheimnis d" not in str(answer)
        assert "geheim-1" not in str(answer)
        assert (answer.get("total") or len(answer.get("suggestions", []))) == 0


def test_what_the_index_wrongly_holds_is_not_answered(client, portal):
    page = make.topic_page(title="Geheimnis")
    ask(client, "suggest", q="Geheim")
    type(page).objects.filter(pk=page.pk).update(live=False)
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
        ({"place": ["x"] * 51}, "place"),
    ],
)
def test_bad_parameters_are_refused_with_the_reason(client, portal, parameters, named):
    detail = ask(client, status=422, **{"q": "Beratung", **parameters})["detail"]
    assert [error["loc"][-1] for error in detail] == [named]
    assert all(set(error) == {"type", "loc", "msg"} and error["msg"] for error in detail)


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
    first = client.get("/api/v1/search/", {"q": "Mietberatung"}, headers={"Accept-Language": "ar"})
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["X-Robots-Tag"] == "noindex"
    assert first["Content-Language"] == "de", "that of the parameter, whatever the browser says"
    assert first["Vary"] == "Accept-Encoding"
    assert not first.cookies
    again = client.get("/api/v1/search/", {"q": "Mietberatung"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make.service(title="Mietberatung am Markt")
    again = client.get("/api/v1/search/", {"q": "Mietberatung"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


@pytest.fixture
def three_a_minute(monkeypatch):
    monkeypatch.setattr(api.throttle[0], "number", 3)


def statuses(client, number: int, **from_where) -> list[int]:
    return [client.get("/api/v1/search/", {"q": "x"}, **from_where).status_code for _ in range(number)]


def test_too_many_requests_are_refused_for_a_while(client, portal, three_a_minute):
    assert statuses(client, 4) == [200, 200, 200, 429]
    refused = client.get("/api/v1/suggest/", {"q": "x"})
    assert refused.status_code == 429, "counted together"
    assert refused["Retry-After"] == "60"
    assert refused["Cache-Control"] == "no-store"
    assert refused["Access-Control-Allow-Origin"] == "*", "a script shall see why"
    assert client.get("/de/search/", {"q": "x"}).status_code == 200, "people search on"
    assert statuses(client, 1, REMOTE_ADDR="192.0.2.8") == [200]
    assert not [key for key in cache._cache if "127.0.0.1" in key], "the address is not kept"


def test_networks_of_ipv6_count_together(client, portal, three_a_minute):
    assert statuses(client, 3, REMOTE_ADDR="2001:db8:1:2::1") == [200, 200, 200]
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:2:ffff::2") == [429]
    assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_an_address_cannot_be_forged(client, portal, three_a_minute):
    found = [statuses(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")[0] for number in range(4)]
    assert found == [200, 200, 200, 429], "without a proxy nobody may say where he comes from"
    with override_settings(NINJA_NUM_PROXIES=1):
        forged = [statuses(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7")[0] for number in range(4)]
        assert forged == [200, 200, 200, 429], "only what the proxy added counts"
        assert statuses(client, 1, HTTP_X_FORWARDED_FOR="198.51.100.8") == [200], "readers behind it are told apart"


@pytest.mark.parametrize("rate", ["many", "10", "10/d", "-1/m", "/m"])
def test_a_rate_that_cannot_be_read_stops_the_start(rate):
    with pytest.raises(ImproperlyConfigured, match="API_RATE"):
        PerAddress(rate, "api")


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


TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "array": list, "object": dict}


def check(value, described: dict, schema: dict) -> None:
    """That a value is what OpenAPI says, as far as our own descriptions go."""
    if "$ref" in described:
        described = schema["components"]["schemas"][described["$ref"].removeprefix("#/components/schemas/")]
    if "anyOf" in described:
        assert type(value) in [TYPES[one["type"]] for one in described["anyOf"]]
        return
    assert isinstance(value, TYPES[described["type"]]), (value, described)
    if described["type"] == "array":
        for one in value:
            check(one, described["items"], schema)
    elif "properties" in described:
        assert set(described["required"]) <= set(value) <= set(described["properties"])
        for name, one in value.items():
            check(one, described["properties"][name], schema)
    elif described["type"] == "object":
        for one in value.values():
            check(one, described["additionalProperties"], schema)


def test_answers_are_as_described(client, portal, housing):
    make.service(title="Mietberatung", topics=[housing])
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert re.fullmatch(r"3\.[01]\.\d", schema["openapi"])
    assert {"title", "version"} <= set(schema["info"])
    assert set(schema["paths"]) == {"/api/v1/search/", "/api/v1/suggest/"}
    assert {one["name"] for one in operation(schema, "search")["parameters"]} == set(Asked.model_fields)
    for path, answer in [
        ("search", ask(client, q="Mietberatung")),
        ("suggest", ask(client, "suggest", q="Miet")),
        ("search", ask(client, q="Miete", limit=0, status=422)),
    ]:
        responses = operation(schema, path)["responses"]
        content = responses["422" if "detail" in answer else "200"]["content"]
        check(answer, content["application/json"]["schema"], schema)


def operation(schema: dict, path: str) -> dict:
    return schema["paths"][f"/api/v1/{path}/"]["get"]


def test_the_description_is_a_page_of_the_portal(client, portal):
    response = client.get("/api/v1/docs", headers={"accept-language": "ar"})
    html = response.content.decode()
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<div class="wrapper page" lang="en" dir="ltr">' in html, "the text is English"
    assert re.findall(r'(?:src|href)="(https?:)?//', html) == [], "nothing of others"
    assert re.findall(r"<script[^>]*>", html) == [f'<script src="{static("portal/js/search.js")}" defer>']
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    for name in (*Asked.model_fields, "matched", "promoted", "suggestion"):
        assert f"<code>{name}</code>" in html


def test_suggestions_are_titles_of_the_guide_services_and_associations(client, portal):
    make.service(title="Asylverfahrensberatung")
    make.topic_page(title="Asyl")
    make.news(title="Asyl: neues Gesetz")
    found = ask(client, "suggest", q="asy")["suggestions"]
    assert {(one["text"], one["type"]) for one in found} == {("Asylverfahrensberatung", "service"), ("Asyl", "topic")}
    assert all(one["url"].startswith("/de/") for one in found)
