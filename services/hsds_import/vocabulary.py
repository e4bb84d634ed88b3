"""Terms, places and languages that services refer to: found by code or source id, else created."""

from collections.abc import Mapping

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from django.utils.text import slugify

from core.importing import Outcome, Record, Refused, Report, label_of, parents_first
from core.importing.pages import GERMAN
from core.languages import babel_locale, source_language
from topics.models import AdviceLanguage, AdviceMode, Place, TargetGroup, Term, Topic

VOCABULARIES = {
    "topic": Topic,
    "topics": Topic,
    "target": TargetGroup,
    "targets": TargetGroup,
    "target-groups": TargetGroup,
    "target_groups": TargetGroup,
    "mode": AdviceMode,
    "modes": AdviceMode,
}
"""By the prefix of a term's id ("topic:permit") or by its ``taxonomy_id``."""


class Vocabulary:
    """All terms of the portal in memory (some hundreds), looked up without a query."""

    def __init__(self, file: Record, languages: list[str], report: Report):
        self.languages = [source_language(), *languages]
        self.report = report
        self.language_names = file.record("language_names").data
        self.terms: dict[type[Term], dict[str, Term]] = {
            model: {term.code: term for term in model.objects.all()}
            for model in (Topic, TargetGroup, AdviceMode, AdviceLanguage, Place)
        }
        self.by_id = {
            (model, term.external_id): term
            for model, terms in self.terms.items()
            for term in terms.values()
            if term.external_id
        }
        self.places = {
            name.casefold(): place for place in self.terms[Place].values() for name in place.names.values() if name
        }

    # --- Import ------------------------------------------------------------------------------------------------

    def import_terms(self, items: list) -> None:
        """Create or update the terms of ``taxonomy_terms``, parents first."""
        records: dict[str, object] = {}
        for number, item in enumerate(items):
            key = label_of(item, number)
            if key in records:
                self.report.refuse("terms", key, "this id appears more than once in the file")
            records.setdefault(key, item)
        parents = {key: _parent_id(item) for key, item in records.items()}
        ordered, circular = parents_first(parents)
        for key in sorted(circular):
            self.report.refuse("terms", key, "its parents form a circle")
        for key in ordered:
            with self.report.record("terms", key) as entry:
                entry.add(self._save_term(Record(records[key])))

    def _save_term(self, record: Record) -> Outcome:
        key = record.identifier()
        model, code = self._model_and_code(key, record)
        names = {source_language(): record.text("name", required=True), **self._names(record.record("translations"))}
        term = self.terms[model].get(code) or self.by_id.get((model, key))
        if term is not None and term.external_id != key:
            self.by_id[model, key] = term
            return Outcome.UNCHANGED
        if term is not None and term.names == names:
            return Outcome.UNCHANGED
        outcome = Outcome.CHANGED if term else Outcome.CREATED
        term = term or model(code=code, external_id=key, sort_order=len(self.terms[model]))
        term.names = names
        parent = record.text("parent_id")
        if parent and model is Topic:
            term.parent = self.term(parent)
        return self._keep(term, outcome)

    def import_towns(self, towns: Mapping) -> None:
        """Create or update places from ``{name: {language: name}}``."""
        for name, names in towns.items():
            with self.report.record("towns", str(name)[:100]) as entry:
                entry.add(self._save_town(str(name), Record(names)))

    def _save_town(self, name: str, record: Record) -> Outcome:
        names = {source_language(): name, **self._names(record)}
        place = self.by_id.get((Place, name)) or self.terms[Place].get(_code(name)) or self.places.get(name.casefold())
        if place is not None and (place.external_id != name or place.names == names):
            return Outcome.UNCHANGED
        outcome = Outcome.CHANGED if place else Outcome.CREATED
        place = place or Place(code=_code(name), external_id=name, sort_order=len(self.terms[Place]))
        place.names = names
        self._keep(place, outcome)
        self.places[name.casefold()] = place
        return outcome

    def _keep(self, term: Term, outcome: Outcome) -> Outcome:
        term.full_clean()
        term.save()
        self.terms[type(term)][term.code] = term
        self.by_id[type(term), term.external_id] = term
        return outcome

    def _names(self, record: Record) -> dict[str, str]:
        return {code: text for code in self.languages if (text := record.text(code, max_length=255))}

    def _model_and_code(self, key: str, record: Record | None = None) -> tuple[type[Term], str]:
        prefix, _colon, rest = key.partition(":")
        name = prefix if rest else record.text("taxonomy_id") if record else ""
        if name not in VOCABULARIES:
            raise Refused(f"“{key}” belongs to no vocabulary of the portal ({', '.join(sorted(VOCABULARIES))})")
        return VOCABULARIES[name], _code(rest or (record.text("code") if record else "") or key)

    # --- Look-up -----------------------------------------------------------------------------------------------

    def term(self, key: str) -> Term:
        """The term with an id such as "topic:permit" or a source id; ``Refused`` if there is none."""
        for model in dict.fromkeys(VOCABULARIES.values()):
            if (model, key) in self.by_id:
                return self.by_id[model, key]
        if ":" in key:
            model, code = self._model_and_code(key)
            if code in self.terms[model]:
                return self.terms[model][code]
        raise Refused(f"the term “{key}” is not known")

    def place(self, name: str) -> Place | None:
        """The place that is called ``name`` in any language."""
        return self.places.get(name.casefold())

    def language(self, code: str, name: str = "") -> AdviceLanguage:
        """The advice language with a BCP 47 code; one that the portal does not know is created."""
        code = code.lower().replace("_", "-")
        # One that was made in this run is asked for again: its record may have been refused and undone.
        known = self.terms[AdviceLanguage].get(code) or AdviceLanguage.objects.filter(code=code).first()
        if known is not None:
            return known
        named = Record(self.language_names.get(code) or {}, f"language_names.{code}.")
        names = {**({source_language(): name} if name else {}), **self._names(named)}
        if not names:
            raise Refused(f"the language “{code}” is not known and has no name")
        autonym, rtl = _from_cldr(code)
        language = AdviceLanguage(
            code=code,
            names=names,
            autonym=named.text(code, 80) or autonym or next(iter(names.values()))[:80],
            rtl=rtl,
            external_id=code,
            sort_order=len(self.terms[AdviceLanguage]),
        )
        language.full_clean()
        language.save()
        return language


def _parent_id(item: object) -> str | None:
    parent = item.get("parent_id") if isinstance(item, Mapping) else None
    return str(parent) if isinstance(parent, (str, int)) and parent != "" else None


def _code(text: str) -> str:
    """A taxonomy code: small ASCII letters, digits and hyphens."""
    return slugify(text.translate(GERMAN).replace("_", "-"))[:80].strip("-")


def _from_cldr(code: str) -> tuple[str, bool]:
    """A language's own name and whether it is written from right to left, as far as CLDR knows it."""
    try:
        locale = BabelLocale.parse(babel_locale(code))
    except (UnknownLocaleError, ValueError):
        return "", False
    return locale.get_language_name() or "", locale.text_direction == "rtl"
