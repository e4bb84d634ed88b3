"""More of the demo, for load tests: services, organisations, news and events multiplied, the same for the same seed."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.importing import indexed_in_batches
from core.localised import in_language
from core.models import BasePage
from core.publishing import publish_new, publish_translation
from events.models import EventPage, Occurrence
from news.models import NewsPage
from organisations.models import OrganisationPage
from services.models import ServicePage
from topics.models import AdviceLanguage, Place, Topic

MODELS = (OrganisationPage, ServicePage, NewsPage, EventPage)
CHUNK = 100
LANGUAGES_OF_COPIES = ("en", "ar")
"""Copies are translated into two languages: enough to measure joins over languages, and eight times as quick as all."""


def enlarge(scale: int, seed: int, say: Callable[[str], None]) -> None:
    """Until there are ``scale`` times as many originals of each type as the demo has; those that exist are kept."""
    for model in MODELS:
        originals = list(model.objects.published().exclude(slug__contains="-copy-"))
        made = 0
        with indexed_in_batches(model) as batch:
            for chunk in _chunks(_plan(originals, scale)):
                with transaction.atomic():
                    for original, number in chunk:
                        made += _copy(original, number, seed)
                batch.flush()
        say(f"{made} more: {model._meta.verbose_name_plural}")


def _plan(originals: list[BasePage], scale: int) -> Iterator[tuple[BasePage, int]]:
    for number in range(2, scale + 1):
        for original in originals:
            yield original, number


def _chunks(items: Iterator) -> Iterator[list]:
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _copy(original: BasePage, number: int, seed: int) -> int:
    """One more page like ``original`` under the same parent; 0 if it is there already."""
    slug = f"{original.slug[:80]}-copy-{number}"
    parent = original.get_parent().specific
    if parent.get_children().filter(slug=slug).exists():
        return 0
    # Of each copy its own, so that a copy is the same whether or not others were there before.
    rng = random.Random(f"{seed} {original.url_path} {number}")  # noqa: S311 - repeatable content, not security
    page = type(original).objects.get(pk=original.pk)
    texts = {language: next(iter(in_language([original], language)), original) for language in LANGUAGES_OF_COPIES}
    page.pk = page.id = page.page_ptr_id = None
    page._state.adding = True
    page.path, page.depth, page.numchild = "", None, 0
    page.translation_key = uuid.UUID(int=rng.getrandbits(128), version=4)
    if hasattr(page, "hsds_id"):
        page.hsds_id = uuid.UUID(int=rng.getrandbits(128), version=4)
    page.slug, page.title, page.draft_title = slug, f"{original.title} {number}", f"{original.title} {number}"
    page.external_id = f"{original.external_id}-copy-{number}" if original.external_id else ""
    page.latest_revision = page.live_revision = page.alias_of = None
    if isinstance(page, NewsPage):
        page.date = timezone.localdate() - timedelta(days=rng.randint(1, 700))
    publish_new(page, parent)
    page.topics.set(rng.sample(list(_ids(Topic)), 2))
    if isinstance(page, ServicePage):
        page.areas.set(rng.sample(list(_ids(Place)), 1))
        for language in rng.sample(list(_ids(AdviceLanguage)), 3):
            page.languages.create(language_id=language)
    page.save()
    if isinstance(page, EventPage):
        Occurrence.rebuild(page)
    for language, text in texts.items():
        if text.language == language:
            publish_translation(page, language, title=f"{text.title} {number}", summary=text.summary)
    return 1


def _ids(model) -> list[int]:
    return model.objects.order_by("pk").values_list("pk", flat=True)
