"""Pictures from phones: turned upright, shrunk, without the place where they were taken; nothing dangerous is decoded."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.utils.file import hash_filelike

from core.mail import one_line
from core.models import PortalImage
from core.pictures import cleaned
from organisations.models import OrganisationPage
from organisations.permissions import collection_of

ACCEPT = "image/jpeg,image/png,image/webp,image/gif"


def shrunk(file) -> tuple[bytes, str]:
    """What ``cleaned`` makes of an uploaded file, at most ``MEMBER_PICTURE_PIXELS`` long; ``ValidationError`` likewise."""
    if file.size > settings.MEMBER_PICTURE_MB * 1024 * 1024:
        message = _("This picture is larger than %(size)d MB. Please send a smaller one.")
        raise ValidationError(message, params={"size": settings.MEMBER_PICTURE_MB})
    return cleaned(file, settings.MEMBER_PICTURE_PIXELS)


def checked(file) -> ContentFile:
    """A cleaned picture ready to be stored, named as the upload; made once, however often a form is validated."""
    if not hasattr(file, "checked"):
        try:
            file.checked = _cleaned(file)
        except ValidationError as error:
            file.checked = error
    if isinstance(file.checked, ValidationError):
        raise file.checked
    return file.checked


def _cleaned(file) -> ContentFile:
    content, ending = shrunk(file)
    stem = one_line(Path(file.name or "").stem)[:80]
    return ContentFile(content, f"{stem or 'picture'}.{ending}")


class PictureField(forms.FileField):
    """One picture; the value is cleaned and small."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.FileInput({"accept": ACCEPT}), **kwargs})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return checked(file) if file else file


class SeveralFiles(forms.FileInput):
    """A field for several files at once, which browsers send under one name."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once. The value is a list; ``refused`` names files that could not be taken, with the reason."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": SeveralFiles({"accept": ACCEPT, "multiple": True}), **kwargs})

    def clean(self, data, initial=None):
        """One bad file does not lose the good ones."""
        found = []
        for file in data if isinstance(data, (list, tuple)) else [data] if data else []:
            try:
                found.append(checked(super().clean(file, initial)))
            except ValidationError as error:
                found.append((one_line(file.name or "")[:80], error.messages[0]))
        return found


def store(picture: ContentFile, organisation: OrganisationPage, user, alt: str = "", title: str = "") -> PortalImage:
    """Keep a checked picture among those of an organisation. It may still lack an alternative text, see ``submitting``."""
    image = PortalImage(
        title=(title or Path(picture.name).stem)[:255],
        file=picture,
        description=one_line(alt)[: PortalImage._meta.get_field("description").max_length],
        collection=collection_of(organisation),
        uploaded_by_user=user,
    )
    image.file_size = picture.size
    image.file_hash = hash_filelike(picture)
    image.save()
    return image


def is_same(picture: ContentFile, image: PortalImage | None) -> bool:
    """Whether a checked picture is what an image already shows: somebody has sent a form twice."""
    return image is not None and image.file_hash == hash_filelike(picture)
