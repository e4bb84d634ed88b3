"""The words that a subscriber agrees to: who sends, what, how often, and how to end it (GDPR art. 4 (11), 7 (2), (3))."""

from django.utils import translation
from django.utils.translation import gettext as _

from core.models import PortalSettings, StandardPage
from core.templatetags.portal_tags import role_url
from newsletter.models.page import NewsletterPage

ISOLATE = "\u2068{}\u2069"
"""First-strong isolate (UAX #9): the sender's name does not turn the sentence around."""


def sender_of(portal: PortalSettings) -> str:
    """Who sends the newsletter: the operator, else the portal by its name."""
    return portal.operator or portal.name.text or _("the portal")


def can_be_given() -> bool:
    """Whether the imprint and the privacy page are public. Before that nobody knows whom they would give their address, and
    what becomes of it (GDPR art. 13, DDG § 5). No query when the cache is warm.
    """
    return all(role_url(role) for role in (StandardPage.Role.IMPRINT, StandardPage.Role.PRIVACY))


def words(page: NewsletterPage, portal: PortalSettings, language: str) -> str:
    """The consent in ``language``. What stands here is stored with every request; see ``ConsentText``."""
    with translation.override(language):
        return _(
            "I would like to get the newsletter of %(sender)s by e-mail, %(frequency)s at most: news, events and advice "
            "for people who are new here. I can unsubscribe at any time, with the link in every mail. My address is used "
            "for nothing else."
        ) % {"sender": ISOLATE.format(sender_of(portal)), "frequency": page.facts.get_frequency_display()}
