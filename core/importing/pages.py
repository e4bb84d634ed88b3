"""Pages that a program puts live, and changes only where something has changed."""

import re
from datetime import date

from django.db import models
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from core.importing import streams
from core.importing.record import Refused
from core.importing.report import Outcome
from core.models import BasePage, Confirmable
from core.publishing import new_translation, publish_new, translated_parent

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
SLUG_LENGTH = 100


def page_slug(parent: Page, wanted: str, otherwise: str) -> str:
    """A slug from ``wanted`` that is free below ``parent``; if it is taken, with ``otherwise`` (an id) behind it."""
    slug = slugify(wanted.translate(GERMAN))[:SLUG_LENGTH].strip("-")
    longer = slugify(f"{slug} {otherwise}", allow_unicode=True)
    taken = set(Page.objects.child_of(parent).filter(slug__in=[slug, longer]).values_list("slug", flat=True))
    for candidate in (slug, longer):
        if candidate and not re.fullmatch(r"\d+", candidate) and candidate not in taken:
            return candidate
    raise Refused(f"the address “{longer}” is taken")


def save_live(page: BasePage, parent: Page, values: dict, draft: bool = False) -> Outcome:
    """Create ``page`` (unsaved, with its slug) below ``parent``, or change it (saved), so that it has ``values``.

    ``values`` maps field names to plain values; StreamFields take raw blocks, many-to-many relations lists of objects,
    child relations lists of dicts. A changed page gets a revision and is published; an unchanged page is not touched.
    A new page is public at once; with ``draft`` it is for editors to publish. A page that an editor has taken down stays
    down. ``last_confirmed`` is taken over if it is later than what is known, and asks for no revision. Raises ``Refused``
    where an editor's draft would be passed over.
    """
    if page.pk is None:
        for name, value in values.items():
            _assign(page, name, _prepared(page, name, value))
        if draft:
            page.live = False
            parent.add_child(instance=page)
            page.save_revision()
        else:
            publish_new(page, parent)
        return Outcome.CREATED
    if not page.live and not page.alias_of_id:
        return Outcome.UNCHANGED
    values = dict(values)
    confirmed = _confirm(page, values.pop("last_confirmed", None), values.pop("confirmed_by", ""))
    prepared = {name: _prepared(page, name, value) for name, value in values.items()}
    changes = {name: value for name, value in prepared.items() if page.alias_of_id or _differs(page, name, value)}
    moves = page.get_parent(update=True).pk != parent.pk
    if not changes and not moves:
        return Outcome.CHANGED if confirmed else Outcome.UNCHANGED
    if page.has_unpublished_changes:
        raise Refused("an editor has changes that are not published yet; publish or discard them first")
    if changes:
        _change(page, changes)
    if moves:
        type(page).objects.get(pk=page.pk).move(parent, pos="last-child")
    return Outcome.CHANGED


def translate_live(
    original: BasePage, language: str, values: dict, parent: Page | None = None
) -> tuple[BasePage, Outcome]:
    """Create or change the translation of ``original`` into ``language``, below the nearest translated ancestor.

    ``values`` as in ``save_live``; fields that are not named are copied when the page is made. ``parent`` spares the
    look-up of the ancestor. The slug is the original's where it is free.
    """
    locale = Locale.objects.get(language_code=language)
    parent = parent or translated_parent(original, locale)
    if parent is None:
        raise Refused(f"there is no home page in {language}")
    page = type(original).objects.filter(translation_key=original.translation_key, locale=locale).first()
    if page is None:
        page = new_translation(original, locale)
        page.slug = page_slug(parent, original.slug, str(original.pk))
    return page, save_live(page, parent, values)


def _confirm(page: BasePage, day: date | None, by: str) -> bool:
    """Whether a file knows of a later confirmation than the page."""
    if not isinstance(page, Confirmable) or day is None or (page.last_confirmed and page.last_confirmed >= day):
        return False
    return page.confirm(by, day)


def _change(page: BasePage, changes: dict) -> None:
    if page.alias_of_id:
        # wagtail-localize makes aliases of parents that are not translated; now this one is.
        page.alias_of = None
        Page.objects.filter(pk=page.pk).update(alias_of=None)
    for name, value in changes.items():
        _assign(page, name, value)
    page.save_revision().publish()


def _prepared(page: BasePage, name: str, value):
    field = page._meta.get_field(name)
    return streams.prepare(field, value) if isinstance(field, StreamField) else value


def _differs(page: BasePage, name: str, value) -> bool:
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        return not streams.same(field, getattr(page, name), value)
    if isinstance(field, ParentalManyToManyField):
        return {item.pk for item in getattr(page, name).all()} != {item.pk for item in value}
    if isinstance(field, models.ManyToOneRel):
        children = list(getattr(page, name).all())
        return len(children) != len(value) or any(
            getattr(child, key) != row[key] for child, row in zip(children, value, strict=True) for key in row
        )
    return getattr(page, name) != value


def _assign(page: BasePage, name: str, value) -> None:
    field = page._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        value = [field.related_model(sort_order=number, **row) for number, row in enumerate(value)]
    setattr(page, name, value)
