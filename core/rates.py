"""How often something may be asked, counted in the cache under a hash: no address of a person or network is kept."""

from contextlib import suppress
from ipaddress import ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def allowed(scope: str, key: str, number: int, seconds: int) -> bool:
    """Count one more of ``scope`` for ``key``; whether that is within ``number`` in ``seconds``."""
    name = _name(scope, key)
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) <= number
    except ValueError:  # it ended between the two
        return True


def network_of(address: str) -> str:
    """What one customer of a provider has: an IPv4 address, or an IPv6 network of 64 bits (RFC 6177)."""
    try:
        return str(ip_network((address, 64) if ":" in address else address, strict=False))
    except ValueError:  # a name, or what a careless proxy let through
        return address


def network_asking(request: HttpRequest) -> str:
    """The network a request comes from, as far as ``TRUSTED_PROXIES`` lets its headers be believed."""
    proxies = settings.NINJA_NUM_PROXIES
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and chain:
        return network_of(chain[-min(proxies, len(chain))])
    return network_of(request.META.get("REMOTE_ADDR", ""))


def give_back(scope: str, key: str) -> None:
    """Take one off what ``allowed`` has counted: the try was a good one, and only bad ones are to count."""
    with suppress(ValueError):  # it has ended in the meantime
        cache.decr(_name(scope, key))


def _name(scope: str, key: str) -> str:
    return f"rate:{scope}:{salted_hmac('core.rates', key).hexdigest()}"
