"""What is edited: the latest draft of a page's facts and of its text. What readers see stays as it is."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from core.languages import active_language
from core.models import BasePage
from core.models.text_state import managed_translation
from core.publishing import new_translation, translated_parent
from organisations.models import OrganisationPage

WRITTEN = ("summary", "about", "aims", "offers", "meeting_times")
"""Fields of a profile that hold its text; the name is one in every language until somebody writes it differently."""


@dataclass
class Draft:
    """``facts`` is the draft of the original, ``text`` of the page in the language that is written in, mostly the same.

    A page that does not exist yet is ``unsaved``, and ``parent`` is where it comes to stand.
    """

    facts: BasePage
    text: BasePage
    parent: Page | None = None
    unsaved: bool = False
    touched: set[str] = field(default_factory=set)

    def page_of(self, name: str) -> BasePage:
        """The page that a field is edited on."""
        return self.facts if name in self.facts.fact_fields else self.text

    @property
    def pages(self) -> list[BasePage]:
        return [self.facts] if self.text is self.facts else [self.facts, self.text]

    @property
    def language(self) -> str:
        return self.text.locale.language_code

    def save(self, user) -> None:
        """A new revision of each page that was written to. ``ValidationError`` by the page's own rules; nothing is live."""
        for page in self.pages:
            fields = {name for name in self.touched if self.page_of(name) is page}
            if not fields and not (self.unsaved and page is self.text and page is self.facts):
                continue
            self.check(page, fields)
            if self.unsaved and page is self.text:
                self._place(page, user)
            keep_published(page)
            page.save_revision(user=user, log_action=True)

    def _place(self, page: BasePage, user) -> None:
        """Put a new page below its parent; one that stood for the original is there already."""
        page.live, page.has_unpublished_changes = False, True
        if page.pk:
            page.save()
        else:
            page.owner = user
            self.parent.add_child(instance=page)
        self.unsaved = False

    def check(self, page: BasePage, fields: set[str]) -> None:
        """The rules of the editor: of the model, and of the blocks in streams that were written to."""
        if page.pk:
            page.full_clean()
        for name in fields:
            if isinstance(page._meta.get_field(name), StreamField):
                value = getattr(page, name)
                try:
                    value.stream_block.clean(value)
                except StreamBlockValidationError as error:
                    raise ValidationError({name: _messages(error.as_json_data())}) from error


def keep_published(page: BasePage) -> None:
    """Make a revision of what readers see, if a program has published it without one.

    Wagtail offers editors the comparison with the public version only where that is a revision.
    """
    if not page.live or page.live_revision_id is not None:
        return
    public = type(page).objects.get(pk=page.pk)
    page.live_revision = public.save_revision(clean=False, changed=False)
    Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)


def _messages(found) -> list[str]:
    """All sentences in the nested errors of a stream."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        return [message for one in found for message in _messages(one)]
    return [str(found)] if found else []


def text_pages(organisation: OrganisationPage) -> dict[str, OrganisationPage]:
    """The original and its real translations, live or not, by language; the original first."""
    pages = OrganisationPage.objects.filter(
        Q(pk=organisation.pk) | Q(translation_key=organisation.translation_key, alias_of=None)
    ).select_related("locale", "latest_revision")
    ordered = sorted(pages, key=lambda page: (page.pk != organisation.pk, page.pk))
    return {page.locale.language_code: page for page in ordered}


def latest(page: BasePage) -> BasePage:
    """The latest draft of a page, with its language known; in a query less than Wagtail's, with nothing deleted in between."""
    revision = page.latest_revision if page.has_unpublished_changes else None
    draft = page.with_content_json(revision.content) if revision else page.specific
    draft.locale = page.locale
    return draft


def has_text(page: OrganisationPage) -> bool:
    """Whether a page says anything besides its title."""
    return any(getattr(page, name) for name in WRITTEN)


def profile_draft(organisation: OrganisationPage, language: str = "") -> Draft:
    """The profile with its text in ``language``; without one, the reader's if there is text in it, else where there is."""
    pages = text_pages(organisation)
    facts = latest(pages[organisation.locale.language_code])
    facts.__dict__["original"] = facts
    if not language:
        written = [code for code, page in pages.items() if has_text(facts if page.pk == facts.pk else latest(page))]
        language = active_language() if active_language() in written or not written else written[0]
        if language not in dict(writable_languages(organisation, pages)):
            language = facts.locale.language_code
    if language == facts.locale.language_code:
        return Draft(facts, facts)
    locale = Locale.objects.get(language_code=language)
    if language in pages:
        text = latest(pages[language])
        text.__dict__["original"] = facts
        return Draft(facts, text)
    text = blank_translation(facts, locale)
    text.__dict__["original"] = facts
    return Draft(facts, text, translated_parent(organisation, locale), unsaved=True)


def blank_translation(original: OrganisationPage, locale: Locale) -> OrganisationPage:
    """An unsaved page in another language with the name and nothing else; one that stands for the original becomes it."""
    alias = OrganisationPage.objects.filter(
        translation_key=original.translation_key, locale=locale, alias_of__isnull=False
    ).first()
    empty = dict.fromkeys(WRITTEN, "")
    if alias is None:
        return new_translation(original, locale, **empty, live=False)
    alias.alias_of, alias.live, alias.has_unpublished_changes = None, False, True
    for name in empty:
        setattr(alias, name, "")
    return alias


def writable_languages(organisation: OrganisationPage, pages: dict | None = None) -> list[tuple[str, str]]:
    """``(code, own name)`` of the languages that members can write in.

    Not those in which editors translate with wagtail-localize, which would write over it.
    """
    pages = pages if pages is not None else text_pages(organisation)
    translated = {code for code, page in pages.items() if page.pk != organisation.pk and managed_translation(page)}
    return [(code, name) for code, name in settings.LANGUAGES if code not in translated]


def parent_in(organisation: OrganisationPage, language: str) -> Page:
    """The page below which pages in ``language`` stand: the profile in that language.

    Where it is not translated, an alias stands for it, as wagtail-localize does for parents: readers never see it, and
    editors can translate the profile later as if it were not there.
    """
    if language == organisation.locale.language_code:
        return organisation
    locale = Locale.objects.get(language_code=language)
    there = OrganisationPage.objects.filter(translation_key=organisation.translation_key, locale=locale).first()
    return there or organisation.copy_for_translation(locale, copy_parents=True, alias=True)
