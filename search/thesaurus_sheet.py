"""The thesaurus as a table: a row per concept, a column per language. Written, compared and taken over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.languages import autonym
from core.sheet import Sheet, UnreadableError
from search import phrases
from search.models import Concept
from topics.models import TargetGroup, Topic
from topics.models.terms import code_validator

CODE, TOPICS, TARGET_GROUPS = "code", "topics", "target_groups"


@dataclass
class Row:
    """What becomes of a row of the file: ``state`` is created, changed, unchanged or refused, ``notes`` say why."""

    number: int
    code: str
    state: str = "unchanged"
    notes: list[str] = field(default_factory=list)
    concept: Concept | None = None
    terms: dict[str, list[int]] = field(default_factory=dict)
    """``"topics"`` and ``"target_groups"`` → ids, for the columns that the file has."""


@dataclass
class Comparison:
    """All rows, and columns that nothing is taken from."""

    rows: list[Row]
    left_out: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("created", "changed", "unchanged", "refused")}


def table(concepts: Iterable[Concept]) -> list[list[str]]:
    """Header and rows, as ``core.sheet.write`` takes them."""
    codes = [code for code, _name in settings.LANGUAGES]
    rows = [[CODE, TOPICS, TARGET_GROUPS, *codes]]
    for concept in concepts:
        terms = [[term.code for term in many.all()] for many in (concept.topics, concept.target_groups)]
        words = [phrases.split(concept.words.get(code, "")) for code in codes]
        rows.append([concept.code, *("; ".join(cell) for cell in [*terms, *words])])
    return rows


def compare(sheet: Sheet) -> Comparison:
    """What taking over the file would do; changes nothing. Raises ``UnreadableError`` if there are no codes in it.

    A column that is missing changes nothing, an empty cell empties. Rows are refused one by one.
    """
    columns = [_column(title) for title in sheet.header]
    if CODE not in columns:
        raise UnreadableError(_("The column “code” is missing. The first row has to name the columns."))
    if twice := [title for title, number in Counter(filter(None, columns)).items() if number > 1]:
        raise UnreadableError(_("The column “%(name)s” is there twice.") % {"name": twice[0]})
    concepts = {concept.code: concept for concept in Concept.objects.prefetch_related(TOPICS, TARGET_GROUPS)}
    terms = {
        TOPICS: dict(Topic.objects.values_list("code", "pk")),
        TARGET_GROUPS: dict(TargetGroup.objects.values_list("code", "pk")),
    }
    seen: set[str] = set()
    rows = []
    for number, cells in sheet.rows:
        values = {column: cell for column, cell in zip(columns, cells, strict=True) if column}
        row = Row(number, values.pop(CODE))
        rows.append(row)
        if row.code in seen:
            row.notes.append(_("This code stands further up already."))
        else:
            seen.add(row.code)
            _fill(row, values, concepts.get(row.code), terms)
        if row.notes and row.state == "unchanged":
            row.state = "refused"
    left_out = [title for title, column in zip(sheet.header, columns, strict=True) if title and not column]
    return Comparison(rows, left_out)


def take_over(sheet: Sheet) -> Comparison:
    """Compare and save what is not refused, all or nothing."""
    with transaction.atomic():
        comparison = compare(sheet)
        for row in comparison.rows:
            if row.state in {"created", "changed"}:
                row.concept.save()
                for name, ids in row.terms.items():
                    getattr(row.concept, name).set(ids)
                log(row.concept, "wagtail.create" if row.state == "created" else "wagtail.edit")
    return comparison


def _column(title: str) -> str:
    """The column that a title means; empty if there is none."""
    name = title.strip().casefold()
    language = name.replace("_", "-")
    if language in dict(settings.LANGUAGES):
        return language
    name = name.replace(" ", "_").replace("-", "_")
    return name if name in {CODE, TOPICS, TARGET_GROUPS} else ""


def _fill(row: Row, values: dict[str, str], known: Concept | None, terms: dict[str, dict[str, int]]) -> None:
    """Find out what a row changes, or what is wrong with it: then its state stays and its notes say so."""
    try:
        code_validator(row.code)
        Concept._meta.get_field("code").run_validators(row.code)
    except ValidationError as error:
        row.notes += [_("No valid code: %(reason)s") % {"reason": " ".join(error.messages)}]
        return
    row.concept = known or Concept(code=row.code)
    words, changes = dict(row.concept.words), []
    for column, cell in values.items():
        wanted = phrases.split(cell)
        if column in terms:
            codes = list(dict.fromkeys(wanted))
            if unknown := [code for code in codes if code not in terms[column]]:
                row.notes.append(_("Unknown code in “%(column)s”: %(codes)s") % _values(column, unknown))
                continue
            row.terms[column] = [terms[column][code] for code in codes]
            before = {term.code for term in getattr(known, column).all()} if known else set()
            if before != set(codes):
                changes.append(f"{column}: {_difference(before, codes)}")
        elif wanted != phrases.split(words.get(column, "")):
            changes.append(f"{autonym(column)}: {_difference(phrases.split(words.get(column, '')), wanted)}")
            words[column] = phrases.joined(wanted)
    row.notes += phrases.problems(words) if changes or known is None else []
    if row.notes:
        return
    row.concept.words = {language: text for language, text in words.items() if text}
    row.concept.names = row.concept.names or {
        language: phrases.split(text)[0] for language, text in row.concept.words.items()
    }
    if known is None or changes:
        row.state, row.notes = "changed" if known else "created", changes


def _values(column: str, codes: list[str]) -> dict[str, str]:
    return {"column": column, "codes": ", ".join(codes)}


def _difference(before: Iterable[str], after: Iterable[str]) -> str:
    """``+ new, − gone``, or that only the order is another."""
    new = [f"+ {entry}" for entry in after if entry not in before]
    gone = [f"− {entry}" for entry in before if entry not in after]
    return ", ".join([*new, *gone]) or _("another order")
