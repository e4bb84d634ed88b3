"""Background work, so that an answer takes the same time whether or not there is a mail to send."""

from itertools import chain

from django.utils.crypto import salted_hmac
from django_tasks import task

from core.mail import letter
from freshness.links import url_for
from freshness.responsible import addresses_of
from freshness.rounds import link_days, reviewed


def digest_of(address: str) -> str:
    """A keyed hash of an address in small letters, 64 hexadecimal digits."""
    return salted_hmac("freshness.tasks", address, algorithm="sha256").hexdigest()


@task()
def send_link(digest: str, language: str) -> None:
    """Mail a new link to the address with this ``digest_of`` if it answers for something.

    Arguments stand in the database for days after the task is done; what a stranger has typed into a form does not.
    """
    asked = addresses_of(chain.from_iterable(reviewed())).values()
    address = next((address for address in chain.from_iterable(asked) if digest_of(address) == digest), None)
    if address is not None:
        letter("freshness_link", address, language, {"url": url_for(address, language), "days": link_days()}).send()
