"""Addresses of signing in and of one's own account."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from members.signin import account, views

urlpatterns = [
    path("signin/", views.SignInView.as_view(), name="signin"),
    path("signin/sent/", views.link_sent, name="link_sent"),
    path("signin/forgotten/", views.ForgottenView.as_view(), name="forgotten"),
    path("signin/link/<token>/", views.LinkView.as_view(), name="link"),
    path("signout/", views.sign_out, name="signout"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/password/", account.PasswordView.as_view(), name="password"),
    path("account/address/", account.AddressView.as_view(), name="address"),
    path("account/address/<token>/", account.AddressLinkView.as_view(), name="address_link"),
]
"""Included by ``members.urls`` below ``/<language>/my/``."""

named_by_allauth = [
    path("signin/", views.SignInView.as_view(), name="account_login"),
    path("signin/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/", account.AccountView.as_view(), name="mfa_index"),
    path("account/confirm/", never_cache(reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-step/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-step/off/", never_cache(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", never_cache(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        never_cache(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
"""Views that allauth looks up by these names, below ``/<language>/my/`` and in no namespace. Its others are not mounted."""

instead_of_wagtails = [
    path("login/", views.to_sign_in),
    re_path(r"^password_reset/", views.to_password_link),
]
"""Below ``/admin/``, before Wagtail's: its own ways in would pass by the second factor and the limits."""
