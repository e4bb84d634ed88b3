"""The public API: ``/api/v1/search/`` and ``/api/v1/suggest/``, described at ``/api/v1/docs`` (``docs/api.md``)."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.throttling import AnonRateThrottle
from pydantic import AfterValidator, Field

from core.addresses import url_in
from core.languages import NAMES, source_language
from search.corrections import did_you_mean
from search.excerpts import excerpt, visible
from search.filters import GOOD
from search.find import KINDS, find, fits
from search.lexicon import FACETS, lexicon
from search.log import note
from search.results import KIND_NAMES, promoted_entries, public_pages
from search.suggest import MOST, suggestions
from topics.vocabulary import vocabulary

api = NinjaAPI(
    title="Search",
    version="1",
    description="The portal's search for other sites and apps. Public, without a key; answers may be kept for a minute.",
    urls_namespace="api",
    throttle=[AnonRateThrottle(settings.API_RATE)] if settings.API_RATE else [],
)
KEEP = "public, max-age=60"
LONGEST = 1000
DEFAULT = source_language()


def _language(code: str) -> str:
    if code not in NAMES:
        raise ValueError(f"the portal has no language {code!r}, but {', '.join(NAMES)}")
    return code


Language = Annotated[str, AfterValidator(_language), Field(description="Language of the reader, such as ar")]
Text = Annotated[str, Field(max_length=LONGEST, description="What somebody types")]
Codes = Annotated[list[str], Field(default_factory=list)]


class Asked(Schema):
    """Parameters of a search. Facets may be repeated: any of the codes will do, but all facets have to be met."""

    q: Text = ""
    lang: Language = DEFAULT
    type: Codes
    topic: Codes
    place: Codes
    language: Codes
    target: Codes
    mode: Codes
    good: Codes
    limit: int = Field(10, ge=1, le=50)
    offset: int = Field(0, ge=0, le=1000)


class Result(Schema):
    """One object. ``id`` is that of its source where it was imported, else the portal's own; ``language`` its text's."""

    id: str
    type: str
    title: str
    url: str
    language: str
    excerpt: str
    score: float
    matched: list[str]
    promoted: bool


class Choice(Schema):
    """A code of a facet, its name in the reader's language, and the results that it leaves."""

    code: str
    name: str
    count: int


class Found(Schema):
    """Results, the best first. ``total`` is complete up to two hundred."""

    query: str
    language: str
    total: int
    facets: dict[str, list[Choice]]
    suggestion: str
    results: list[Result]


class Suggestion(Schema):
    """``type`` is topic, service, organisation, or search, which has no address."""

    text: str
    type: str
    url: str
    language: str


class Suggested(Schema):
    """Suggestions for a text that is being typed."""

    query: str
    language: str
    suggestions: list[Suggestion]


@api.get("/search/", response=Found, summary="Search")
def search(request: HttpRequest, response: HttpResponse, asked: Query[Asked]):
    """Pages of all kinds in the reader's language, and what exists only in the language of the original."""
    response["Cache-Control"], response["X-Robots-Tag"], response["Access-Control-Allow-Origin"] = KEEP, "noindex", "*"
    filters = _filters(asked)
    typed = readable(asked.q)
    found = find(typed, asked.lang, filters)
    first = [entry for entry in promoted_entries(found) if fits(entry, filters)]
    scores = {one.entry.key: round(one.score, 3) for one in found.results}
    keys = {entry.key for entry in first}
    entries = [*first, *(one.entry for one in found.results if one.entry.key not in keys)]
    pages = public_pages(entries) if entries else {}
    entries = [entry for entry in entries if entry.page_id in pages]
    if not (any(filters.values()) or asked.offset):
        note(request, typed, asked.lang, len(entries))
    with translation.override(asked.lang):
        names = _names()
        return {
            "query": typed,
            "language": asked.lang,
            "total": len(entries),
            "facets": {
                facet: [
                    {"code": code, "name": names.get((facet, code), code), "count": count}
                    for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
                ]
                for facet, counts in found.facets.items()
            },
            "suggestion": did_you_mean(found.query, lexicon()) if found.query.terms else "",
            "results": [
                _result(found.query, entry, pages[entry.page_id], scores.get(entry.key, 0.0), entry.key in keys)
                for entry in entries[asked.offset : asked.offset + asked.limit]
            ],
        }


@api.get("/suggest/", response=Suggested, summary="Suggest while typing")
def suggest(
    request: HttpRequest,
    response: HttpResponse,
    q: Text = "",
    lang: Language = DEFAULT,
    limit: int = Query(MOST, ge=1, le=20),
):
    """Titles that the text may be the beginning of, and searches that worked."""
    response["Cache-Control"], response["X-Robots-Tag"], response["Access-Control-Allow-Origin"] = KEEP, "noindex", "*"
    typed = readable(q)
    found = suggestions(typed, lang, limit)
    return {
        "query": typed,
        "language": lang,
        "suggestions": [
            {"text": one.text, "type": one.kind, "url": one.url, "language": one.language} for one in found
        ],
    }


def readable(text: str) -> str:
    """Without NUL and lone surrogates, which no JSON, database or engine can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def _filters(asked: Asked) -> dict[str, list[str]]:
    """Facet → codes, each of which exists; an unknown one is an error of the caller's."""
    errors = []
    filters = {}
    for facet in ("type", *FACETS, "good"):
        codes = filters[facet] = getattr(asked, facet)
        known = {"type": set(KINDS), "good": set(GOOD.names)}.get(facet)
        if codes and known is None:
            known = {term["code"] for term in vocabulary(FACETS[facet])}
        errors += [
            {"type": "value_error", "loc": ["query", facet], "msg": f"there is no {facet} {readable(code)!r}"}
            for code in codes
            if code not in known
        ]
    if errors:
        raise ValidationError(errors)
    return {facet: codes for facet, codes in filters.items() if codes}


def _result(query, entry, page, score: float, promoted: bool) -> dict:
    pieces = excerpt(query, entry)
    seen = visible([(entry.title, True)], query, entry.language) | visible(
        [(text, True) for text, _match in pieces], query, entry.language
    )
    return {
        "id": entry.source_id or entry.key,
        "type": entry.kind,
        "title": entry.title,
        "url": url_in(page, query.language),
        "language": entry.language,
        "excerpt": "".join(text for text, _match in pieces),
        "score": score,
        "matched": [query.terms[number].word for number in sorted(seen)],
        "promoted": promoted,
    }


def _names() -> dict[tuple[str, str], str]:
    """Names of all terms and flags in the active language."""
    names = {("type", code): str(name) for code, name in KIND_NAMES.items()}
    names |= {("good", code): str(name) for code, name in GOOD.names.items()}
    for facet, model in FACETS.items():
        names |= {(facet, term["code"]): term["name"].text for term in vocabulary(model)}
    return names
