"""What ``MEDIA_URL`` may say about an object store, and what Django makes of it."""

import re
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal.object_store import storage_at
from tests.portal.test_settings import ask
from tests.running import run

ADDRESS = "s3://key:secret@store.example:9000/portal-media"


def options_of(address: str) -> dict:
    return storage_at(address)[1]["OPTIONS"]


def test_without_options_readers_see_the_bucket_itself_over_tls():
    media_url, storage = storage_at(ADDRESS)
    assert media_url == "https://store.example:9000/portal-media/"
    assert storage["BACKEND"] == "portal.storage.ObjectStore"
    wanted = {
        "access_key": "key",
        "secret_key": "secret",
        "endpoint_url": "https://store.example:9000",
        "bucket_name": "portal-media",
        "region_name": "us-east-1",
        "url_protocol": "https:",
        "custom_domain": "store.example:9000/portal-media",
    }
    assert {name: storage["OPTIONS"][name] for name in wanted} == wanted


def test_nothing_is_public_signed_or_overwritten():
    options = options_of(ADDRESS)
    assert (options["default_acl"], options["querystring_auth"], options["file_overwrite"]) == (None, False, False)


@pytest.mark.parametrize("slash", ["", "/"])
def test_readers_may_have_an_address_of_their_own(slash):
    media_url, storage = storage_at(f"{ADDRESS}?region=eu-central-1&tls=0&public=https://media.example/portal{slash}")
    assert media_url == "https://media.example/portal/"
    options = storage["OPTIONS"]
    assert (options["url_protocol"], options["custom_domain"]) == ("https:", "media.example/portal")
    assert (options["endpoint_url"], options["region_name"]) == ("http://store.example:9000", "eu-central-1")


def test_a_percent_encoded_public_address_is_read_too():
    assert storage_at(f"{ADDRESS}?public=https%3A%2F%2Fmedia.example")[0] == "https://media.example/"


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_key_and_secret_can_be_written_percent_encoded(key, secret):
    options = options_of(f"s3://{quote(key, safe='')}:{quote(secret, safe='')}@store.example/portal-media")
    assert (options["access_key"], options["secret_key"]) == (key, secret)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://key:secret@store.example/portal-media", "does not begin with s3://"),
        ("s3://store.example/portal-media", "KEY:SECRET@ is missing"),
        ("s3://key@store.example/portal-media", "KEY:SECRET@ is missing"),
        ("s3://key:@store.example/portal-media", "KEY:SECRET@ is missing"),
        ("s3://key:sec/ret@store.example/portal-media", "KEY:SECRET@ is missing"),
        ("s3://key:sec?ret@store.example/portal-media", "KEY:SECRET@ is missing"),
        ("s3://key:sec#ret@store.example/portal-media", "a # in it"),
        ("s3://key:[secret@store.example/portal-media", "it is no address"),
        ("s3://key:secret@/portal-media", "there is no host"),
        ("s3://key:secret@store.example:port/portal-media", "there is no host"),
        ("s3://key:secret@store.example", "name of one bucket"),
        ("s3://key:secret@store.example/portal-media/folder", "name of one bucket"),
        (f"{ADDRESS}?acl=public-read", "region, public, tls"),
        (f"{ADDRESS}?tls=1&tls=0", "each at most once"),
        (f"{ADDRESS}?tls", "not name=value"),
        (f"{ADDRESS}?tls=yes", "tls is 1 or 0"),
        (f"{ADDRESS}?region=", "region consists of"),
        (f"{ADDRESS}?public=", "public must be"),
        (f"{ADDRESS}?public=media.example", "public must be"),
        (f"{ADDRESS}?public=ftp://media.example", "public must be"),
        (f"{ADDRESS}?public=https://media.example/?a", "public must be"),
        (f"{ADDRESS}?public=https://media.example;script-src", "public must be"),
        (f"{ADDRESS}?public=https://user:secret@media.example", "public must be"),
    ],
)
def test_an_unreadable_address_is_refused_with_its_reason(address, reason):
    with pytest.raises(ImproperlyConfigured) as error:
        storage_at(address)
    assert reason in str(error.value)
    assert "docs/configuration.md" in str(error.value)


@given(st.text(alphabet="0123456789" + "/@:?#[]%&= ", min_size=12))
def test_no_message_quotes_a_secret(secret):
    """Encoded or not: digits, because no word of a message contains them."""
    with pytest.raises(ImproperlyConfigured) as caught:
        storage_at(f"s3://key:{secret}@store.example/portal-media?tls=2")
    error = caught.value
    assert error.__suppress_context__ or error.__context__ is None
    assert secret not in str(error)
    assert not re.search(r"\d\d", str(error).replace("%23", ""))


def test_the_portal_takes_the_store_and_shows_pictures_from_the_public_address(tmp_path):
    values = {"MEDIA_URL": f"{ADDRESS}?public=https://media.example/portal"}
    asked = (
        'settings.MEDIA_URL, settings.STORAGES["default"]["BACKEND"], settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]'
    )
    media_url, backend, policy = ask(f"[{asked}]", tmp_path, "dev", **values)
    assert (media_url, backend) == ("https://media.example/portal/", "portal.storage.ObjectStore")
    assert [name for name, sources in policy.items() if "https://media.example" in sources] == ["img-src", "media-src"]


@pytest.mark.parametrize("media_url", ["/media/", "https://media.example/portal/"])
def test_other_addresses_leave_the_files_in_the_folder(media_url, tmp_path):
    asked = '[settings.MEDIA_URL, settings.STORAGES["default"]["BACKEND"]]'
    values = ask(asked, tmp_path, "dev", MEDIA_URL=media_url)
    assert values == [media_url, "django.core.files.storage.FileSystemStorage"]


def test_an_unreadable_address_stops_the_start_and_keeps_the_secret(tmp_path):
    error = ask("settings.MEDIA_URL", tmp_path, "dev", MEDIA_URL="s3://key:topsecret@store.example")
    assert "name of one bucket" in error
    assert "topsecret" not in error


def test_a_start_without_the_client_says_how_to_install_it(tmp_path):
    hidden = "import importlib.util as u; u.find_spec = lambda name, *_: None; import portal.settings.dev"
    result = run("-c", hidden, check=False, VAR_DIR=str(tmp_path), MEDIA_URL=ADDRESS)
    assert "make s3" in result.stderr.strip().splitlines()[-1]


def test_without_an_object_store_its_client_is_not_loaded(tmp_path):
    """It costs a quarter of a second at every start, and memory in every process."""
    loaded = (
        "import sys, portal.wsgi; print([name for name in ('boto3', 'botocore', 'storages') if name in sys.modules])"
    )
    values = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(tmp_path)}
    assert run("-c", loaded, MEDIA_URL="/media/", **values).stdout.strip() == "[]"


@pytest.mark.parametrize(("media_url", "mounted"), [("/media/", True), (ADDRESS, False)])
def test_the_web_server_hands_out_no_folder_that_nothing_is_uploaded_to(media_url, mounted, tmp_path):
    line = "from portal.serve import commands; print('/media' in commands(8000)[0])"
    values = {"HOST": "127.0.0.1", "WEB_WORKERS": "1", "VAR_DIR": str(tmp_path), "MEDIA_URL": media_url}
    assert run("-c", line, **values).stdout.strip() == str(mounted)
    assert (tmp_path / "media").exists() == mounted
