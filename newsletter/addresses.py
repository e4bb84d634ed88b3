"""Addresses of subscribers: what is taken, when two are the same, and how one is remembered without being known."""

import re
import unicodedata

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.mail import ascii_address

LONGEST = 254
"""Letters of an address that a mail server takes (RFC 5321, 4.5.3.1.3, less the two brackets)."""
SALT = "newsletter.address"
# Marks of direction come along when an address is copied out of a text written from right to left; nobody sees them.
INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff]")
LOCAL = re.compile(r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
WRONG = _("This is not an e-mail address that mail can be sent to. It looks like this: name@example.org")
validate = EmailValidator(message=WRONG, allowlist=[])


def clean_address(text: str) -> str:
    """The address in ``text`` as mail is sent to it; raises ``ValidationError`` in the reader's language.

    The part before the ``@`` stays as typed, a domain with letters outside ASCII becomes its A-labels. Quoted names and
    numeric hosts, which RFC 5321 allows and nobody has, are refused: they carry blanks and line ends into headers.
    """
    if len(text) > 4 * LONGEST:
        raise ValidationError(WRONG, code="invalid")
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    local, at, domain = text.rpartition("@")
    if not at or not LOCAL.match(local):
        raise ValidationError(WRONG, code="invalid")
    address = ascii_address(f"{local}@{domain}")
    if not address.isascii() or len(address) > LONGEST or domain.startswith("["):
        raise ValidationError(WRONG, code="invalid")
    validate(address)
    return address


def address_key(address: str) -> str:
    """Equal for spellings of one address. The name's case counts by the RFC and for no mail server that is known."""
    return address.casefold()


def readable(address: str) -> str:
    """The address as a person writes it, with the letters of its domain."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def address_hash(key: str) -> str:
    """A keyed hash of an ``address_key``: whoever has the address and this portal can compare it, nobody can read it."""
    return address_hashes(key)[0]


def address_hashes(key: str) -> list[str]:
    """The hashes with the present key and with earlier ones (``SECRET_KEY_FALLBACKS``), 64 hexadecimal digits each."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(SALT, key, secret=secret, algorithm="sha256").hexdigest() for secret in secrets]
