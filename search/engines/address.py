"""Reads ``SEARCH_URL`` and the settings beside it. Only text is looked at here; nothing is connected."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEFAULT_PORT = 9200
HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
PATH = re.compile(r"(/[A-Za-z0-9._~%-]+)*/?")
PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
"""Names of indices are lower case and do not begin with - or _ (Elasticsearch reference, "Create index")."""


def read_addresses(addresses: list[str]) -> tuple[list[str], tuple[str, str] | None]:
    """Addresses without login, with scheme, host, port and path; and the login, user and password, that all share.

    Raises ``ImproperlyConfigured``. Its message quotes nothing of an address: a special character that somebody forgot
    to encode moves the password to where a host or a path should be.
    """
    read = [_read(number, address.strip()) for number, address in enumerate(addresses, 1)]
    logins = {login for _address, login in read}
    if len(logins) > 1:
        raise ImproperlyConfigured("SEARCH_URL: all addresses must have the same user and password.")
    return list(dict.fromkeys(address for address, _login in read)), logins.pop()


def check(settings) -> None:
    """Refuse to start with settings that cannot be meant. Raises ``ImproperlyConfigured``."""
    if not settings.SEARCH_URL:
        return
    read_addresses(settings.SEARCH_URL)
    if not PREFIX.fullmatch(settings.SEARCH_INDEX_PREFIX):
        raise ImproperlyConfigured("SEARCH_INDEX_PREFIX consists of small letters, digits, - and _.")
    if settings.SEARCH_SHARDS < 1 or settings.SEARCH_REPLICAS < 0:
        raise ImproperlyConfigured("SEARCH_SHARDS is at least 1, SEARCH_REPLICAS at least 0.")
    if not 0.05 <= settings.SEARCH_TIMEOUT <= 10:
        raise ImproperlyConfigured("SEARCH_TIMEOUT is a number of seconds between 0.05 and 10.")
    if settings.SEARCH_CA_FILE and not Path(settings.SEARCH_CA_FILE).is_file():
        raise ImproperlyConfigured("SEARCH_CA_FILE: there is no such file.")


def _read(number: int, address: str) -> tuple[str, tuple[str, str] | None]:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _unreadable(number, "it is no address") from None
    if parts.scheme not in ("http", "https"):
        raise _unreadable(number, "it does not begin with http:// or https://")
    if parts.query or parts.fragment or address.endswith(("?", "#")):
        raise _unreadable(number, "a ? or # in it is not percent-encoded")
    userinfo, at, host = parts.netloc.rpartition("@")
    user, _colon, password = (unquote(part) for part in userinfo.partition(":"))
    if at and not (user and password):
        raise _unreadable(number, "before the @ there must be USER:PASSWORD")
    match = HOST.fullmatch(host)
    if not match or int((match[2] or ":1")[1:]) not in range(1, 65536):
        raise _unreadable(number, "there is no host, or USER:PASSWORD before it is not percent-encoded")
    if not PATH.fullmatch(parts.path):
        raise _unreadable(number, "the path has unusual letters")
    port = match[2] or f":{DEFAULT_PORT}"
    return f"{parts.scheme}://{match[1]}{port}{parts.path.rstrip('/')}", (user, password) if at else None


def _unreadable(number: int, reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"SEARCH_URL, address {number} is not that of an Elasticsearch node: {reason}. "
        "Expected: https://USER:PASSWORD@host:9200, several separated by commas, see docs/configuration.md."
    )
