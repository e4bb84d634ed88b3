"""Terms of the taxonomy in templates."""

from django import template
from django.db.models import Value

from core.languages import active_language
from core.models import BasePage
from core.names import Text
from core.shell_cache import remembered
from topics.models import AdviceLanguage, TopicIndexPage
from topics.models.pages import child_topics
from topics.vocabulary import names_of

register = template.Library()


@register.simple_tag
def terms(page: BasePage, *relations: str) -> dict[str, list[dict]]:
    """Terms of the many-to-many relations of ``page``, by relation, with names in the reader's language.

    One query for all relations together; none for those that a preview holds in memory.
    """
    ids: dict[str, list[int]] = {relation: [] for relation in relations}
    in_memory = getattr(page, "_cluster_related_objects", None) or {}
    queries = []
    for relation in relations:
        if relation in in_memory:
            ids[relation] = [term.pk for term in in_memory[relation]]
            continue
        field = page._meta.get_field(relation)
        rows = field.remote_field.through.objects.filter(**{f"{field.m2m_field_name()}_id": page.pk}).order_by()
        queries.append(rows.values_list(Value(relation), f"{field.m2m_reverse_field_name()}_id"))
    if queries:
        for relation, pk in queries[0].union(*queries[1:], all=True):
            ids[relation].append(pk)
    return {relation: names_of(page._meta.get_field(relation).related_model, ids[relation]) for relation in relations}


@register.simple_tag(takes_context=True)
def without_choice(context, parameter: str, code: str) -> str:
    """Query string of the list without one chosen facet; back to the first page."""
    params = context["request"].GET.copy()
    params.setlist(parameter, [value for value in params.getlist(parameter) if value != code])
    params.pop("page", None)
    return f"?{params.urlencode()}"


@register.simple_tag
def advice_languages() -> list[dict]:
    """All languages of advice as ``{"code", "autonym", "rtl"}``, from the cache."""
    return remembered("advice-languages", lambda: list(AdviceLanguage.objects.values("code", "autonym", "rtl")))


@register.simple_tag
def top_topics() -> list[dict]:
    """The guide's first level as ``{"name", "icon", "url"}`` in the reader's language, from the cache."""
    language = active_language()

    def find() -> list[dict]:
        guide = TopicIndexPage.objects.published().order_by("path").first()
        if guide is None:
            return []
        return [
            {
                "name": Text(page.title, page.language),
                "icon": page.facts.topic.icon if page.facts.topic else "",
                "url": page.href,
            }
            for page in child_topics(guide)
        ]

    return remembered(f"top-topics:{language}", find)
