"""What allauth asks the portal: where to go, whom to write, how secrets are kept, in which words errors are said."""

import base64
import logging
from hashlib import sha256

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from core.mail import letter, post
from core.models import PortalSettings
from members.signin import limits
from members.signin.access import is_ours, start_of
from users.models import User

logger = logging.getLogger(__name__)
NOTICES = {
    "mfa/email/totp_activated": "second_factor_on",
    "mfa/email/totp_deactivated": "second_factor_off",
    "mfa/email/recovery_codes_generated": "recovery_codes_new",
}
"""Letters about a change of the second factor, by allauth's names."""
TOO_OFTEN = _("That was wrong too often. Please wait a quarter of an hour and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """The end of signing in, and proving again who one is. There is no sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_of(request.user)

    def is_safe_url(self, url: str) -> bool:
        return is_ours(context.request, url)

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, unless the account was deactivated between two steps."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("members:signin")

    def reauthenticate(self, user: User, password: str) -> bool:
        tries = limits.passwords(context.request, user.email)
        if not tries.begin():
            raise self.validation_error("too_many_login_attempts")
        if not user.check_password(password):
            return False
        tries.succeeded()
        return True

    def send_notification_mail(self, template_prefix: str, user: User, *args, **kwargs) -> None:
        post(letter(NOTICES[template_prefix], user.email, user.letter_language, {"user": user}))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with ``SECRET_KEY``, so that a copy of the database alone is no second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes change every 30 seconds, and each works only once."),
        "cannot_generate_recovery_codes": _("Recovery codes belong to a second step, which is not switched on."),
    }

    def get_totp_issuer(self) -> str:
        return PortalSettings.for_request(context.request).name.text or settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG without any style of its own, which the content security policy would refuse."""
        code = qrcode.QRCode(border=4)  # the quiet zone that ISO/IEC 18004 asks for
        code.add_data(url)
        matrix = code.get_matrix()
        return render_to_string("members/signin/qr.svg", {"rows": matrix, "size": len(matrix)})

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A new secret, for which nobody has a code, if the key is no longer known (``SECRET_KEY_FALLBACKS``).

        Never an empty one: its codes would be the same everywhere.
        """
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor cannot be read: SECRET_KEY has changed and is not in SECRET_KEY_FALLBACKS.")
            return generate_totp_secret()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(b"members.signin.second_factor" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
