"""Forms as people send them, and the links in the letters that they get."""

import re

from django.conf import settings
from django.core import mail
from django.core.signing import TimestampSigner


def shown(form: str) -> dict[str, str]:
    """The hidden fields of a public form that was opened in a browser."""
    return {"homepage": "", "shown": TimestampSigner(salt=f"core.public_forms.{form}").sign("shown")}


def application(**values) -> dict[str, str]:
    """The form of an association."""
    return {
        "name": "Verein Sonne e. V.",
        "purpose": "Wir kochen zusammen.\n\nJeden Freitag.",
        "town": "Lindenfurt",
        "website": "",
        "contact_name": "Amal Haddad",
        "email": "amal@example.org",
        "language": "ar",
        "message": "",
        **shown("ApplyForm"),
        **values,
    }


def claim(**values) -> dict[str, str]:
    """The form of somebody whose association has a profile already."""
    return {"contact_name": "Amal", "email": "amal@example.org", "message": "Vorstand", **shown("ClaimForm"), **values}


def letters(to: str) -> list:
    """What was sent to an address, the oldest first."""
    return [message for message in mail.outbox if message.to == [to]]


def link_in(letter) -> str:
    """The path of the first link with a token in a letter."""
    (address, *_rest) = re.findall(rf"{re.escape(settings.BASE_URL)}(/\S+/my/(?:apply|invitation)/\S+/)", letter.body)
    return address
