"""Source pages become pages of the guide: originals first, then their translations, then links among them."""

from collections import defaultdict
from itertools import pairwise

from django.db import transaction
from wagtail.models import Locale, Page, Site

from core.addresses import site_roots
from core.importing import (
    Outcome,
    Progress,
    Refused,
    Report,
    clean_blocks,
    first_sentences,
    indexed_in_batches,
    page_slug,
    quiet,
    save_live,
    translate_live,
)
from core.importing.streams import stable_uuid
from core.languages import source_language
from core.models import BasePage
from topics.integreat.keywords import without_keywords
from topics.integreat.links import Links
from topics.integreat.source import SourcePage, read_pages
from topics.models import TopicIndexPage, TopicPage


def import_pages(lists: dict[str, list], report: Report, under: str = "", progress: Progress = quiet) -> None:
    """Import page lists, ``{language: list}``, below the page at the path ``under`` (default: the guide's entrance).

    Raises ``Refused`` if there is no such page.
    """
    ordered = sorted(lists, key=lambda language: language != source_language())
    pages = read_pages({language: lists[language] for language in ordered}, report)
    Writer(pages, find_parent(under), report).write(progress)


def find_parent(path: str) -> BasePage:
    """The page of the guide at a path below the home page of the source language."""
    if not path:
        index = TopicIndexPage.objects.filter(locale__language_code=source_language()).first()
        if index is None:
            raise Refused("the portal has no guide; run init_portal first")
        return index
    site = Site.objects.filter(is_default_site=True).first()
    root = site_roots(site).get(source_language(), "/") if site else "/"
    page = Page.objects.filter(url_path=f"{root}{path.strip('/')}/", alias_of=None).first()
    if page is None or page.specific_class not in (TopicIndexPage, TopicPage):
        raise Refused(f"there is no page of the guide at “{path}” in {source_language()}")
    return page.specific


class Writer:
    """Writes pages one by one. Only ids are kept of those that are written."""

    def __init__(self, pages: list[SourcePage], parent: BasePage, report: Report):
        self.pages = pages
        self.parent = parent
        self.report = report
        self.ids: dict[tuple[str, str], int] = {
            (language, external_id): pk
            for language, external_id, pk in TopicPage.objects.filter(alias_of=None)
            .exclude(external_id="")
            .values_list("locale__language_code", "external_id", "pk")
        }
        self.links = Links(pages, self.ids)
        self.siblings: dict[int, list[int]] = defaultdict(list)

    def write(self, progress: Progress) -> None:
        """Write all pages, then once more those that link to pages which came later."""
        waiting = []
        with indexed_in_batches(TopicPage, write=not self.report.dry_run) as batch:
            for page in progress(self.pages, "pages"):
                with self.report.record(page.kind, page.path) as entry:
                    saved, outcome = self.write_page(page)
                    entry.add(outcome)
                    self.ids[page.language, page.id] = saved.pk
                    if self.links.waiting:
                        waiting.append(page)
                batch.flush()
            for page in progress(waiting, "links"):
                with transaction.atomic():
                    saved = TopicPage.objects.get(pk=self.ids[page.language, page.id])
                    body, _search_words = self.content_of(page)
                    save_live(saved, saved.get_parent(), {"body": body})
                batch.flush()
            self.keep_order()

    def write_page(self, page: SourcePage) -> tuple[TopicPage, Outcome]:
        body, search_words = self.content_of(page)
        text = "".join(block["value"] for block in body if block["type"] == "text")
        values = {
            "title": page.title,
            "summary": first_sentences(text),
            "body": body,
            "search_words": search_words,
            "external_id": page.id,
            "external_url": page.url,
        }
        if page.original is page:
            return self.write_original(page, values)
        original = self.ids.get((page.original.language, page.original.id))
        if original is None:
            raise Refused(f"the page that it translates, “{page.original.path}”, was refused")
        return translate_live(TopicPage.objects.get(pk=original), page.language, values)

    def write_original(self, page: SourcePage, values: dict) -> tuple[TopicPage, Outcome]:
        parent = self.parent_of(page)
        pk = self.ids.get((page.language, page.id))
        saved = (
            TopicPage.objects.get(pk=pk) if pk else TopicPage(locale=Locale.objects.get(language_code=page.language))
        )
        if pk is None:
            saved.slug = page_slug(parent, page.slug, page.id)
        outcome = save_live(saved, parent, values)
        self.siblings[parent.pk].append(saved.pk)
        return saved, outcome

    def parent_of(self, page: SourcePage) -> Page:
        """The page to put an original below, in its own language."""
        if page.parent is not None:
            pk = self.ids.get((page.language, page.parent.id))
            if pk is None:
                raise Refused(f"its parent “{page.parent.path}” was refused")
            return Page.objects.get(pk=pk)
        if page.language == self.parent.language:
            return Page.objects.get(pk=self.parent.pk)
        parent = self.parent.get_translations().filter(locale__language_code=page.language, alias_of=None).first()
        if parent is None:
            raise Refused(f"“{self.parent.title}” is not translated into {page.language}")
        return Page.objects.get(pk=parent.pk)

    def content_of(self, page: SourcePage) -> tuple[list[dict], str]:
        """The content as raw blocks, and its search words. Each block keeps its id as long as it keeps its place."""
        self.links.waiting = False
        blocks = clean_blocks(page.content, base=page.url, title=page.title, link=self.links)
        blocks, search_words = without_keywords(blocks)
        return [
            {**block, "id": str(stable_uuid(f"integreat/{page.language}/{page.id}/{number}"))}
            for number, block in enumerate(blocks)
        ], search_words

    def keep_order(self) -> None:
        """Put imported siblings into the order of the source; pages that editors have put between them stay between."""
        for wanted in self.siblings.values():
            present = list(Page.objects.filter(pk__in=wanted).order_by("path").values_list("pk", flat=True))
            if present != wanted:
                for before, pk in pairwise(wanted):
                    TopicPage.objects.get(pk=pk).move(TopicPage.objects.get(pk=before), pos="right")
