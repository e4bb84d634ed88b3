"""How a page meets a reader: which text is shown, in whose interface, and what has to be said about it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings
from wagtail.models import Page

from core.addresses import language_of, url_in
from core.languages import autonym, direction, html_lang, source_language


@dataclass(frozen=True)
class Version:
    """One language in the switcher; ``translated`` says whether the page exists in it."""

    code: str
    url: str
    translated: bool
    current: bool

    @property
    def lang(self) -> str:
        return html_lang(self.code)

    @property
    def dir(self) -> str:
        return direction(self.code)

    @property
    def name(self) -> str:
        return autonym(self.code)


@dataclass
class Reading:
    """A page in the interface of ``language``, with the group of pages that are translations of each other.

    ``group`` maps language codes to live pages (base ``Page`` rows with ``locale`` and ``text_state`` loaded).
    """

    page: Page
    language: str
    group: dict[str, Page] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page, language: str) -> "Reading":
        """Load the group with one query, and the original with one more where the page is a translation."""
        members = (
            Page.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
            .select_related("locale", "text_state")
            .live()
        )
        group = {language_of(member): member for member in members}
        reading = cls(page, language, group)
        if reading.state is not None and reading.state.source_id:
            source = next((member for member in group.values() if member.pk == reading.state.source_id), None)
            if source is not None:
                page.__dict__["original"] = source.specific
        else:
            page.__dict__["original"] = page
        return reading

    @cached_property
    def state(self):
        """The ``TextState`` of the shown text, or ``None`` for a page that has never been published."""
        shown = self.group.get(language_of(self.page), self.page)
        return getattr(shown, "text_state", None)

    @cached_property
    def source_state(self):
        """The ``TextState`` of the original, or ``None`` if this is the original."""
        if self.state is None or not self.state.source_id:
            return None
        source = next((member for member in self.group.values() if member.pk == self.state.source_id), None)
        return getattr(source, "text_state", None)

    @property
    def is_fallback(self) -> bool:
        """The text is not in the reader's language because there is no translation."""
        return language_of(self.page) != self.language

    @property
    def page_language_name(self) -> str:
        """The shown text's language in its own name."""
        return autonym(language_of(self.page))

    @property
    def is_outdated(self) -> bool:
        """The source's text was changed after this translation was published."""
        source = self.source_state
        return bool(source and source.digest and source.digest != self.state.source_digest)

    @property
    def outdated_since(self) -> datetime | None:
        return self.source_state.changed_at if self.is_outdated else None

    @property
    def is_machine_translated(self) -> bool:
        return bool(self.state and self.state.machine_translated)

    @property
    def original_language(self) -> str:
        """Code of the language in which the page was written first."""
        return self.page.original.language

    @property
    def original_url(self) -> str:
        return url_in(self.page.original, self.original_language)

    @cached_property
    def versions(self) -> list[Version]:
        """Every interface language, in the order of the settings, each with the address of this same page."""
        return [
            Version(
                code=code,
                url=url_in(self.group.get(code, self.page), code),
                translated=code in self.group,
                current=code == self.language,
            )
            for code, _name in settings.LANGUAGES
        ]

    @property
    def other_translations(self) -> list[Version]:
        """Languages that the page really exists in, for a reader whose language is missing."""
        return [version for version in self.versions if version.translated and not version.current]

    @property
    def alternates(self) -> list[Version]:
        """For hreflang: only real translations, never fallbacks (Google, "Localized versions of your pages")."""
        return [version for version in self.versions if version.translated]

    @property
    def default_alternate(self) -> Version | None:
        """For ``hreflang="x-default"``: the source language, else the first that exists."""
        by_code = {version.code: version for version in self.alternates}
        return by_code.get(source_language()) or next(iter(by_code.values()), None)

    @property
    def canonical_url(self) -> str:
        """Absolute address under which this text should be found."""
        return settings.BASE_URL.rstrip("/") + url_in(self.page, language_of(self.page))
