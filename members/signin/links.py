"""Links in mails: signed, for one purpose, for a short time, and void as soon as the account changes."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.retention import PersonalData, personal_data
from members.models import SignInLink
from users.models import User

MINUTES, ADDRESS_HOURS = 30, 24
"""For how long a link works: to sign in, and to confirm a new address."""
SIGN_IN, ADDRESS = "members.signin.link", "members.signin.address"


def state_of(user: User) -> str:
    """A digest that changes with the password and the address."""
    return salted_hmac(
        "members.signin.state", f"{user.pk} {user.password} {user.email}", algorithm="sha256"
    ).hexdigest()


def new_link(user: User, destination: str = "") -> str:
    """The token of a new link that signs ``user`` in and leads to ``destination``, an address of the portal."""
    link = SignInLink.objects.create(user=user, state=state_of(user), destination=destination)
    return signing.dumps(link.pk, salt=SIGN_IN)


def link_of(token: str) -> SignInLink | None:
    """The link of a token if it still works."""
    try:
        number = signing.loads(token, salt=SIGN_IN, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    link = SignInLink.objects.select_related("user").filter(pk=number).first()
    if link is None or not link.user.is_active or not constant_time_compare(link.state, state_of(link.user)):
        return None
    return link


def use(link: SignInLink) -> bool:
    """End a link and all others of its account; whether this was the first use, also of two at the same moment."""
    with transaction.atomic():
        first, _by_model = SignInLink.objects.filter(pk=link.pk).delete()
        SignInLink.objects.filter(user=link.user).delete()
    return bool(first)


def address_token(user: User, address: str) -> str:
    """A token with which ``user`` confirms a new address."""
    return signing.dumps({"user": user.pk, "address": address, "state": state_of(user)}, salt=ADDRESS)


def address_of(token: str) -> tuple[User, str] | None:
    """Whose new address a token confirms, and which; nothing if it no longer works."""
    try:
        values = signing.loads(token, salt=ADDRESS, max_age=ADDRESS_HOURS * 3600)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=values["user"], is_active=True).first()
    if user is None or not constant_time_compare(values["state"], state_of(user)):
        return None
    return user, values["address"]


@personal_data
class SignInLinkData(PersonalData):
    """Links to sign in, by the account they are for."""

    model = SignInLink
    retention = "Links to sign in that were not used are deleted after a day; they work for half an hour."

    def expired(self):
        return SignInLink.objects.filter(made_at__lt=timezone.now() - timedelta(days=1))

    def of(self, email: str):
        return SignInLink.objects.filter(user__email__iexact=email)
