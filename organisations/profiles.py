"""Finding the profile that stands behind a piece of news, an event or an address parameter."""

from uuid import UUID

from core.localised import in_language
from organisations.models import OrganisationPage


def profile_for_reader(pk: int | None) -> OrganisationPage | None:
    """The public profile with this id in the reader's language, else in its own; ``None`` if there is none."""
    pages = OrganisationPage.objects.live().filter(pk=pk).select_related("locale")
    return next(iter(in_language(pages)), None) if pk else None


def profile_by_key(key: str) -> OrganisationPage | None:
    """The published original with this translation key, as in ``?organisation=``; ``None`` if unknown or malformed."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return OrganisationPage.objects.published().filter(translation_key=wanted).select_related("locale").first()
