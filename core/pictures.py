"""Pictures as they may be published: upright, without the place where they were taken; nothing dangerous is decoded."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What is opened at all; Pillow knows formats whose readers few people look at."""
MOST_PIXELS = 60_000_000
"""A phone's largest picture has 50 million; one of 60 takes 240 MB while it is decoded."""
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError,
)  # fmt: skip
"""Broken files make Pillow's readers fail in many ways."""
HARMLESS = {
    "adobe", "adobe_transform", "aspect", "background", "chromaticity", "default_image", "dpi", "gamma", "icc_profile",
    "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop", "progression", "progressive", "srgb",
    "timestamp", "transparency",
}  # fmt: skip
"""What Pillow tells of a file and is about its pixels."""


def without_traces(file: File) -> File:
    """The file itself, or a new one without metadata, if it tells more than its pixels: position, device, time, names.

    Animations and what is no picture stay as they are. ``ValidationError`` for pictures that cannot be read.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as opened:
            if opened.format == "PNG" and opened.width * opened.height <= MOST_PIXELS:
                opened.load()  # notes may follow the pixels
            stays = opened.format == "GIF" or (opened.format != "MPO" and getattr(opened, "is_animated", False))
            tells = not stays and not set(opened.info) <= HARMLESS
    except UnidentifiedImageError:
        tells = False
    except BROKEN:
        tells = True
    file.seek(0)
    return ContentFile(cleaned(file)[0], file.name) if tells else file


def cleaned(file, edge: int | None = None) -> tuple[bytes, str]:
    """The picture in a file, made anew: ``(content, ending)`` as JPEG, PNG or WebP.

    The longest edge is at most ``edge`` pixels. Of the metadata only the colour profile stays: no position, no device, no
    time. An animation becomes its first picture. ``ValidationError`` for what is too large, no picture, broken or not
    what its name says.
    """
    try:
        with Image.open(file, formats=FORMATS) as opened:
            # The size is in the head of the file; nothing has been decoded so far.
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Please send a smaller one."))
            source = opened.format
            if edge:
                opened.draft("RGB", (edge, edge))
            picture = ImageOps.exif_transpose(opened)
            profile = opened.info.get("icc_profile")
            if edge:
                picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            else:
                picture.load()
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This picture has too many pixels. Please send a smaller one.")) from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This is no picture that we can show. Please send a JPEG, PNG or WebP file.")
        ) from error
    except BROKEN as error:
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
