"""``SEARCH_URL`` and what stands beside it: understood, or refused without telling the password."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines.address import check, read_addresses
from tests.running import run

SECRET = "pa55-w0rd"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:9200", ("http://127.0.0.1:9200", None)),
        ("https://search.example", ("https://search.example:9200", None)),
        ("https://search.example:443/es/", ("https://search.example:443/es", None)),
        ("https://[2001:db8::1]:9201", ("https://[2001:db8::1]:9201", None)),
        ("https://portal:a%40b%2Fc@search.example", ("https://search.example:9200", ("portal", "a@b/c"))),
        (" http://search_1:9200 ", ("http://search_1:9200", None)),
    ],
)
def test_addresses(address, expected):
    assert read_addresses([address]) == ([expected[0]], expected[1])


def test_several_nodes_of_one_cluster():
    addresses = [f"https://portal:{SECRET}@es{number}.example" for number in (1, 2, 3, 1)]
    assert read_addresses(addresses) == (
        ["https://es1.example:9200", "https://es2.example:9200", "https://es3.example:9200"],
        ("portal", SECRET),
    )


@pytest.mark.parametrize(
    "address",
    [
        f"es://portal:{SECRET}@search.example",
        f"portal:{SECRET}@search.example",
        f"https://portal:{SECRET}/x@search.example",
        f"https://portal:{SECRET}#x@search.example",
        f"https://portal:{SECRET}?@search.example",
        f"https://{SECRET}@search.example",
        f"https://:{SECRET}@search.example",
        f"https://portal:{SECRET}@",
        f"https://portal:{SECRET}@search.example:99999",
        f"https://portal:{SECRET}@search.example:port",
        f"https://portal:{SECRET}@[::1",
        f"https://portal:{SECRET}[@search.example",
        f"https://portal:{SECRET}@search example",
        f"https://search.example?password={SECRET}",
        f"https://search.example/#{SECRET}",
        "",
    ],
)
def test_what_cannot_be_read_is_refused_without_the_secret(address):
    with pytest.raises(ImproperlyConfigured) as caught:
        read_addresses(["http://first.example", address])
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "address 2" in str(caught.value)
    assert "docs/configuration.md" in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [("https://a:x@one.example", "https://a:y@two.example"), ("https://a:x@one.example", "https://two.example")],
)
def test_nodes_of_one_cluster_have_one_login(one, other):
    with pytest.raises(ImproperlyConfigured, match="same user"):
        read_addresses([one, other])


GOOD = {
    "SEARCH_URL": ["http://search.example"],
    "SEARCH_INDEX_PREFIX": "portal",
    "SEARCH_SHARDS": 1,
    "SEARCH_REPLICAS": 0,
    "SEARCH_TIMEOUT": 0.8,
    "SEARCH_CA_FILE": "",
}


def test_good_settings():
    check(SimpleNamespace(**GOOD))
    check(SimpleNamespace(**GOOD | {"SEARCH_URL": [], "SEARCH_TIMEOUT": 0}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEARCH_INDEX_PREFIX", ""),
        ("SEARCH_INDEX_PREFIX", "Portal"),
        ("SEARCH_INDEX_PREFIX", "_portal"),
        ("SEARCH_INDEX_PREFIX", "a*"),
        ("SEARCH_SHARDS", 0),
        ("SEARCH_REPLICAS", -1),
        ("SEARCH_TIMEOUT", 0),
        ("SEARCH_TIMEOUT", 60),
        ("SEARCH_CA_FILE", "/gibt/es/nicht.pem"),
    ],
)
def test_bad_settings(name, value):
    with pytest.raises(ImproperlyConfigured, match=name.rpartition("S_")[2]):
        check(SimpleNamespace(**GOOD | {name: value}))


def test_the_portal_does_not_start_with_an_unreadable_address(tmp_path):
    values = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    result = run("manage.py", "check", check=False, **values, SEARCH_URL=f"https://portal:{SECRET}/@search.example")
    assert result.returncode != 0
    assert "SEARCH_URL, address 1" in result.stderr
    assert SECRET not in result.stdout + result.stderr
    assert run("manage.py", "check", **values, SEARCH_URL="http://one.example,http://two.example").returncode == 0
    assert (
        run(
            "-c",
            "import django; django.setup(); from django.conf import settings; print(settings.SEARCH_REPLICAS)",
            **values,
            SEARCH_URL="http://one.example,http://two.example",
        ).stdout.strip()
        == "1"
    )
