"""Pictures of pages, small enough for the documentation."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

MAX_BYTES = 250_000
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}


def keep(page: Page, target: Path) -> None:
    """Write what the window shows to ``target`` and say so."""
    page.wait_for_load_state("networkidle")
    target.write_bytes(small(page.screenshot(animations="disabled")))
    print(f"{target} {target.stat().st_size // 1000} kB")


def small(png: bytes) -> bytes:
    """The picture with 256 colours, and smaller in steps until it has at most ``MAX_BYTES``."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    while True:
        output = io.BytesIO()
        picture.quantize(256).save(output, "PNG", optimize=True)
        if output.tell() <= MAX_BYTES:
            return output.getvalue()
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)
