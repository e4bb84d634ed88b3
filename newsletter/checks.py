"""Settings of the newsletter, checked at every start (``manage.py check``)."""

from django.conf import settings
from django.core.checks import Error, register

LONGEST_PENDING = 13
"""Days. No statute names a figure; what the supervisory authorities accept as unquestioned is two weeks. What is over is
deleted once a night, so an address may stay for a day more than this.
"""


@register()
def settings_of_the_newsletter(app_configs=None, **kwargs) -> list[Error]:
    """Unconfirmed addresses go in time, and everything else has a time."""
    errors = []
    if not 1 <= settings.NEWSLETTER_PENDING_DAYS <= LONGEST_PENDING:
        errors.append(
            Error(
                f"NEWSLETTER_PENDING_DAYS is {settings.NEWSLETTER_PENDING_DAYS}, but has to be 1 to {LONGEST_PENDING}.",
                hint="Whoever has not confirmed by then has probably not asked.",
                id="newsletter.E001",
            )
        )
    names = ("MANAGE_DAYS", "SOFT_BOUNCES", "SUSPENDED_DAYS", "PROOF_YEARS")
    errors += [
        Error(f"NEWSLETTER_{name} has to be at least 1.", id="newsletter.E002")
        for name in names
        if getattr(settings, f"NEWSLETTER_{name}") < 1
    ]
    if settings.NEWSLETTER_IP_DAYS < 0:
        errors.append(Error("NEWSLETTER_IP_DAYS has to be 0 (none is kept) or more.", id="newsletter.E003"))
    return errors
