"""The draft of a profile that an accepted application becomes."""

from anyascii import anyascii
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import Page

from core.importing.pages import GERMAN
from members.models import Application
from organisations.models import OrganisationIndexPage, OrganisationPage
from organisations.sheets.words import Terms
from topics.models import Place
from users.models import User

SUMMARY, SLUG = 300, 80
"""Letters of a summary and of the last part of an address."""


def languages_of_new_profiles(application: Application) -> list[str]:
    """Languages in which the draft can be made, the likely one first: the applicant's, the directory's own."""
    found = OrganisationIndexPage.objects.order_by("path").values_list("locale__language_code", flat=True)
    codes = list(dict.fromkeys(found))
    return sorted(codes, key=lambda code: code != application.language)


def new_profile(application: Application, editor: User, language: str) -> OrganisationPage:
    """A draft below the directory in ``language``, with what the applicant wrote as a first text and revision."""
    directory = OrganisationIndexPage.objects.filter(locale__language_code=language).order_by("path").first()
    if directory is None:
        directory = OrganisationIndexPage.objects.originals().order_by("path").first()
    paragraphs = [part.strip() for part in application.purpose.split("\n") if part.strip()]
    page = OrganisationPage(
        title=application.name,
        slug=free_slug(application.name, directory),
        locale=directory.locale,
        summary=_shortened(" ".join(paragraphs)),
        about="".join(f"<p>{escape(part)}</p>" for part in paragraphs),
        website=application.website,
        live=False,
        owner=editor,
    )
    page.towns.set(Terms().find(Place, application.town)[0])
    directory.add_child(instance=page)
    page.save_revision(user=editor)
    return page


def free_slug(name: str, directory: OrganisationIndexPage) -> str:
    """The end of the address, from the name in Latin letters; free below the directory in every language, since a page
    has the same path in all of them.
    """
    wanted = slugify(anyascii(name.translate(GERMAN)))[:SLUG].strip("-") or "verein"
    directories = directory.get_translations(inclusive=True)
    taken = set()
    for one in directories:
        taken |= set(Page.objects.child_of(one).filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _shortened(text: str) -> str:
    """At most ``SUMMARY`` letters, ended between two words."""
    if len(text) <= SUMMARY:
        return text
    return text[: SUMMARY - 1].rsplit(None, 1)[0][: SUMMARY - 1] + "…"
