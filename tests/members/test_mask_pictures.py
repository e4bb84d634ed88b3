"""Pictures from phones: upright, small, without a position; bad files are refused with a word and nothing else is lost."""

import struct
import zlib
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.query import PageQuerySet

from core.models import PortalImage
from members.mask import pictures
from members.mask.drafts import latest
from members.mask.pictures import checked, shrunk
from members.mask.pictures_form import PicturesForm
from members.mask.submitting import problems
from organisations.permissions import collection_of
from tests import factories as make
from tests.members.browsing import address, fields_of, fill, send
from tests.members.world import content_of, png

MEMBER = "editor of the association"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(size=(60, 40), orientation=1, **options) -> bytes:
    """A photo as a phone writes it, with position and camera."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Telefon"
    exif.get_ifd(GPS)[2] = (51.0, 13.0, 5.0)
    file = BytesIO()
    picture = Image.new("RGB", size, "teal")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(file, "JPEG", exif=exif, comment=b"geheimer Kommentar", quality=95, **options)
    return file.getvalue()


def upload(content: bytes, name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_upright_and_without_a_position():
    content, ending = shrunk(upload(photo(orientation=6)))
    picture = opened(content)
    assert ending == "jpg"
    assert picture.size == (40, 60)
    assert picture.getpixel((35, 5))[0] > 150, "the red corner is where a viewer saw it"
    assert not picture.getexif()
    assert b"geheim" not in content
    assert b"Telefon" not in content


def test_longest_edge(settings):
    settings.MEMBER_PICTURE_PIXELS = 100
    assert opened(shrunk(upload(photo((400, 300))))[0]).size == (100, 75)
    assert opened(shrunk(upload(photo((60, 40))))[0]).size == (60, 40), "small ones are not blown up"


def animated(kind: str, frames: int = 5) -> bytes:
    file = BytesIO()
    pictures = [Image.new("RGB", (30, 30), (number * 40, 0, 0)) for number in range(frames)]
    pictures[0].save(file, kind, save_all=True, append_images=pictures[1:])
    return file.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("GIF", "png"), ("WEBP", "webp"), ("PNG", "png")])
def test_animations_become_one_picture(kind, ending):
    content, found = shrunk(upload(animated(kind), f"a.{kind.lower()}"))
    assert found == ending
    assert getattr(opened(content), "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_all_kinds_of_pixels(mode):
    file = BytesIO()
    Image.new(mode, (20, 20)).save(file, "JPEG" if mode == "CMYK" else "PNG")
    content = shrunk(upload(file.getvalue()))[0]
    assert opened(content).size == (20, 20)
    if mode in ("RGBA", "LA"):
        assert opened(content).mode == "RGBA", "transparent stays transparent"


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has that many pixels and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 7_000), (10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2)])
def test_bombs_are_not_decoded(size, monkeypatch):
    from PIL import ImageFile

    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(ValidationError, match="Bildpunkte"):
        shrunk(upload(bomb(*size), "bombe.png"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"kein Bild",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4",
        b"\xff\xd8\xff\xe0 abgebrochen",
        photo()[:300],
        png()[:40],
        animated("GIF")[:60],
        b"BM" + b"\0" * 100,
        b"PK\x03\x04" + b"\0" * 100,
        bomb(20, 20),
    ],
    ids=["empty", "text", "svg", "pdf", "head", "half jpeg", "half png", "half gif", "bmp", "zip", "no pixels"],
)
def test_what_is_no_picture(content):
    with pytest.raises(ValidationError):
        shrunk(upload(content, "bild.jpg"))


def test_too_large(settings):
    settings.MEMBER_PICTURE_MB = 1
    with pytest.raises(ValidationError, match="1 MB"):
        shrunk(upload(b"x" * (1024 * 1024 + 1)))


def test_names_say_nothing_wrong():
    assert checked(upload(photo(), "../../böse\u202egpj.exe")).name.endswith(".jpg")
    assert "/" not in checked(upload(photo(), "a/b.exe")).name


# --- In the mask -----------------------------------------------------------------------------------------------------


@pytest.fixture
def path(world) -> str:
    return address("profile_step", world.own.profile, "pictures")


def draft_of(world):
    return latest(make.fresh(world.own.profile))


def words_of(world) -> list[str]:
    """What the draft says of its pictures."""
    return [child.value.alt for child in draft_of(world).pictures]


def alt_fields(response) -> list[str]:
    return [name for name in fields_of(response) if name.startswith("alt-")]


@pytest.mark.django_db
def test_several_at_once_and_described(world, path):
    client = world.client(MEMBER)
    files = [upload(photo()), upload(b"nein", "kaputt\u202e.jpg"), upload(photo((80, 40)))]
    response = send(client, path, pictures=files, logo=upload(photo()))
    assert response.status_code == 200, "the bad file is named, the good ones are there"
    html = response.content.decode()
    assert "kaputt" in html
    assert "\u202e" not in html
    draft = draft_of(world)
    assert len(draft.pictures) == 2
    assert draft.logo.description == "Verein Nil"
    images = [child.value["image"] for child in draft.pictures]
    assert {image.collection for image in images} == {collection_of(draft)}
    assert images[0].uploaded_by_user == world.users[MEMBER]
    assert problems(make.fresh(world.own.profile)), "not to be published without a word on what can be seen"
    page = client.get(address("profile", world.own.profile))
    assert not BeautifulSoup(page.content, "html.parser").select('form[action*="/submit/"]')
    names = [name for name in fields_of(client.get(path)) if name.startswith("alt-")]
    send(client, path, **{names[0]: "Kinder pflanzen einen Baum.", names[1]: "Ein Chor singt."})
    assert words_of(world) == ["Kinder pflanzen einen Baum.", "Ein Chor singt."]
    assert not problems(make.fresh(world.own.profile))


@pytest.mark.django_db
def test_two_people_add_and_leave_out(world, path):
    ana, ben = world.client(MEMBER), world.client("administrator of the association")
    send(ana, path, pictures=[upload(photo())])
    data = fields_of(ben.get(path))
    (name,) = [name for name in data if name.startswith("alt-")]
    send(ana, path, pictures=[upload(photo((80, 40)))])
    ben.post(path, {**data, name.replace("alt-", "leave_out-"): "on"})
    assert len(draft_of(world).pictures) == 1, "what was added meanwhile stays"


@pytest.mark.django_db
def test_two_people_describe(world, path):
    """Who types nothing changes nothing; who typed something else is asked, and files chosen with it are kept."""
    ana, ben = world.client(MEMBER), world.client("administrator of the association")
    send(ana, path, pictures=[upload(photo())])
    opened_by_ben = ben.get(path)
    (first,) = alt_fields(opened_by_ben)
    send(ana, path, **{first: "Ein Chor singt."})
    send(ana, path, pictures=[upload(photo((80, 40)))])
    second = next(name for name in alt_fields(ana.get(path)) if name != first)
    send(ana, path, **{second: "Kinder malen."})
    assert ben.post(path, fill(opened_by_ben, go="leave")).status_code == 302
    assert words_of(world) == ["Ein Chor singt.", "Kinder malen."]
    asked = ben.post(path, fill(opened_by_ben, pictures=[upload(photo((90, 40)))], **{first: "Frauen singen."}))
    assert asked.status_code == 409
    assert words_of(world) == ["Ein Chor singt.", "Kinder malen."]
    sides = [node.text for node in BeautifulSoup(asked.content, "html.parser").select(".conflict__text")]
    assert sides == ["Ein Chor singt.", "Frauen singen."]
    assert ben.post(path, fill(asked, **{f"choose-{first}": "mine"})).status_code == 302
    assert words_of(world) == ["Frauen singen.", "Kinder malen.", ""]


@pytest.mark.django_db
def test_a_description_that_is_too_long_loses_no_file(world, path):
    client = world.client(MEMBER)
    send(client, path, pictures=[upload(photo())])
    (name,) = alt_fields(client.get(path))
    files = {"pictures": [upload(photo((80, 40)))], "logo": [upload(photo((50, 50)))]}
    response = send(client, path, **files, **{name: "x" * 251})
    assert response.status_code == 422
    assert fields_of(response)[name] == ["x" * 251]
    assert client.post(path, fill(response, **{name: "Ein Chor."})).status_code == 302
    draft = draft_of(world)
    assert words_of(world) == ["Ein Chor.", ""]
    assert draft.logo is not None
    forged = fill(client.get(path), kept_picture=f"[{world.other.image.pk}, {world.other.image.pk}]")
    client.post(path, forged)
    assert len(draft_of(world).pictures) == 2


@pytest.mark.django_db
def test_sent_twice_is_there_once(world, path):
    client = world.client(MEMBER)
    opened, before = client.get(path), PortalImage.objects.count()
    for _time in range(2):
        sent = {"pictures": [upload(photo()), upload(photo((80, 40)))], "logo": upload(photo((50, 50)))}
        assert client.post(path, fill(opened, **sent)).status_code == 302
    assert len(draft_of(world).pictures) == 2
    assert PortalImage.objects.count() == before + 3
    assert draft_of(world).latest_revision.pk == make.fresh(world.own.profile).latest_revision_id
    # A picture that is left out and chosen anew is meant.
    (first, _second) = alt_fields(client.get(path))
    send(client, path, pictures=[upload(photo())], **{first.replace("alt-", "leave_out-"): "on"})
    assert len(draft_of(world).pictures) == 2


@pytest.mark.django_db
def test_words_on_a_public_picture_are_a_draft(world, path, client):
    """Text of an association that is not trusted is public only when an editor has seen it."""
    member, profile = world.client(MEMBER), world.own.profile
    send(member, path, pictures=[upload(photo())])
    (name,) = alt_fields(member.get(path))
    send(member, path, **{name: "Ein Chor singt."})
    make.fresh(profile).latest_revision.publish()
    send(member, path, **{name: "UNGESEHEN"})
    assert words_of(world) == ["UNGESEHEN"]
    html = content_of(client.get(profile.url_in("de")))
    assert 'alt="Ein Chor singt."' in html
    assert "UNGESEHEN" not in html
    assert "UNGESEHEN" in content_of(member.get(address("preview", profile, profile.pk)))


@pytest.mark.django_db
def test_nothing_is_lost_while_the_profile_waits(world, path):
    client, profile = world.client(MEMBER), world.own.profile
    opened = client.get(path)
    client.post(address("submit", profile, profile.pk))
    late = client.post(path, fill(opened, pictures=[upload(photo())]))
    assert late.status_code == 423
    assert not draft_of(world).pictures
    client.post(address("take_back", profile, profile.pk))
    assert client.post(path, fill(late)).status_code == 302
    assert len(draft_of(world).pictures) == 1


@pytest.mark.django_db
def test_pictures_are_decoded_before_anybody_has_to_wait(world, path, monkeypatch):
    """While the draft is locked for others, nothing is decoded: a photo of 12 million pixels takes half a second."""
    order, decode, keep = [], pictures.shrunk, PicturesForm.keep
    monkeypatch.setattr(pictures, "shrunk", lambda file: order.append("decode") or decode(file))
    monkeypatch.setattr(PicturesForm, "keep", lambda *args: order.append("keep") or keep(*args))
    locking = PageQuerySet.select_for_update
    monkeypatch.setattr(PageQuerySet, "select_for_update", lambda *args: order.append("lock") or locking(*args))
    send(world.client(MEMBER), path, pictures=[upload(photo())])
    assert order == ["decode", "lock", "keep"]


@pytest.mark.django_db
def test_picture_of_news_survives_an_error(world):
    client = world.client(MEMBER)
    path = address("own_new", world.own.profile, "news")
    response = send(client, path, title="", picture=upload(photo()), image_alt="Ein Fest")
    assert response.status_code == 422
    kept = fields_of(response)
    assert kept["image_alt"] == ["Ein Fest"]
    assert client.post(path, {**kept, "title": "Sommerfest"}).status_code == 302
    news = world.own.profile.get_children().get(title="Sommerfest").specific
    assert news.image.description == "Ein Fest"
    assert latest(news).image == news.image


@pytest.mark.django_db
def test_no_orphans_by_a_refused_upload(world):
    before = PortalImage.objects.count()
    path = address("own_new", world.own.profile, "news")
    response = send(world.client(MEMBER), path, title="Neu", picture=upload(b"nein"))
    assert response.status_code == 422
    assert PortalImage.objects.count() == before


@pytest.mark.django_db
def test_which_side_stays_is_chosen(world, path):
    client = world.client(MEMBER)
    send(client, path, pictures=[upload(photo())])
    (name,) = [name for name in fields_of(client.get(path)) if name.startswith("keep-")]
    assert fields_of(client.get(path))[name] == ["middle"]
    send(client, path, **{name: "top"})
    assert [child.value["keep"] for child in draft_of(world).pictures] == ["top"]
    draft_of(world).save_revision().publish()
    assert 'class="keeps-top"' in client.get(f"/de/vereine/{world.own.profile.slug}/").content.decode()
    assert send(client, path, **{name: "sideways"}).status_code == 422
