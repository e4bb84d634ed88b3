"""The search index as tables, the thesaurus, promoted results, and what was searched."""

from collections.abc import Iterator
from itertools import count

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from core.names import Named, NamesField, text_in
from search import phrases
from search.analysis.stop import is_stop_word
from search.analysis.words import words
from topics.models import TargetGroup, Topic
from topics.models.terms import code_validator

SITE = "site"
"""The collection that the public search reads; others are made and dropped by evaluations."""


class IndexState(models.Model):
    """One row per collection: ``version`` rises with every change, so that processes know when their memory is old."""

    collection = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=0)
    thesaurus = models.BigIntegerField(default=0)
    """Rises with every change of a concept, a term of the taxonomy or a promoted result."""

    def __str__(self):
        return f"{self.collection} {self.version}/{self.thesaurus}"


class Entry(models.Model):
    """One text of one object in one language, analysed: what all engines rank, and what ranking reads.

    Columns that end in ``_terms`` hold stems, separated by spaces, in the order of the text; a line is a passage.
    ``scope`` holds tokens that narrow a search: ``c_site l_de k_service o place_lindenfurt`` (``o``: an original).
    """

    collection = models.CharField(max_length=60, default=SITE)
    key = models.CharField(max_length=255)
    """What all languages of one object share: the page's translation key, or the document of an evaluation."""
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="search_entries")
    source_id = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=20)
    is_original = models.BooleanField(default=False)
    kind = models.CharField(max_length=30)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    labels = models.JSONField(default=dict)
    """Language → stems of names of terms. An original has those of languages that it is not translated into, too."""
    facets = models.JSONField(default=dict)
    """Facet → codes."""
    words = models.JSONField(default=dict)
    """Language → the different words of all texts above, separated by spaces, for the vocabulary."""
    title_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    label_terms = models.TextField(blank=True)
    parent_terms = models.TextField(blank=True)
    scope = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "key", "language"], name="search_entry_once"),
        ]
        indexes = [models.Index(fields=["collection", "language"], name="search_entry_language")]

    def __str__(self):
        return f"{self.language} {self.title}"


class Outbox(models.Model):
    """An entry that was written or deleted, and has yet to be sent to the search server. Empty without ``SEARCH_URL``."""

    entry_id = models.BigIntegerField()
    """No foreign key: deleted entries have to be sent, too."""

    def __str__(self):
        return str(self.entry_id)


class Word(models.Model):
    """A word as it is written in the texts of one language, and in how many of them."""

    collection = models.CharField(max_length=60, default=SITE)
    language = models.CharField(max_length=20)
    word = models.CharField(max_length=60)
    count = models.IntegerField(default=0)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "language", "word"], name="search_word_once"),
        ]
        indexes = [models.Index(fields=["collection", "version"], name="search_word_version")]

    def __str__(self):
        return f"{self.language} {self.word} {self.count}"


class Concept(Named):
    """An entry of the thesaurus: words of all languages that mean the same thing to somebody who searches."""

    code = models.CharField(
        _("code"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[code_validator],
        help_text=_("For lists that are exported and imported. Made from the name if left empty."),
    )
    words = NamesField(
        _("words"),
        multiline=True,
        blank=True,
        help_text=_("Words and phrases as people type them, separated by commas or lines."),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="concepts", verbose_name=_("topics"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="concepts", verbose_name=_("target groups")
    )

    panels = [
        FieldRowPanel([FieldPanel("names"), FieldPanel("code")]),
        FieldPanel("words"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("target_groups")], heading=_("Leads to")),
    ]

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("thesaurus")
        ordering = ["code"]

    def clean(self):
        """Find a code where none was entered; see ``search.phrases.problems`` for what words have to be."""
        super().clean()
        self.code = self.code or self._free_code()
        if found := phrases.problems(self.words):
            raise ValidationError({"words": found})

    def _free_code(self) -> str:
        start = slugify(anyascii(text_in(self.names, settings.LANGUAGE_CODE).text)).replace("_", "-")[:70].strip("-")
        start = start or "concept"
        known = set(Concept.objects.filter(code__startswith=start).values_list("code", flat=True))
        return next(code for code in _numbered(start) if code not in known)


def _numbered(start: str) -> Iterator[str]:
    yield start
    yield from (f"{start}-{number}" for number in count(2))


def languages() -> list[tuple[str, str]]:
    """Choices: the portal's languages. A function, so that they are no part of a migration."""
    return settings.LANGUAGES


class PromotedResult(models.Model):
    """A page that stands first when somebody searches for certain words in one language, as long as it is published."""

    language = models.CharField(_("language"), max_length=20, choices=languages)
    query = models.CharField(
        _("words"), max_length=200, help_text=_("The page stands first if all these words are searched.")
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("language"), FieldPanel("query")]),
        PageChooserPanel("page"),
        FieldPanel("sort_order"),
    ]

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["language", "query", "sort_order"]

    def clean(self):
        """Without a word that the search looks at, the page would stand first for everything or for nothing."""
        super().clean()
        if self.query and all(is_stop_word(word, self.language) for word in words(self.query, self.language)):
            raise ValidationError({"query": _("Enter a word that says what is searched.")})

    def __str__(self):
        return f"{self.query} → {self.page}"


class SearchCount(models.Model):
    """How often something was searched on a day, by nobody in particular: no person, no address, no time of day."""

    day = models.DateField(_("day"), default=timezone.localdate)
    language = models.CharField(_("language"), max_length=20)
    query = models.CharField(_("searched"), max_length=100)
    times = models.PositiveIntegerField(_("times"), default=0)
    empty = models.PositiveIntegerField(_("without result"), default=0)
    clicks = models.PositiveIntegerField(_("results opened"), default=0)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "query"], name="search_count_once"),
        ]

    def __str__(self):
        return f"{self.day} {self.language} {self.query}"
