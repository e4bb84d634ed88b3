"""Addresses in mails that let their reader act without a login: signed, and each good for one purpose only.

They name no person: what is signed is the random id of a subscription, or the keyed hash of an address.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils import translation

CONFIRM, MANAGE, DATA, UNSUBSCRIBE = "confirm", "manage", "data", "unsubscribe"
DATA_DAYS = 2
"""For how long the link to one's data works: it is asked for when it is wanted."""


class LinkError(ValueError):
    """The link is forged, cut off, too old or for something else."""


def sign(purpose: str, value: str) -> str:
    """A token for ``purpose`` that carries ``value`` and the time."""
    return TimestampSigner(salt=f"newsletter.{purpose}").sign(value)


def value_of(purpose: str, token: str, days: int | None = None) -> str:
    """What ``sign`` was given; raises ``LinkError`` if it was not, or more than ``days`` ago."""
    try:
        return TimestampSigner(salt=f"newsletter.{purpose}").unsign(
            token, max_age=timedelta(days=days) if days is not None else None
        )
    except BadSignature as error:
        raise LinkError(str(error)) from error


def path(name: str, *args: str, language: str) -> str:
    """The path of a view in a language."""
    with translation.override(language):
        return reverse(name, args=args)


def absolute(name: str, *args: str, language: str) -> str:
    """The public address of a view in a language, for mails."""
    return settings.BASE_URL.rstrip("/") + path(name, *args, language=language)
