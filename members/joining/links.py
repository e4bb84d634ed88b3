"""Links in letters to people without an account: signed, for one purpose, for a limited time."""

from django.core import signing
from django.urls import reverse
from django.utils import translation

from members.models import Application, Invitation
from members.models.invitation import SALT

APPLICATION = "members.joining.application"
APPLICATION_DAYS = 90
"""For how long the link to one's application works; each letter carries a new one."""


def application_path(application: Application) -> str:
    """Path of the applicant's own page, in the language of the application."""
    token = signing.dumps(application.pk, salt=APPLICATION)
    with translation.override(application.language):
        return reverse("members:application", args=[token])


def start_path(language: str) -> str:
    """Path of the members' start page, in ``language``."""
    with translation.override(language):
        return reverse("members:start")


def application_of(token: str) -> Application | None:
    """The application of a link, as long as both are there."""
    try:
        number = signing.loads(token, salt=APPLICATION, max_age=APPLICATION_DAYS * 86_400)
    except signing.BadSignature:
        return None
    return Application.objects.select_related("claimed__locale").filter(pk=number).first()


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link was made for, whatever has become of it; ``None`` for a forged or replaced link."""
    try:
        number, nonce = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("organisation__locale", "invited_by")
    return found.filter(pk=number, nonce=nonce).first()
