"""What makes an API public: headers for everybody, a limit for each address, and its description as a page."""

import json
import re

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.renderers import JSONRenderer
from ninja.throttling import BaseThrottle

from core.rates import allowed, network_asking

KEEP = "public, max-age=60"
RATE = re.compile(r"(\d+)/([smh])")
SECONDS = {"s": 1, "m": 60, "h": 3600}


class Readable(JSONRenderer):
    """JSON in UTF-8 as it is (RFC 8259), a third of the size for other scripts than ours."""

    json_dumps_params = {"ensure_ascii": False}


class PublicAPI(NinjaAPI):
    """Every site may ask it from a browser (there is no cookie to misuse), and nobody indexes its answers.

    Answers may be kept for a minute; refusals, which are in English, not at all.
    """

    def create_response(self, request, data, **kwargs) -> HttpResponse:
        response = open_to_all(super().create_response(request, data, **kwargs))
        response.headers["Cache-Control"] = KEEP if response.status_code == 200 else "no-store"
        response.headers.setdefault("Content-Language", "en")
        return response


def open_to_all(response: HttpResponse) -> HttpResponse:
    """With the headers that all answers of the API have, its description included."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class PerAddress(BaseThrottle):
    """So many requests of one address in a second, minute or hour, such as ``"600/m"``.

    ninja's own keeps what it is looking at in itself, where the threads of a server overwrite it for each other. This
    one only counts in the cache, under a hash: the address is not kept. Raises ``ImproperlyConfigured``.
    """

    def __init__(self, rate: str, scope: str):
        match = RATE.fullmatch(rate.replace(" ", ""))
        if not match:
            raise ImproperlyConfigured(f"API_RATE is {rate!r}, but has to be like 600/m (s, m or h), or empty.")
        self.number, self.seconds, self.scope = int(match[1]), SECONDS[match[2]], scope

    def allow_request(self, request: HttpRequest) -> bool:
        return allowed(self.scope, network_asking(request), self.number, self.seconds)

    def wait(self) -> float:
        """Seconds after which counting has begun anew in any case."""
        return self.seconds


class Page(DocsBase):
    """The description as a page of the portal, instead of eight megabytes of scripts that only draw one."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs) -> HttpResponse:
        schema = api.get_openapi_schema()
        operations = [
            {
                **operation,
                "path": path,
                "parameters": [_parameter(one) for one in operation["parameters"]],
                "answers": _answers(operation["responses"]),
            }
            for path, methods in schema["paths"].items()
            for operation in methods.values()
        ]
        context = {"schema": schema, "operations": operations, "objects": _objects(schema)}
        return render(request, "search/api.html", context)


def _parameter(described: dict) -> dict:
    values = described["schema"]
    return {
        "name": described["name"],
        "description": described.get("description", ""),
        "repeated": values["type"] == "array",
        "choices": values.get("enum") or values.get("items", {}).get("enum", []),
        "between": (values["minimum"], values["maximum"]) if "maximum" in values else (),
        "longest": values.get("maxLength"),
        "default": values.get("default", ""),
    }


def _answers(responses: dict) -> list[tuple[int, str, str]]:
    """Status, meaning, and the name of the object that is answered."""
    return [
        (status, answer["description"], _type(answer["content"]["application/json"]["schema"]))
        for status, answer in responses.items()
    ]


def _objects(schema: dict) -> list[dict]:
    """The objects of answers with their fields; parameters stand with the addresses."""
    used = json.dumps(schema)
    return [
        {
            "name": name,
            "description": found.get("description", ""),
            "fields": [
                {"name": field, "type": _type(values), "description": values.get("description", "")}
                for field, values in found["properties"].items()
            ],
        }
        for name, found in schema["components"]["schemas"].items()
        if f'"#/components/schemas/{name}"' in used
    ]


def _type(values: dict) -> str:
    """A type as people write it: ``list of Result``."""
    if "$ref" in values:
        return values["$ref"].rpartition("/")[2]
    if "items" in values:
        return f"list of {_type(values['items'])}"
    if "additionalProperties" in values and isinstance(values["additionalProperties"], dict):
        return f"object of {_type(values['additionalProperties'])}"
    return " or ".join(map(_type, values["anyOf"])) if "anyOf" in values else values.get("type", "any")
