"""Forms of the newsletter as a browser fills them in."""

import re
from html import unescape
from unittest import mock

from django.core import mail, signing
from django.test import Client

SIGN_UP = "/{}/subscription/sign-up/"


def path_of(url: str) -> str:
    """A link of a mail without host, as the test client takes it."""
    return re.sub(r"^https?://[^/]+", "", url)


def hidden(html: str) -> dict[str, str]:
    """Values of the hidden fields of a page."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in fields}


def opened(client: Client, path: str, seconds: int = 60) -> dict[str, str]:
    """Hidden fields of a page that was opened some time ago."""
    long_ago = signing.time.time() - seconds
    with mock.patch.object(signing.time, "time", return_value=long_ago):
        return hidden(client.get(path).content.decode())


def sign_up(client: Client, email: str, interface: str = "de", **values):
    """The answer to the form of the newsletter page in an interface language; ``None`` leaves a field out."""
    data = {
        **opened(client, f"/{interface}/newsletter/"),
        "email": email,
        "consent": "on",
        "language": interface,
        **values,
    }
    return client.post(SIGN_UP.format(interface), {name: value for name, value in data.items() if value is not None})


def ask_for_link(client: Client, email: str, interface: str = "de"):
    """The answer to "send me the link"."""
    path = f"/{interface}/subscription/link/"
    return client.post(path, {**opened(client, path), "email": email})


def link_in(message) -> str:
    """The first link of a mail that is for its reader alone, as a path."""
    return path_of(re.search(r"https?://\S+/subscription/\S+", message.body)[0])


def confirmed(client: Client, email: str, interface: str = "de", **values):
    """Sign up and press the button in the mail; returns the answer to that."""
    sign_up(client, email, interface, **values)
    return client.post(link_in(mail.outbox[-1]))
