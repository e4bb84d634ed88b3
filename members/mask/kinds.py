"""What associations publish beside their profile: news, events and offers, with the form for each."""

from dataclasses import dataclass
from datetime import timedelta

from anyascii import anyascii
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from core.models import BasePage
from events.models import EventPage
from members.mask.drafts import Draft, latest, parent_in
from members.mask.offers import OfferForm
from members.mask.own_forms import EventForm, NewsForm, OwnForm
from news.models import NewsPage
from organisations.models import OrganisationPage
from services.models import ServicePage

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Kind:
    """``code`` stands in addresses; ``link`` is the foreign key from the page to its organisation."""

    code: str
    model: type[BasePage]
    form: type[OwnForm]
    link: str
    icon: str
    plural: Promise
    new: Promise
    hint: Promise


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "events", EventPage, EventForm, "organisation", "calendar", _("Our events"), _("New event"),
            _("Dates stand in the portal's calendar and on your page."),
        ),
        Kind(
            "news", NewsPage, NewsForm, "organisation", "megaphone", _("Our news"), _("New message"),
            _("News stand in the portal's list and on your page."),
        ),
        Kind(
            "offers", ServicePage, OfferForm, "provider", "speech", _("Our offers"), _("New offer"),
            _("Advice and courses that you give again and again, with languages and opening hours."),
        ),
    )
}  # fmt: skip
PAGE_TYPES = (OrganisationPage, *(kind.model for kind in KINDS.values()))


def kind_of(page: BasePage) -> Kind:
    """The kind that a page belongs to."""
    return next(kind for kind in KINDS.values() if isinstance(page, kind.model))


def own_pages(organisation: OrganisationPage, kind: Kind) -> QuerySet:
    """All pages of a kind that the organisation has, drafts too, newest first; translations by editors count once."""
    return _below(organisation, kind.model.objects.originals()).select_related("locale").order_by("-pk")


def _below(organisation: OrganisationPage, pages: QuerySet) -> QuerySet:
    condition = Q(pk__in=[])
    for path in Page.objects.filter(translation_key=organisation.translation_key).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    return pages.filter(condition, alias_of=None)


def edited(page: BasePage) -> Draft:
    """The draft of one of these pages."""
    draft = latest(page)
    draft.__dict__["original"] = draft
    return Draft(draft, draft)


def new_page(organisation: OrganisationPage, kind: Kind, language: str, source: BasePage | None = None) -> Draft:
    """A draft of a page that does not exist yet; of a copied one it has what the form does not show: the picture, and
    texts with formatting or more than text. Dates are to be chosen anew.
    """
    page = kind.model(locale=Locale.objects.get(language_code=language))
    setattr(page, kind.link, organisation)
    if source is not None and hasattr(page, "image"):
        page.image = source.image
    for part in kind.form.parts.values() if source is not None else ():
        if part.field != "dates" and (not part.is_open(source) or part.formatting(source)):
            setattr(page, part.field, getattr(source, part.field))
    page.__dict__["original"] = page
    return Draft(page, page, unsaved=True)


def copied(kind: Kind, source: BasePage) -> dict:
    """What a form begins with when it copies a page. Dates move on by whole weeks, so that a Saturday stays one."""
    form = kind.form(edited(source))
    values = dict(form.now)
    today = timezone.localdate()
    for row in values.get("dates", []):
        row["id"] = ""
        weeks = max(0, -(-(today - row["day"]).days // 7))
        shift = WEEK * (52 * -(-weeks // 52))
        for name in ("day", "last_day", "until"):
            row[name] = row[name] + shift if row[name] else None
    for name in ("places", "phones"):
        for row in values.get(name, []):
            row["id"] = ""
    if "expires_on" in values:
        values["expires_on"] = None
    return values


def place(draft: Draft, organisation: OrganisationPage, kind: Kind) -> None:
    """Find the parent and an address for a new page, just before it is saved."""
    draft.parent = parent_in(organisation, draft.language)
    draft.text.slug = free_slug(organisation, draft.text.title, kind.code)


def free_slug(organisation: OrganisationPage, title: str, otherwise: str) -> str:
    """Latin letters from a title in any script. Free in all languages: a page has the same path in each of them."""
    base = slugify(anyascii(title))[:80].strip("-") or otherwise
    taken = set(_below(organisation, Page.objects.filter(slug__startswith=base)).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken)
