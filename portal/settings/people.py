"""Settings about people: members, subscribers, and who is asked whether pages are still right.

``docs/configuration.md`` describes each.
"""

from portal.settings.environment import env

# --- Getting in ------------------------------------------------------------------------------------------------

INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
APPLICATION_DAYS = env.int("APPLICATION_DAYS", default=365)
ACCOUNT_DAYS = env.int("ACCOUNT_DAYS", default=365)

# --- Subscribers of the newsletter -----------------------------------------------------------------------------

NEWSLETTER_PENDING_DAYS = env.int("NEWSLETTER_PENDING_DAYS", default=7)
NEWSLETTER_MANAGE_DAYS = env.int("NEWSLETTER_MANAGE_DAYS", default=90)
NEWSLETTER_SOFT_BOUNCES = env.int("NEWSLETTER_SOFT_BOUNCES", default=5)
NEWSLETTER_SUSPENDED_DAYS = env.int("NEWSLETTER_SUSPENDED_DAYS", default=365)
NEWSLETTER_PROOF_YEARS = env.int("NEWSLETTER_PROOF_YEARS", default=3)
NEWSLETTER_IP_DAYS = env.int("NEWSLETTER_IP_DAYS", default=0)

# --- Sending the newsletter and circulars -----------------------------------------------------------------------

NEWSLETTER_PER_MINUTE = env.int("NEWSLETTER_PER_MINUTE", default=0)
NEWSLETTER_RETRY_SECONDS = env.list("NEWSLETTER_RETRY_SECONDS", cast=int, default=[60, 300, 900, 3600])
NEWSLETTER_BOUNCES_TO = env.str("NEWSLETTER_BOUNCES_TO", default="")
NEWSLETTER_BOUNCES_URL = env.str("NEWSLETTER_BOUNCES_URL", default="")
NEWSLETTER_DELIVERY_DAYS = env.int("NEWSLETTER_DELIVERY_DAYS", default=90)

# --- Freshness -------------------------------------------------------------------------------------------------

# By the app of the page type.
REVIEW_MONTHS = {
    "organisations": env.int("REVIEW_MONTHS_ORGANISATIONS", default=12),
    "services": env.int("REVIEW_MONTHS_SERVICES", default=6),
}
REVIEW_REPEAT_DAYS = env.list("REVIEW_REPEAT_DAYS", cast=int, default=[14, 14])
REVIEW_NOTE_DAYS = env.int("REVIEW_NOTE_DAYS", default=14)
REVIEW_UNPUBLISH_DAYS = env.int("REVIEW_UNPUBLISH_DAYS", default=0)

# --- Members ---------------------------------------------------------------------------------------------------

MEMBER_PICTURE_PIXELS = env.int("MEMBER_PICTURE_PIXELS", default=2000)
MEMBER_PICTURE_MB = env.int("MEMBER_PICTURE_MB", default=20)
