"""Reads the address of an object store, ``MEDIA_URL=s3://KEY:SECRET@host/bucket?public=https://media.example``.

Only text is looked at here: the client of such a store is an extra that most cities do not install
(``docs/decisions/0013-object-store.md``).
"""

import re
from importlib.util import find_spec
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEME = "s3://"
BACKEND = "portal.storage.ObjectStore"
OPTIONS = ("region", "public", "tls")
HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
PATH = re.compile(r"(/[A-Za-z0-9._~%-]+)*/?")
# Larger files are read through a temporary file instead of through memory.
MEMORY_PER_FILE = 2 * 1024 * 1024


def storage_at(address: str) -> tuple[str, dict]:
    """Django's ``MEDIA_URL`` and the default entry of ``STORAGES`` for ``s3://KEY:SECRET@host[:port]/bucket?options``.

    Options are ``public`` (where readers see the bucket, default: the bucket itself), ``region`` and ``tls``. Raises
    ``ImproperlyConfigured`` for an address that cannot be read. Its message quotes nothing of the address: a special
    character that somebody forgot to encode moves the secret to where a host or an option should be.
    """
    parts = _split(address)
    login, _at, host = parts.netloc.rpartition("@")
    key, _colon, secret = (unquote(part) for part in login.partition(":"))
    if not (key and secret):
        raise _unreadable("KEY:SECRET@ is missing before the host, or a / ? or # in them is not percent-encoded")
    if not HOST.fullmatch(host):
        raise _unreadable("there is no host, or KEY:SECRET before it is not percent-encoded")
    bucket = parts.path.strip("/")
    if not BUCKET.fullmatch(bucket):
        raise _unreadable("the path must be the name of one bucket, such as /portal-media")
    options = _options(parts.query)
    endpoint = f"{'https' if options['tls'] else 'http'}://{host}"
    public = options["public"] or f"{endpoint}/{bucket}"
    protocol, _slashes, domain = public.partition("//")
    storage = {
        "access_key": key,
        "secret_key": secret,
        "endpoint_url": endpoint,
        "bucket_name": bucket,
        "region_name": options["region"],
        "url_protocol": protocol,
        "custom_domain": domain,
        # The bucket's policy says what strangers may read; an object with rights of its own would undermine it.
        "default_acl": None,
        "querystring_auth": False,
        "file_overwrite": False,
        "max_memory_size": MEMORY_PER_FILE,
        # As long as deploy/nginx.conf: a changed picture gets another name.
        "object_parameters": {"CacheControl": "max-age=604800"},
    }
    return f"{public}/", {"BACKEND": BACKEND, "OPTIONS": storage}


def require_client() -> None:
    """Refuse to start without the client of object stores; found out here, not when the first editor uploads something."""
    if find_spec("boto3") is None or find_spec("storages") is None:
        raise ImproperlyConfigured(
            "MEDIA_URL begins with s3:// but the client of object stores is not installed: make s3 "
            "(docs/deployment.md, Media)."
        )


def _split(address: str):
    """The parts of the address; Python's own errors would quote pieces of the secret."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _unreadable("it is no address") from None
    if not address.startswith(SCHEME):
        raise _unreadable(f"it does not begin with {SCHEME}")
    if parts.fragment or address.endswith("#"):
        raise _unreadable("a # in it is not percent-encoded (%23)")
    return parts


def _options(query: str) -> dict:
    """``region``, ``public`` without a slash at its end, and ``tls`` as a bool."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError:
        raise _unreadable("the options after ? are not name=value&name=value") from None
    given = dict(pairs)
    if set(given) - set(OPTIONS) or len(given) < len(pairs):
        raise _unreadable(f"the options after ? are {', '.join(OPTIONS)}, each at most once")
    if given.get("tls", "1") not in ("0", "1"):
        raise _unreadable("tls is 1 or 0")
    region = given.get("region", "us-east-1")
    if not re.fullmatch(r"[A-Za-z0-9-]+", region):
        raise _unreadable("region consists of letters, digits and -")
    public = given.get("public", "")
    # What stands in the content security policy must be a host and nothing that a policy would read as more.
    protocol, _slashes, rest = public.partition("://")
    host, slash, path = rest.partition("/")
    if "public" in given and not (
        protocol in ("http", "https") and HOST.fullmatch(host) and PATH.fullmatch(slash + path)
    ):
        raise _unreadable("public must be an address such as https://media.example or https://media.example/portal")
    return {"region": region, "public": public.rstrip("/"), "tls": given.get("tls", "1") == "1"}


def _unreadable(reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"MEDIA_URL is not the address of an object store: {reason}. "
        "Expected: s3://KEY:SECRET@host[:port]/bucket?region=...&public=https://...&tls=1, see docs/configuration.md."
    )
