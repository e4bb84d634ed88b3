"""The sign-up in templates."""

from django import template

from core.addresses import list_url
from newsletter import consent
from newsletter.forms import SignUpForm
from newsletter.models import NewsletterPage

register = template.Library()


@register.simple_tag
def newsletter_url() -> str:
    """Path of the newsletter page in the reader's interface; empty where there is none. No query when the cache is warm."""
    return list_url(NewsletterPage)


@register.inclusion_tag("newsletter/sign_up_short.html")
def newsletter_signup(place: str = "band") -> dict:
    """A field for the address that leads to the whole form; nothing where nobody can sign up (no newsletter page is public,
    or the legal pages are not).

    ``place``: ``"band"`` inside a page, ``"footer"`` in the footer. Holds neither a time nor a token, so that the pages
    around it stay the same for everybody and may be cached.
    """
    url = list_url(NewsletterPage) if consent.can_be_given() else ""
    return {"url": url, "in_footer": place == "footer", "field_id": f"newsletter-{place}"}


@register.simple_tag(takes_context=True)
def sign_up_form(context, page: NewsletterPage) -> SignUpForm | None:
    """The whole form, empty; none as long as the legal pages are not public."""
    return SignUpForm(page, context["portal"]) if consent.can_be_given() else None
