"""No stored picture tells where it was taken, whichever way it came."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection

from core import pictures
from core.models import PortalImage
from core.pictures import without_traces
from tests.members.test_mask_pictures import animated, photo
from tests.members.world import png

pytestmark = pytest.mark.django_db


def stored(image: PortalImage) -> bytes:
    with image.file.open("rb") as file:
        return file.read()


def test_upload_in_the_admin(admin_client):
    upload = SimpleUploadedFile("foto.jpg", photo(orientation=6))
    form = {"title": "Foto", "description": "Ein Haus", "file": upload, "collection": Collection.objects.get().pk}
    admin_client.post(reverse("wagtailimages:add"), form)
    image = PortalImage.objects.get()
    content = stored(image)
    assert b"Telefon" not in content
    assert b"geheim" not in content
    assert Image.open(BytesIO(content)).size == (image.width, image.height) == (40, 60)
    assert image.file_size == len(content)


@pytest.mark.parametrize("first", [True, False])
def test_from_a_program(first):
    """``first``: the file is stored before its row, as Wagtail does with several uploads that are described later."""
    image = PortalImage(title="Foto", description="Ein Haus")
    content = ContentFile(photo(orientation=6), "foto.jpg")
    if first:
        image.file.save(content.name, content, save=False)
    else:
        image.file = content
    image.save()
    assert b"Telefon" not in stored(image)
    assert (image.width, image.height) == (40, 60)


def test_too_large_to_be_cleaned_is_a_message(admin_client, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    upload = SimpleUploadedFile("foto.jpg", photo())
    form = {"title": "Foto", "description": "Ein Haus", "file": upload, "collection": Collection.objects.get().pk}
    response = admin_client.post(reverse("wagtailimages:add"), form)
    assert response.context["form"].errors["file"]
    assert not PortalImage.objects.exists()


def test_damaged_photos_are_refused():
    content = photo((400, 300))
    with pytest.raises(ValidationError):
        without_traces(ContentFile(content[: len(content) // 2], "foto.jpg"))


@pytest.mark.parametrize("content", [png(), animated("GIF"), animated("WEBP"), animated("PNG"), b"no picture"])
def test_what_tells_nothing_stays_as_it_is(content):
    file = ContentFile(content, "bild")
    assert without_traces(file) is file
    assert file.read() == content


def test_notes_in_other_formats():
    note, written = PngInfo(), BytesIO()
    note.add_text("Author", "Privatperson")
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(written, "PNG", pnginfo=note)
    clean = without_traces(ContentFile(written.getvalue(), "a.png")).read()
    assert b"Privatperson" not in clean
    assert Image.open(BytesIO(clean)).mode == "RGBA"
    webp = BytesIO()
    Image.new("RGB", (9, 9)).save(webp, "WEBP", exif=Image.open(BytesIO(photo())).getexif())
    assert b"Telefon" not in without_traces(ContentFile(webp.getvalue(), "a.webp")).read()
