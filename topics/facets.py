"""Facets of a list: plain GET parameters with taxonomy codes, and how many entries each choice leaves."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import Promise

from core.names import Text
from topics.models.terms import Topic
from topics.vocabulary import vocabulary


@dataclass(frozen=True)
class Facet:
    """A relation ``relation`` to the term ``model``, to one or to many, chosen by the GET parameter ``parameter``."""

    parameter: str
    label: str | Promise
    model: type[Model]
    relation: str

    def restrict(self, pages: QuerySet, codes: list[str]) -> QuerySet:
        """Pages with any of the codes; a top topic stands for its subtopics too."""
        if not codes:
            return pages
        ids = [
            term["id"] for term in vocabulary(self.model) if term["code"] in codes or term.get("parent_code") in codes
        ]
        return pages.filter(pk__in=pages.model.objects.filter(**{f"{self.relation}__in": ids}).values("pk"))


@dataclass
class Choice:
    """A term that can be chosen, and how many entries would be left."""

    code: str
    name: Text
    count: int
    selected: bool


@dataclass
class FacetChoices:
    """A facet with its choices, for a fieldset of checkboxes."""

    facet: Facet
    choices: list[Choice] = field(default_factory=list)

    @property
    def selected(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.selected]


class FacetedList:
    """A query set of original pages, narrowed by the facets in ``params``.

    Unknown codes are ignored: an old bookmark then shows more, not an error.
    """

    def __init__(self, pages: QuerySet, facets: list[Facet], params: QueryDict):
        self.base = pages
        self.facets = facets
        self.selected = {
            facet.parameter: [
                code
                for code in params.getlist(facet.parameter)
                if code in {term["code"] for term in vocabulary(facet.model)}
            ]
            for facet in facets
        }

    @property
    def is_filtered(self) -> bool:
        return any(self.selected.values())

    def pages(self, without: Facet | None = None) -> QuerySet:
        """Pages that fit all chosen facets, or all but one."""
        pages = self.base
        for facet in self.facets:
            if facet is not without:
                pages = facet.restrict(pages, self.selected[facet.parameter])
        return pages

    def choices(self) -> list[FacetChoices]:
        """Choices with counts, in the order of the vocabulary. One query for all facets together."""
        queries = []
        for facet in self.facets:
            term = F(f"{facet.relation}__code")
            if facet.model is Topic:
                term = Coalesce(f"{facet.relation}__parent__code", f"{facet.relation}__code")
            rows = self.pages(without=facet).order_by().annotate(facet=Value(facet.parameter), term=term)
            queries.append(
                rows.filter(term__isnull=False).values("facet", "term").annotate(n=Count("pk", distinct=True))
            )
        counted = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
        counts = {(row["facet"], row["term"]): row["n"] for row in counted}
        result = []
        for facet in self.facets:
            terms = [
                term for term in vocabulary(facet.model) if not term.get("parent_code") or facet.model is not Topic
            ]
            chosen = self.selected[facet.parameter]
            choices = [
                Choice(
                    term["code"], term["name"], counts.get((facet.parameter, term["code"]), 0), term["code"] in chosen
                )
                for term in terms
                if counts.get((facet.parameter, term["code"])) or term["code"] in chosen
            ]
            result.append(FacetChoices(facet, choices))
        return result


def about(pages: QuerySet, topic: Topic) -> QuerySet:
    """Those of ``pages`` that are tagged (``topics``) with the topic or one of its subtopics."""
    return Facet("topic", "", Topic, "topics").restrict(pages, [topic.code])
