"""What narrows the search page: kinds of results as links, facets as checkboxes with counts, all by GET parameters."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import active_language
from core.names import Text
from search.find import KINDS
from topics.facets import Choice, Facet, FacetChoices
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Topic
from topics.vocabulary import vocabulary

FACETS = [
    Facet("topic", _("Topic"), Topic, ""),
    Facet("language", _("Language of advice"), AdviceLanguage, ""),
    Facet("place", _("Place"), Place, ""),
    Facet("target", _("For whom"), TargetGroup, ""),
    Facet("mode", _("How"), AdviceMode, ""),
]
"""Relations are empty: what an entry has stands in the index."""
KIND_NAMES = {
    "service": _("Advisory services"),
    "topic": _("Guide"),
    "organisation": _("Organisations"),
    "news": _("News"),
    "event": _("Events"),
    "page": _("Other pages"),
}


@dataclass(frozen=True)
class Flags:
    """A facet whose choices are no terms of a vocabulary: code → name."""

    parameter: str
    label: str | Promise
    names: dict[str, str | Promise]


GOOD = Flags("good", _("Good to know"), {"free": _("Free of charge"), "anonymous": _("Without giving your name")})
OPEN = Flags("open", _("Open now"), {"1": _("Open now")})
KINDS_OF_RESULT = Flags("type", _("Kind of result"), KIND_NAMES)


@dataclass
class Kind:
    """A kind of result that can be chosen; ``code`` is empty for all kinds."""

    code: str
    name: str | Promise
    count: int
    selected: bool
    url: str


class Filters:
    """The choices in the address. Unknown codes are ignored: an old bookmark then shows more, not an error."""

    def __init__(self, params: QueryDict):
        self.params = params
        self.selected = {"type": [code for code in params.getlist("type") if code in KINDS]}
        for facet in FACETS:
            known = {term["code"] for term in vocabulary(facet.model)}
            self.selected[facet.parameter] = [code for code in params.getlist(facet.parameter) if code in known]
        self.selected["good"] = [code for code in params.getlist("good") if code in GOOD.names]
        self.open = params.get("open") == "1"

    @property
    def in_index(self) -> dict[str, list[str]]:
        """What ``search.find`` narrows by: facet → codes; without those where nothing is chosen."""
        return {facet: codes for facet, codes in self.selected.items() if codes}

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a kind is chosen."""
        return self.open or any(codes for facet, codes in self.selected.items() if facet != "type")

    def url(self, *without: str, **values: str) -> str:
        """Query string of the first page without some parameters, and with others set anew."""
        params = self.params.copy()
        for parameter in ("page", *without):
            params.pop(parameter, None)
        for parameter, value in values.items():
            params[parameter] = value
        return f"?{params.urlencode()}"

    @property
    def url_without(self) -> str:
        """Query string without any filter; the kind of result stays."""
        return self.url("open", *(facet for facet in self.selected if facet != "type"))

    def kinds(self, counts: dict[str, dict[str, int]]) -> list[Kind]:
        """All kinds together, then those that were found or are chosen; nothing if there is only one."""
        found, chosen = counts.get("type", {}), self.selected["type"]
        kinds = [
            Kind(code, name, found.get(code, 0), code in chosen, self.url(type=code))
            for code, name in KIND_NAMES.items()
            if found.get(code) or code in chosen
        ]
        if len(kinds) < 2 and not chosen:
            return []
        return [Kind("", _("Everything"), sum(found.values()), not chosen, self.url("type")), *kinds]

    def facets(self, counts: dict[str, dict[str, int]]) -> list[FacetChoices]:
        """Facets with their choices in the order of the vocabulary. Of topics the first level, and what is chosen."""
        groups = []
        for facet in FACETS:
            found, chosen = counts.get(facet.parameter, {}), self.selected[facet.parameter]
            choices = [
                Choice(term["code"], term["name"], found.get(term["code"], 0), term["code"] in chosen)
                for term in vocabulary(facet.model)
                if term["code"] in chosen
                or (found.get(term["code"]) and not (facet.model is Topic and term["parent_code"]))
            ]
            groups.append(FacetChoices(facet, choices))
        return groups

    def good(self, counts: dict[str, dict[str, int]]) -> FacetChoices:
        """What is good to know, in the same shape as a facet."""
        return self._flags(GOOD, self.selected["good"], counts.get("good", {}))

    def chosen(self) -> list[FacetChoices]:
        """Facets with a choice, in the order of the page."""
        flags = [self.good({}), self._flags(OPEN, ["1"] if self.open else [], {})]
        return [group for group in [*self.facets({}), *flags] if group.selected]

    def chosen_kinds(self) -> FacetChoices:
        """The kinds that are chosen, in the same shape."""
        return self._flags(KINDS_OF_RESULT, self.selected["type"], {})

    @staticmethod
    def _flags(flags: Flags, chosen: list[str], found: dict[str, int]) -> FacetChoices:
        choices = [
            Choice(code, Text(str(name), active_language()), found.get(code, 0), code in chosen)
            for code, name in flags.names.items()
            if found.get(code) or code in chosen
        ]
        return FacetChoices(flags, choices)
