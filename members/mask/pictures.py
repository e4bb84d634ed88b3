"""Pictures from phones: turned upright, shrunk, without the place where they were taken; nothing dangerous is decoded."""

from io import BytesIO
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.mail import one_line
from core.models import PortalImage
from organisations.models import OrganisationPage
from organisations.permissions import collection_of

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What is opened at all; Pillow knows formats whose readers few people look at."""
MOST_PIXELS = 60_000_000
"""A phone's largest picture has 50 million; one of 60 takes 240 MB while it is decoded."""
ACCEPT = "image/jpeg,image/png,image/webp,image/gif"


def shrunk(file) -> tuple[bytes, str]:
    """The picture in an uploaded file, made anew: ``(content, ending)`` as JPEG, PNG or WebP.

    The longest edge is at most ``MEMBER_PICTURE_PIXELS``. Of the metadata only the colour profile stays: no position, no
    device, no time. An animation becomes its first picture. ``ValidationError`` for what is too large, no picture,
    broken or not what its name says.
    """
    if file.size > settings.MEMBER_PICTURE_MB * 1024 * 1024:
        message = _("This picture is larger than %(size)d MB. Please send a smaller one.")
        raise ValidationError(message, params={"size": settings.MEMBER_PICTURE_MB})
    edge = settings.MEMBER_PICTURE_PIXELS
    try:
        with Image.open(file, formats=FORMATS) as opened:
            # The size is in the head of the file; nothing has been decoded so far.
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Please send a smaller one."))
            source = opened.format
            opened.draft("RGB", (edge, edge))
            picture = ImageOps.exif_transpose(opened)
            profile = opened.info.get("icc_profile")
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This picture has too many pixels. Please send a smaller one.")) from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This is no picture that we can show. Please send a JPEG, PNG or WebP file.")
        ) from error
    # Broken files make Pillow's readers fail in many ways.
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
        MemoryError,
    ) as error:
        raise ValidationError(_("This picture is damaged. Please take or save it again.")) from error
    return _written(picture, source, profile)


def _written(picture: Image.Image, source: str, profile: bytes | None) -> tuple[bytes, str]:
    """Pixels and colour profile only, in the format that suits: transparent pictures must not become black."""
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    pixels = picture.convert("RGBA" if transparent else "RGB")
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    kind = "WEBP" if source == "WEBP" else "PNG" if transparent or source in {"PNG", "GIF"} else "JPEG"
    options = {"JPEG": {"quality": 85, "optimize": True}, "WEBP": {"quality": 85}, "PNG": {"optimize": True}}[kind]
    if profile and picture.mode in {"RGB", "RGBA"}:
        options["icc_profile"] = profile
    written = BytesIO()
    clean.save(written, kind, **options)
    return written.getvalue(), {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]


def checked(file) -> ContentFile:
    """A cleaned picture ready to be stored, named as the upload."""
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
    image.save()
    return image
