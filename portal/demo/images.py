"""Pictures that the project draws itself: scenes of hills and houses, and logos with initials. CC0, no camera needed."""

import colorsys
import io
import math
import random

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw, ImageFont

from core.models import PortalImage

SIZE = (1200, 675)
LICENCE = "CC0 1.0"


def _colour(hue: float, saturation: float, lightness: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def scene(seed: str) -> Image.Image:
    """A landscape with sun, hills and a row of houses; the same for the same ``seed``."""
    rng = random.Random(seed)  # noqa: S311 - decoration, not security
    hue = rng.random()
    width, height = SIZE
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=_colour(hue + 0.04 * y / height, 0.55, 0.88 - 0.22 * y / height))
    x, y, radius = rng.randint(150, 1050), rng.randint(90, 220), rng.randint(55, 95)
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=_colour(hue + 0.5, 0.75, 0.72))
    for layer in range(3):
        base, swing, phase = 350 + layer * 85, 40 + 14 * layer, rng.random() * 6
        ridge = [(px, base + swing * math.sin(px / (210 - 30 * layer) + phase)) for px in range(0, width + 20, 20)]
        draw.polygon([*ridge, (width, height), (0, height)], fill=_colour(hue + 0.45, 0.34, 0.56 - 0.1 * layer))
    left = rng.randint(60, 140)
    while left < width - 140:
        house, top = rng.randint(70, 130), rng.randint(430, 500)
        wall, roof = _colour(rng.choice([hue, hue + 0.1, hue + 0.5]), 0.4, 0.85), _colour(hue + 0.55, 0.5, 0.38)
        draw.rectangle([left, top, left + house, 610], fill=wall)
        draw.polygon([(left - 10, top), (left + house / 2, top - 60), (left + house + 10, top)], fill=roof)
        for row in range(2):
            for column in range(2):
                wx, wy = left + 14 + column * (house - 46), top + 18 + row * 50
                draw.rectangle([wx, wy, wx + 18, wy + 26], fill=_colour(hue + 0.12, 0.8, 0.72))
        left += house + rng.randint(15, 60)
    return image


def logo(name: str) -> Image.Image:
    """A square with the initials of ``name``."""
    rng = random.Random(name)  # noqa: S311 - decoration, not security
    hue = rng.random()
    image = Image.new("RGB", (480, 480), _colour(hue, 0.45, 0.32))
    draw = ImageDraw.Draw(image)
    for ring in range(3):
        offset = 40 + ring * 55
        draw.arc([offset, offset, 480 - offset, 480 - offset], rng.randint(0, 360), rng.randint(361, 640),
                 fill=_colour(hue + 0.12 * (ring + 1), 0.6, 0.6), width=16)  # fmt: skip
    initials = "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())[:2]
    font = ImageFont.load_default(size=170)
    draw.text((240, 235), initials, fill="white", font=font, anchor="mm")
    return image


def stored(image: Image.Image, title: str, description: str = "") -> PortalImage:
    """Save a drawing as an image of the portal; decoration unless it has a description."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    slug = "".join(char if char.isascii() and char.isalnum() else "-" for char in title.lower())
    row = PortalImage(
        title=title,
        file=ImageFile(io.BytesIO(buffer.getvalue()), name=f"{slug}.png"),
        description=description,
        decorative=not description,
        credit="Integrationsportal",
        licence=LICENCE,
    )
    row.save()
    return row
