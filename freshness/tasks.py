"""Background work, so that an answer takes the same time whether or not there is a mail to send."""

from django_tasks import task

from core.mail import letter
from freshness.links import url_for
from freshness.responsible import pages_of
from freshness.rounds import link_days


@task()
def send_link(address: str, language: str) -> None:
    """Mail a new link to an address that answers for something; nothing happens for any other."""
    if pages_of(address):
        letter("freshness_link", address, language, {"url": url_for(address, language), "days": link_days()}).send()
