"""How often may be tried. Nobody is locked out of an account, and no town hall out of the portal.

Failed passwords count for one account *from one network*: whoever guesses elsewhere does not stand in the owner's way,
and the link by mail works in any case. The counters of a whole network are wide, since a town hall of 300 people is one.
Accounts are counted by what was typed, so that an account that does not exist behaves like one that does.
"""

import unicodedata
from dataclasses import dataclass

from django.http import HttpRequest

from core.rates import allowed, give_back, network_asking
from members.signin.links import MINUTES

QUARTER, HOUR, DAY = 15 * 60, 60 * 60, 24 * 60 * 60
PASSWORDS, PASSWORDS_PER_NETWORK = 10, 600
"""Wrong passwords in a quarter of an hour: for an account from a network, and from a network for all accounts."""
CODES, CODES_PER_DAY = 10, 50
"""Wrong codes of an account: in a quarter of an hour from one network, and in a day from everywhere.

Six digits can be guessed from many networks at once, hence the second number (NIST SP 800-63B-4, 3.2.2, allows 100).
Whoever reaches it knows the password or reads the mail already.
"""
LINKS, LINKS_PER_NETWORK = 5, 300
"""Mails with a link: to one address as long as a link works, and asked for from one network in an hour.

Not longer for an address: else a stranger who asks for all of them would leave its owner without one that works.
"""


def account_key(typed: str) -> str:
    """The same for what a person takes for the same: upper and lower case, full-width letters, spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


@dataclass(frozen=True)
class Tries:
    """Counters (scope, key, number, seconds) of one kind of try, the narrowest first."""

    counters: tuple[tuple[str, str, int, int], ...]

    def begin(self) -> bool:
        """Count a try before it is made, so that tries at the same moment count, too; whether it may be made."""
        return all(allowed(*counter) for counter in self.counters)

    def succeeded(self) -> None:
        """Take the try back."""
        for scope, key, _number, _seconds in self.counters:
            give_back(scope, key)


def passwords(request: HttpRequest, typed: str) -> Tries:
    """Tries of a password for what was typed as name or address."""
    network = network_asking(request)
    return Tries(
        (
            ("password", f"{account_key(typed)} {network}", PASSWORDS, QUARTER),
            ("password-network", network, PASSWORDS_PER_NETWORK, QUARTER),
        )
    )


def codes(request: HttpRequest, user) -> Tries:
    """Tries of a second factor."""
    return Tries(
        (
            ("code", f"{user.pk} {network_asking(request)}", CODES, QUARTER),
            ("code-day", str(user.pk), CODES_PER_DAY, DAY),
        )
    )


def links(request: HttpRequest, typed: str) -> Tries:
    """Mails with a link."""
    return Tries(
        (
            ("link", account_key(typed), LINKS, MINUTES * 60),
            ("link-network", network_asking(request), LINKS_PER_NETWORK, HOUR),
        )
    )
