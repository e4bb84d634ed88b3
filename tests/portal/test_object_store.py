"""Uploads in an object store, asked over HTTP: moto's server, on this machine, in a thread."""

import io
import json
import time
import urllib.error
import urllib.request
import uuid
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import close_old_connections
from moto.server import ThreadedMotoServer
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from core.models import PortalDocument, PortalImage
from portal.object_store import storage_at
from tests import factories as make
from tests.running import free_port

PUBLIC = "https://media.example/portal"


@pytest.fixture(scope="module")
def server():
    """Host and port of an S3 server."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    yield "{}:{}".format(*moto.get_host_and_port())
    moto.stop()


def use(settings, host: str, bucket: str) -> None:
    """From now on uploads go to a bucket of this host."""
    address = f"s3://key:secret@{host}/{bucket}?tls=0&public={PUBLIC}"
    settings.MEDIA_URL, storage = storage_at(address)
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def store(server, settings, portal):
    """An empty bucket that uploads go to: ``client``, ``bucket``, ``names()`` and ``anonymous(name)``."""
    bucket = f"portal-{uuid.uuid4().hex}"
    use(settings, server, bucket)
    client = default_storage.connection.meta.client
    client.create_bucket(Bucket=bucket)

    def anonymous(name: str) -> int:
        """The status that somebody without a key gets for an object."""
        try:
            with urllib.request.urlopen(f"http://{server}/{bucket}/{name}") as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def names() -> list[str]:
        return sorted(row["Key"] for row in client.list_objects_v2(Bucket=bucket).get("Contents", []))

    yield SimpleNamespace(client=client, bucket=bucket, names=names, anonymous=anonymous)
    client.close()


@pytest.fixture
def dead_store(store, settings):
    """``dead_store()``: from now on nobody listens where the store was."""

    def die() -> None:
        cache.clear()
        use(settings, f"127.0.0.1:{free_port()}", store.bucket)

    return die


def picture(name: str = "bild.png", colour: str = "teal") -> PortalImage:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(buffer, "PNG")
    return PortalImage.objects.create(
        title="Bild", file=ContentFile(buffer.getvalue(), name=name), description="Ein Bild", credit="Foto"
    )


def document(content: bytes = b"Merkblatt", **values) -> PortalDocument:
    return PortalDocument.objects.create(title="Merkblatt", file=ContentFile(content, name="merkblatt.txt"), **values)


def body_of(response) -> bytes:
    """What a streamed answer says, closed as a web server does; but the test's connection to the database stays open."""
    content = b"".join(response.streaming_content)
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return content


def test_a_picture_and_its_smaller_versions_are_in_the_store_and_shown_from_the_public_address(store, client):
    image = picture()
    body = json.dumps([{"type": "picture", "value": {"image": image.pk, "alt_text": "Ein Bild", "caption": ""}}])
    html = client.get(make.news(image=image, body=body).url).content.decode()
    rendition = image.renditions.get(filter_spec="width-1000|format-webp")
    assert rendition.url.startswith(f"{PUBLIC}/images/")
    assert f'src="{rendition.url}"' in html
    assert {row.file.name for row in image.renditions.all()} | {image.file.name} == set(store.names())
    assert image.renditions.count() == 5
    sent = store.client.get_object(Bucket=store.bucket, Key=rendition.file.name)
    assert (sent["ContentType"], sent["CacheControl"]) == ("image/webp", "max-age=604800")
    with sent["Body"] as stream, Image.open(io.BytesIO(stream.read())) as shown:
        assert shown.size == (1000, 666)


def test_the_logo_comes_from_the_store(store, client, portal):
    from core.models import PortalSettings

    row = PortalSettings.objects.get()
    row.logo = picture("logo.png")
    row.save()
    assert f'<img class="brand__logo" src="{PUBLIC}/images/logo.' in client.get(portal.url).content.decode()


def test_a_document_is_served_through_the_portal(store, client):
    row = document("Grüße".encode() * 1000)
    response = client.get(row.url)
    assert row.url == f"/documents/{row.pk}/merkblatt.txt"
    assert (response.status_code, response["Content-Type"], response["Content-Length"]) == (200, "text/plain", "7000")
    assert body_of(response) == "Grüße".encode() * 1000


def test_a_document_of_a_restricted_collection_is_refused(store, client, django_user_model):
    collection = Collection.get_first_root_node().add_child(name="Intern")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Team"))
    row = document(collection=collection)
    response = client.get(row.url, follow=True)
    assert response.redirect_chain[0] == (f"/_util/login/?next={row.url}", 302)
    assert (response.request["PATH_INFO"], response.status_code) == ("/de/my/signin/", 200)
    assert b"Merkblatt" not in response.content
    member = django_user_model.objects.create_user("member", password="x")
    member.groups.add(Group.objects.get(name="Team"))
    client.force_login(member)
    assert body_of(client.get(row.url)) == b"Merkblatt"


def test_with_the_policy_of_the_deployment_strangers_read_pictures_and_nothing_else(store, settings, client):
    image, row = picture(), document()
    rendition = image.get_rendition("width-400")
    assert [store.anonymous(item.file.name) for item in (rendition, image, row)] == [403, 403, 403]
    policy = (settings.BASE_DIR / "deploy/bucket-policy.json").read_text().replace("portal-media", store.bucket)
    store.client.put_bucket_policy(Bucket=store.bucket, Policy=policy)
    assert [store.anonymous(item.file.name) for item in (rendition, image, row)] == [200, 403, 403]
    assert body_of(client.get(row.url)) == b"Merkblatt"


def test_no_object_carries_rights_of_its_own(store):
    document()
    picture()
    for name in store.names():
        grants = store.client.get_object_acl(Bucket=store.bucket, Key=name)["Grants"]
        assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_two_files_with_the_same_name_are_both_kept(store, client):
    first, second = document(b"first"), document(b"second")
    assert first.file.name != second.file.name
    assert [body_of(client.get(row.url)) for row in (first, second)] == [b"first", b"second"]


def test_deleting_takes_the_files_out_of_the_store(store, django_capture_on_commit_callbacks):
    image, row = picture(), document()
    image.get_rendition("width-400")
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        row.delete()
    assert store.names() == []


def test_the_editor_shows_images_and_documents(store, admin_client):
    image, row = picture(), document()
    for address in (f"/admin/images/{image.pk}/", "/admin/images/", f"/admin/documents/edit/{row.pk}/"):
        assert admin_client.get(address).status_code == 200


def test_an_upload_in_the_editor_reaches_the_store(store, admin_client):
    root = Collection.get_first_root_node()
    upload = ContentFile(b"a,b", name="liste.csv")
    values = {"title": "Liste", "file": upload, "collection": root.pk, "accessible": "unknown"}
    assert admin_client.post("/admin/documents/add/", values).status_code == 302
    assert store.names() == ["documents/liste.csv"]
    assert PortalDocument.objects.get().file_size == 3


def test_a_dead_store_takes_nothing_from_a_page_whose_pictures_exist(store, dead_store, client):
    page = make.news(image=picture())
    before = client.get(page.url).content
    dead_store()
    assert client.get(page.url).content == before


def test_a_picture_that_a_dead_store_keeps_is_left_out_with_a_warning(store, dead_store, client, caplog):
    image = picture()
    body = json.dumps([{"type": "picture", "value": {"image": image.pk, "alt_text": "Ein Bild", "caption": ""}}])
    page = make.news(image=image, body=body)
    dead_store()
    response = client.get(page.url)
    assert response.status_code == 200
    assert "<img" not in response.content.decode()
    assert "not-found" not in response.content.decode()
    assert [record.levelname for record in caplog.records if "is left out" in record.message] == ["WARNING"] * 2
    assert client.get(make.index_of(type(page)).url).status_code == 200


def test_a_store_that_takes_nothing_more_costs_the_picture_and_not_the_page(store, client, caplog):
    page = make.news(image=picture())
    policy = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{store.bucket}/*",
    }
    store.client.put_bucket_policy(
        Bucket=store.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    )
    response = client.get(page.url)
    assert (response.status_code, "<img" in response.content.decode()) == (200, False)
    assert "refuses" in caplog.text


def test_a_store_that_does_not_answer_is_left_alone_for_a_moment(store, dead_store):
    dead_store()
    with pytest.raises(OSError, match="does not answer"):
        default_storage.exists("images/a.png")
    started = time.monotonic()
    with pytest.raises(OSError, match="did not answer a moment ago"):
        default_storage.open("images/a.png")
    assert time.monotonic() - started < 0.1


def test_a_lost_file_is_one_that_does_not_exist(store):
    with pytest.raises(FileNotFoundError):
        default_storage.open("documents/lost.pdf")
    assert not default_storage.exists("documents/lost.pdf")


def test_templates_of_ours_show_pictures_with_the_tags_that_can_do_without_them(settings):
    files = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [path.name for path in files if "wagtailimages_tags" in path.read_text()] == []
