from newsletter.models.circular import Circular, CircularObjection
from newsletter.models.consent import AppendOnlyError, ConsentOrigin, ConsentProof, ConsentText
from newsletter.models.delivery import Delivery
from newsletter.models.issue import Issue
from newsletter.models.mailing import Mailing
from newsletter.models.page import NewsletterPage
from newsletter.models.subscriber import Subscriber

__all__ = [
    "AppendOnlyError",
    "Circular",
    "CircularObjection",
    "ConsentOrigin",
    "ConsentProof",
    "ConsentText",
    "Delivery",
    "Issue",
    "Mailing",
    "NewsletterPage",
    "Subscriber",
]
