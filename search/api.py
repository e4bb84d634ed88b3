"""The public API: ``/api/v1/search/`` and ``/api/v1/suggest/``, described at ``/api/v1/docs`` (``docs/api.md``)."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, Field

from core.addresses import url_in
from core.languages import NAMES, active_language, source_language
from core.names import Text as Name
from search.corrections import did_you_mean
from search.excerpts import excerpt, visible
from search.filters import GOOD
from search.find import KINDS, find, fits
from search.lexicon import FACETS, lexicon
from search.log import note
from search.public import Page, PerAddress, PublicAPI, Readable, open_to_all
from search.results import KIND_NAMES, promoted_entries, public_pages
from search.suggest import MOST, suggestions
from topics.vocabulary import vocabulary

api = PublicAPI(
    title="Search",
    version="1",
    description="The portal's search for other sites and apps. Public, without a key; answers may be kept for a minute.",
    urls_namespace="api",
    throttle=[PerAddress(settings.API_RATE, "api")] if settings.API_RATE else [],
    renderer=Readable(),
    docs=Page(),
    docs_decorator=lambda view: lambda request, **kwargs: open_to_all(view(request, **kwargs)),
)
LONGEST = 1000
DEFAULT = source_language()


def _language(code: str) -> str:
    if code not in NAMES:
        raise ValueError(f"the portal has no language {code!r}, but {', '.join(NAMES)}")
    return code


Language = Annotated[
    str,
    AfterValidator(_language),
    Field(description="Language of the reader, one of the portal's:", json_schema_extra={"enum": list(NAMES)}),
]
Text = Annotated[str, Field(max_length=LONGEST, description="What somebody types.")]
Codes = Annotated[list[str], Field(default_factory=list, max_length=50)]


def _one_of(description: str, codes) -> type:
    """Codes of a list that is the same in every portal."""
    return Annotated[
        Codes, Field(description=description, json_schema_extra={"items": {"enum": list(codes), "type": "string"}})
    ]


class Asked(Schema):
    """Parameters of a search. Facets may be repeated: any of the codes will do, but all facets have to be met."""

    q: Text = ""
    lang: Language = DEFAULT
    type: _one_of("Kinds of results:", KINDS)
    topic: Codes = Field(description="Codes of topics; one of the first level includes those below it.")
    place: Codes = Field(description="Codes of places.")
    language: Codes = Field(description="Codes of languages that a service advises in, or an association speaks.")
    target: Codes = Field(description="Codes of target groups.")
    mode: Codes = Field(description="Codes of ways of advice.")
    good: _one_of("What is good to know:", GOOD.names)
    limit: int = Field(10, ge=1, le=50, description="Number of results.")
    offset: int = Field(0, ge=0, le=1000, description="Results that are left out before.")


class Typed(Schema):
    """Parameters of suggestions."""

    q: Text = ""
    lang: Language = DEFAULT
    limit: int = Field(MOST, ge=1, le=20, description="Number of suggestions.")


class Result(Schema):
    """One thing that was found. A text in another language than the reader's has to be marked with its language."""

    id: str = Field(description="That of its source where it was imported, else the portal's own.")
    type: str
    title: str
    url: str = Field(description="Path of the page in the reader's interface.")
    language: str = Field(description="Language of title and excerpt.")
    excerpt: str = Field(description="The passage that fits best, as plain text.")
    score: float = Field(description="To compare results of one search with each other.")
    matched: list[str] = Field(description="Words that were typed, and that title or excerpt show.")
    promoted: bool = Field(description="Whether editors put it first.")


class Choice(Schema):
    """A code of a facet, its name, and the results that it leaves."""

    code: str
    name: str
    language: str = Field(description="Language of the name: the reader's, or German where it has none in it.")
    count: int


class Found(Schema):
    """Results, the best first."""

    query: str
    language: str = Field(description="That of the reader.")
    total: int = Field(description="Number of results that can be had by limit and offset.")
    complete: bool = Field(description="Whether these are all; a portal with much to say may know more.")
    facets: dict[str, list[Choice]] = Field(description="For each facet what its choices would leave.")
    suggestion: str = Field(description="What was probably meant, or nothing.")
    results: list[Result]


class Suggestion(Schema):
    """A title, the name of a topic, or what others have searched for."""

    text: str
    type: str = Field(description="topic, service, organisation or search.")
    url: str = Field(description="Path in the reader's interface; empty for a search.")
    language: str = Field(description="Language of the text.")


class Suggested(Schema):
    """Suggestions for a text that is being typed: in the reader's language first."""

    query: str
    language: str = Field(description="That of the reader.")
    suggestions: list[Suggestion]


class Problem(Schema):
    """What is wrong with a parameter, in English."""

    loc: list[str | int] = Field(description='"query", and the name of the parameter.')
    msg: str
    type: str


class Refused(Schema):
    """Parameters that cannot be answered."""

    detail: list[Problem]


class TooMany(Schema):
    """The header Retry-After says for how many seconds to wait."""

    detail: str


REFUSALS = {422: Refused, 429: TooMany}


@api.get("/search/", response={200: Found, **REFUSALS}, summary="Search")
def search(request: HttpRequest, response: HttpResponse, asked: Query[Asked]):
    """Pages of all kinds in the reader's language, and what exists only in the language of the original."""
    response.headers["Content-Language"] = asked.lang
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
            "complete": found.complete,
            "facets": {
                facet: [
                    {"code": code, "name": name.text, "language": name.language, "count": count}
                    for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
                    for name in [names.get((facet, code)) or Name(code, source_language())]
                ]
                for facet, counts in found.facets.items()
            },
            "suggestion": did_you_mean(found.query, lexicon()) if found.query.terms else "",
            "results": [
                _result(found.query, entry, pages[entry.page_id], scores.get(entry.key, 0.0), entry.key in keys)
                for entry in entries[asked.offset : asked.offset + asked.limit]
            ],
        }


@api.get("/suggest/", response={200: Suggested, **REFUSALS}, summary="Suggest while typing")
def suggest(request: HttpRequest, response: HttpResponse, asked: Query[Typed]):
    """Titles that the text may be the beginning of, and searches that worked."""
    response.headers["Content-Language"] = asked.lang
    typed = readable(asked.q)
    found = suggestions(typed, asked.lang, asked.limit)
    return {
        "query": typed,
        "language": asked.lang,
        "suggestions": [
            {"text": one.text, "type": one.kind, "url": one.url, "language": one.language} for one in found
        ],
    }


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What is wrong with each parameter, without what pydantic adds for programmers."""
    detail = [
        {"loc": one["loc"], "msg": one["msg"].removeprefix("Value error, "), "type": one["type"]}
        for one in error.errors
    ]
    return api.create_response(request, {"detail": detail}, status=422)


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


def _names() -> dict[tuple[str, str], Name]:
    """Names of all terms and flags for a reader of the active language."""
    reader = active_language()
    names = {("type", code): Name(str(name), reader) for code, name in KIND_NAMES.items()}
    names |= {("good", code): Name(str(name), reader) for code, name in GOOD.names.items()}
    for facet, model in FACETS.items():
        names |= {(facet, term["code"]): term["name"] for term in vocabulary(model)}
    return names
