"""What follows when a mail is refused: another attempt, a failure, a suspended address.

Nothing follows before the server has taken another mail or the list is at its end. So many refusals in a row are about
us, not about the recipients: an hourly limit, relaying that is not allowed, a mistake of our own. Then the run ends, and
who was refused meanwhile is written to later as if nothing had happened.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from newsletter.bounces import without_address
from newsletter.models import Delivery, Mailing
from newsletter.smtp import RefusedError

IMPATIENT = 20
"""So many temporary refusals in a row: the server wants a break."""
SUSPICIOUS = 50
"""So many refusals for good in a row: the server does not like us."""
PATIENCE = timedelta(days=4)
"""After this time from the start a mail that the server does not want now has failed like any other (RFC 5321, 4.5.4.1)."""
State = Delivery.State


@dataclass
class Held:
    """A refusal that nothing has followed from yet."""

    delivery: Delivery
    error: RefusedError
    tried: int
    """Attempts, this one included."""
    again: bool
    """It had been refused for good in an earlier run, which ended for it."""


class Refusals:
    """Of one mailing, in one run."""

    def __init__(self, mailing: Mailing):
        self.mailing = mailing
        self.held: list[Held] = []

    def note(self, delivery: Delivery, error: RefusedError) -> None:
        """The row waits again, with its attempt given back, whatever becomes of this process."""
        tried = tries(delivery)
        self.held.append(Held(delivery, error, tried, delivery.error.startswith("5")))
        self._put_off(delivery, tried - 1, str(error))

    def broken(self, delivery: Delivery, reason: str) -> None:
        """The connection broke over this mail. It may be what the server stumbles over, so its attempts are counted."""
        tried = tries(delivery)
        if tried > len(settings.NEWSLETTER_RETRY_SECONDS):
            self._write(delivery, state=State.FAILED, attempts=tried, error=reason)
        else:
            self._put_off(delivery, tried, reason)

    @property
    def verdict(self) -> str:
        """How the run has to end: ``trouble``, ``refused`` (see ``sending.Outcome``), or empty: it goes on."""
        temporary = sum(held.error.is_temporary for held in self.held)
        if len(self.held) - temporary >= SUSPICIOUS:
            return "refused"
        return "trouble" if temporary >= IMPATIENT else ""

    @property
    def is_everybody(self) -> bool:
        """At the end of the list: whether the server has not taken a single mail and refuses some for good, for the first
        time. A short list has no long streaks.
        """
        news = any(not held.error.is_temporary and not held.again for held in self.held)
        return news and not self.mailing.deliveries.filter(state__in=Delivery.OUT).exists()

    def settle(self) -> None:
        """They were about the recipients: attempts are used up, addresses without a mailbox suspended."""
        held, self.held = self.held, []
        for each in held:
            self._settle(each)

    def let_go(self) -> None:
        """They were about us. Only who had a second chance, or has waited for days, has none left."""
        is_late = timezone.now() > self.mailing.started_at + PATIENCE
        self.held = [held for held in self.held if is_late or (held.again and not held.error.is_temporary)]
        self.settle()

    def _settle(self, held: Held) -> None:
        delivery, error = held.delivery, held.error
        if error.is_temporary and held.tried <= len(settings.NEWSLETTER_RETRY_SECONDS):
            self._write(delivery, attempts=held.tried)
            return
        self._write(delivery, state=State.FAILED, attempts=held.tried)
        if error.is_mailbox and delivery.subscriber is not None:
            delivery.subscriber.bounced(not error.is_temporary, delivery.error)

    def _put_off(self, delivery: Delivery, attempts: int, reason: str) -> None:
        waits = settings.NEWSLETTER_RETRY_SECONDS or [0]
        retry_at = timezone.now() + timedelta(seconds=waits[min(tries(delivery), len(waits)) - 1])
        self._write(delivery, state=State.PENDING, attempts=attempts, retry_at=retry_at, error=reason)

    def _write(self, delivery: Delivery, **values) -> None:
        """Unless the recipient has left, or another process has the row by now."""
        if "error" in values:
            values["error"] = without_address(values["error"], delivery.address)[:300]
        for name, value in values.items():
            setattr(delivery, name, value)
        Delivery.objects.filter(pk=delivery.pk, state__in=[State.PENDING, State.HANDED]).update(**values)


def tries(delivery: Delivery) -> int:
    """How often a row has been tried, with the attempt that is being made. One that got to the last word is counted already."""
    return delivery.attempts + (delivery.state == State.PENDING)
