"""Mails that are asked for by somebody who is not signed in.

Accounts are looked up here, in the background, so that the answer takes as long for an address without an account.
Such an address gets a mail, too: its owner may have signed up with another one and would wait in vain.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from core.mail import letter
from core.rates import allowed
from members.signin.access import account_of
from members.signin.limits import DAY
from members.signin.links import ADDRESS_HOURS, MINUTES, address_token, new_link
from users.models import User


@task()
def send_link(typed: str, language: str, destination: str, template: str = "signin_link") -> None:
    """Mail a link that signs in to the account behind what was typed, in the language of the page that asked."""
    user = account_of(typed)
    if user and user.is_active:
        path = _path("members:link", language, new_link(user, destination))
        letter(template, user.email, language, {"user": user, "path": path, "minutes": MINUTES}).send()
    elif _is_address(typed) and allowed("letter-to-unknown", typed.casefold(), 1, DAY):
        letter("signin_unknown", typed, language, {"path": _path("members:signin", language)}).send()


@task()
def send_address_link(number: int, address: str, language: str) -> None:
    """Mail a link to the new address of an account, or the news that another account has it."""
    user = User.objects.get(pk=number)
    if User.objects.filter(email__iexact=address).exclude(pk=number).exists():
        letter("address_taken", address, language, {"path": _path("members:signin", language)}).send()
        return
    path = _path("members:address_link", language, address_token(user, address))
    letter("address_confirm", address, language, {"user": user, "path": path, "hours": ADDRESS_HOURS}).send()


def _path(name: str, language: str, *arguments: str) -> str:
    with translation.override(language):
        return reverse(name, args=arguments)


def _is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
