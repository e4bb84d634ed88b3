"""What the search reads of pages: texts in each language, names of terms, facets. Knows nothing about engines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search.index import SearchField

from core.addresses import language_of
from core.models import BasePage
from core.models.base import restricted_paths

FIRST_TITLE = 4
"""Depth from which the title of a page counts for the pages below it: under root, home page and list."""


@dataclass
class Text:
    """One language of a document. ``body`` has a passage on each line."""

    title: str
    summary: str = ""
    body: str = ""
    page_id: int | None = None
    parents: str = ""


@dataclass
class Document:
    """One object with its texts by language. ``labels`` are names of its terms by language; ``names`` need no language."""

    key: str
    kind: str
    original: str
    """Language of the original text."""
    texts: dict[str, Text]
    source_id: str = ""
    labels: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    facets: dict[str, list[str]] = field(default_factory=dict)


def page_types() -> list[type[BasePage]]:
    """Types that the public search finds."""
    return [model for model in BasePage.__subclasses__() if not model._meta.abstract and model.search_kind]


def documents_of(keys: Iterable) -> list[Document]:
    """Documents of the translation groups with these keys, as they are published now; others and what is not
    listed any more, or not yet, are left out.

    The number of queries does not grow with the number of keys, only with the number of page types.
    """
    documents = []
    hidden = tuple(restricted_paths())
    for model in page_types():
        listed = model.objects.originals().listed().filter(translation_key__in=list(keys))
        pages = list(
            model.objects.live()
            .filter(translation_key__in=listed.values("translation_key"), alias_of=None)
            .select_related("text_state")
        )
        groups: dict = defaultdict(list)
        for page in pages:
            if not (hidden and page.path.startswith(hidden)):
                groups[page.translation_key].append(page)
        originals = {key: page for key, group in groups.items() for page in group if page.text_state.source_id is None}
        terms = _terms(model, [page.pk for page in originals.values()])
        parents = _titles_above([page for group in groups.values() for page in group])
        for key, original in originals.items():
            documents.append(_document(original, groups[key], terms[original.pk], parents))
    return documents


def _document(original: BasePage, pages: list[BasePage], terms: dict[str, list[Model]], parents: dict) -> Document:
    facets = {facet: [term.code for term in chosen] for facet, chosen in terms.items() if chosen}
    if flags := original.search_flags():
        facets["good"] = flags
    labels = defaultdict(list)
    for chosen in terms.values():
        for term in chosen:
            for language, name in term.names.items():
                labels[language].append(name)
    return Document(
        key=str(original.translation_key),
        kind=original.search_kind,
        original=language_of(original),
        source_id=original.external_id,
        texts={
            language_of(page): Text(
                page.title, page.summary, body_of(page), page.pk, " ".join(parents.get(page.pk, []))
            )
            for page in pages
        },
        labels=labels,
        names=[name for name in original.search_names() if name],
        facets=facets,
    )


def body_of(page: BasePage) -> str:
    """All searchable text but title and summary, a passage on each line."""
    passages = []
    for searched in page.get_search_fields():
        if isinstance(searched, SearchField) and searched.field_name not in {"title", "summary"}:
            value = searched.get_value(page)
            for part in value if isinstance(value, (list, tuple)) else [value]:
                passages += [line.strip() for line in strip_tags(str(part or "")).splitlines()]
    return "\n".join(passage for passage in passages if passage)


def _terms(model: type[BasePage], pks: list[int]) -> dict[int, dict[str, list[Model]]]:
    """Terms of originals by facet; two queries for each facet. A subtopic brings its topic along."""
    found: dict[int, dict[str, list[Model]]] = defaultdict(lambda: defaultdict(list))
    for facet, relation in model.search_terms.items():
        rows = model.objects.filter(pk__in=pks, **{f"{relation}__isnull": False}).order_by("pk", f"{relation}__pk")
        pairs = list(rows.values_list("pk", relation))
        term_model = model
        for part in relation.split("__"):
            term_model = term_model._meta.get_field(part).related_model
        terms = term_model.objects.in_bulk({term for _pk, term in pairs})
        if any(one.name == "parent" for one in term_model._meta.fields):
            terms |= term_model.objects.in_bulk({term.parent_id for term in terms.values() if term.parent_id})
        for pk, term_id in pairs:
            chosen = terms[term_id]
            for term in (chosen, terms.get(getattr(chosen, "parent_id", None))):
                if term is not None and term not in found[pk][facet]:
                    found[pk][facet].append(term)
    return found


def _titles_above(pages: list[BasePage]) -> dict[int, list[str]]:
    """Titles of the public pages above each page, without home page and lists, with one query."""
    first = Page.steplen * FIRST_TITLE
    steps = {page.path[:end] for page in pages for end in range(first, len(page.path), Page.steplen)}
    titles = dict(Page.objects.live().filter(path__in=steps).values_list("path", "title")) if steps else {}
    return {
        page.pk: [
            titles[page.path[:end]] for end in range(first, len(page.path), Page.steplen) if page.path[:end] in titles
        ]
        for page in pages
    }
