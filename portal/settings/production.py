"""What a city runs. Refuses to start half-configured and says what is missing."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import env

if _missing := [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL") if not env.str(name, "")]:
    raise ImproperlyConfigured(
        f"Not set: {', '.join(_missing)}. See docs/configuration.md for what each of them means."
    )

DEBUG = env.bool("DEBUG", default=False)
_https = BASE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [BASE_URL] if _https else []
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the editor shows previews in frames of its own origin
    "security.W021",  # whether a domain is on the browsers' preload list is for its owner to decide
]
