"""The link in a reminder: it shows what is published about an address and lets it be confirmed, and nothing else."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from freshness.rounds import link_days

SALT = "freshness.confirm"


class ExpiredError(Exception):
    """A link that was ours and is too old; carries the ``address``, so that nobody has to type it."""

    def __init__(self, address: str):
        super().__init__()
        self.address = address


def token_for(address: str) -> str:
    """A signed token for an address, with the time of now."""
    return signing.dumps(address, salt=SALT)


def address_in(token: str) -> str:
    """The address of a token. Raises ``ExpiredError``, or ``signing.BadSignature`` for what is not ours."""
    try:
        return signing.loads(token, salt=SALT, max_age=timedelta(days=link_days()))
    except signing.SignatureExpired:
        raise ExpiredError(signing.loads(token, salt=SALT)) from None


def url_for(address: str, language: str) -> str:
    """The absolute address of the page behind the link, in a language."""
    with translation.override(language):
        return settings.BASE_URL.rstrip("/") + reverse("freshness:listed", args=[token_for(address)])
