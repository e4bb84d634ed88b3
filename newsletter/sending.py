"""Sending a mailing: who gets it is frozen at the start, then each mail is handed over once.

Every ``Delivery`` goes pending → handed → sent. The step to *handed* is committed right before the server gets the mail;
only one process can make it for a row, so that nobody is written to twice, whatever dies. A row that its process has
left *handed* becomes *unsure*: it counts as sent. docs/decisions/0015 weighs the alternatives.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.compose import compose_all
from newsletter.lease import Lease
from newsletter.letterbox import Letterbox
from newsletter.models import Delivery, Mailing
from newsletter.refusals import Refusals
from newsletter.smtp import RefusedError, UnansweredError, UnreachableError, Wire, describe, open_wire

log = logging.getLogger(__name__)
BATCH = 50
"""Recipients that are read at once."""
RECONNECT_SECONDS = (1, 4, 10)
"""Waits before the server is tried again; then the sending ends politely and is taken up later."""
LOCAL_ERROR = 451
"""RFC 5321, 4.2.3: local error in processing."""
State, Phase = Delivery.State, Mailing.State


class NotSendableError(Exception):
    """The mailing cannot be started. ``reason``: ``empty`` (no subject or content) or ``nobody`` (no recipient)."""

    MESSAGES = {
        "empty": _("There is no German subject or no content yet."),
        "nobody": _("Nobody would get it."),
    }

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason

    @property
    def message(self) -> str:
        """For the editor, in the active language."""
        return str(self.MESSAGES[self.reason])


@dataclass
class Outcome:
    """How a run ended. ``state``: ``done`` (nobody is left), ``later`` (somebody is, see ``wait``), ``halted`` (paused,
    stopped or asked to end), ``trouble`` (server, database or a mistake of ours; it will be tried again), ``refused`` (the
    server refuses everything; paused), ``busy`` (another process sends this mailing).
    """

    state: str
    note: str = ""
    wait: float = 0
    """Seconds until the next attempt, for ``later``."""


def start(mailing: Mailing, *, only_due: bool = False) -> Mailing:
    """Freeze recipients and content, all or nothing; returns the mailing, ready for ``run``. Raises ``NotSendableError``.

    Whoever confirms from now on gets the next issue. ``only_due``: nothing happens unless it is still scheduled and its
    time has come; editors may have changed that since ``mailing`` was read.
    """
    with transaction.atomic():
        locked = Mailing.objects.select_for_update().get(pk=mailing.pk).specific
        if only_due and not locked.is_due:
            return locked
        if locked.state not in {Phase.DRAFT, Phase.SCHEDULED}:
            return locked
        if not locked.subject or not locked.body:
            raise NotSendableError("empty")
        recipients = locked.recipients()
        if not recipients:
            raise NotSendableError("nobody")
        Delivery.objects.bulk_create(recipients, batch_size=1000)
        locked.content = compose_all(locked)
        if not any(content["parts"] for content in locked.content.values()):
            raise NotSendableError("empty")
        locked.state, locked.started_at, locked.trouble = Phase.SENDING, timezone.now(), ""
        locked.save()
    return locked


def change(mailing: Mailing, wanted: str, *, of: set[str]) -> bool:
    """Pause, resume or stop: one state to another, unless somebody was faster."""
    values = {"state": wanted, "trouble": ""}
    if wanted == Phase.STOPPED:
        values["finished_at"] = timezone.now()
    return bool(Mailing.objects.filter(pk=mailing.pk, state__in=of).update(**values))


class Run:
    """One process sends one mailing. ``go_on(seconds)`` waits so long and says whether to continue."""

    def __init__(self, mailing: Mailing, go_on: Callable[[float], bool], wire: Wire | None = None):
        self.mailing = mailing.specific
        self.go_on = go_on
        self.wire = wire or open_wire(settings.NEWSLETTER_BOUNCES_TO or settings.DEFAULT_FROM_EMAIL)
        self.letters = Letterbox(self.mailing)
        self.lease = Lease(self.mailing)
        self.taken: list[int] = []
        """Keys of mails that the server has taken. It is written down by the batch: *handed* counts as sent as well."""
        self.refusals = Refusals(self.mailing)
        self.pace = 60 / settings.NEWSLETTER_PER_MINUTE if settings.NEWSLETTER_PER_MINUTE else 0

    def __call__(self) -> Outcome:
        """Send until nobody is left, or something says stop."""
        if not self.lease.take():
            return Outcome("busy")
        try:
            self._settle_what_others_left()
            outcome = self._send()
            self._write_taken()
            return self._close(self._weigh_refusals(outcome))
        except Exception as error:  # a full disk, say; what was not written down has not been sent
            log.exception("Mailing %d: the sending broke off", self.mailing.pk)
            trouble = Outcome("trouble", describe(error))
            with contextlib.suppress(DatabaseError):
                self._write_taken()
                self._close(trouble)
            return trouble
        finally:
            self.wire.close()
            with contextlib.suppress(DatabaseError):
                self.lease.give_back()

    def _settle_what_others_left(self) -> None:
        """Mails that a process which died had begun to hand over. The server has them as far as anybody can know."""
        Delivery.objects.filter(mailing_id=self.mailing.pk, state=State.HANDED).update(state=State.UNSURE)

    # --- The loop --------------------------------------------------------------------------------------------------

    def _send(self) -> Outcome:
        failures = 0
        for delivery in self._waiting():
            going_on = True
            while delivery.state == State.PENDING:
                try:
                    going_on = self._one(delivery)
                    failures = 0
                    break
                except UnreachableError as error:
                    if failures == len(RECONNECT_SECONDS) or not self.go_on(RECONNECT_SECONDS[failures]):
                        if error.connected and delivery.state == State.PENDING:
                            self.refusals.broken(delivery, str(error))
                        return Outcome("trouble", str(error))
                    failures += 1
            if not going_on or not self.go_on(self.pace):
                return Outcome("halted")
            if verdict := self.refusals.verdict:
                return Outcome(verdict, delivery.error)
        return Outcome("done")

    def _waiting(self) -> Iterator[Delivery]:
        """Rows whose turn it is, those that have been put off last, so that they hold up nobody."""
        waiting = Delivery.objects.filter(mailing_id=self.mailing.pk, state=State.PENDING)
        yield from self._rows(waiting.filter(retry_at__isnull=True).order_by("pk"))
        yield from self._rows(waiting.filter(retry_at__lte=timezone.now()).order_by("retry_at", "pk"))

    def _rows(self, waiting: QuerySet) -> Iterator[Delivery]:
        """By the batch, until none is left; those whose recipient has left are marked and left out."""
        while rows := list(waiting.select_related("subscriber").prefetch_related("subscriber__topics")[:BATCH]):
            keys = [row.pk for row in rows]
            batch = Delivery.objects.filter(pk__in=keys, state=State.PENDING)
            wanted = set(self.mailing.still_wanted(batch).values_list("pk", flat=True))
            if gone := set(keys) - wanted:
                batch.filter(pk__in=gone).update(state=State.SKIPPED)
            if nothing := {row.pk for row in rows if row.pk in wanted and self.letters.has_nothing_for(row)}:
                batch.filter(pk__in=nothing).update(state=State.NOTHING)
            yield from (row for row in rows if row.pk in wanted - nothing)

    def _one(self, delivery: Delivery) -> bool:
        """Hand over one mail; ``False`` if this process shall not send any more."""
        self.lease.renew()
        try:
            self.wire.offer(self.letters.mail(delivery))
            if not self._mark_handed(delivery):
                self.wire.drop()
                return self._may_send()
            self.lease.renew()
            self.wire.hand_over()
        except RefusedError as error:
            self.refusals.note(delivery, error)
        except UnansweredError as error:
            self._unanswered(delivery, error)
            raise
        except (UnreachableError, DatabaseError):
            raise
        except Exception as error:
            if delivery.state != State.PENDING:
                raise
            log.exception("Mailing %d: there is no mail for delivery %d", self.mailing.pk, delivery.pk)
            self.wire.drop()
            self.refusals.note(delivery, RefusedError(LOCAL_ERROR, describe(error)))
        else:
            self.taken.append(delivery.pk)
            self.refusals.settle()
            if len(self.taken) >= BATCH:
                self._write_taken()
        return True

    def _mark_handed(self, delivery: Delivery) -> bool:
        """The one step that lets a mail out, committed when this returns. ``False`` if the row is not
        ours to send: somebody else has it, the recipient has left, or the mailing is paused.
        """
        row = Delivery.objects.filter(pk=delivery.pk, state=State.PENDING, mailing__state=Phase.SENDING)
        values = {"state": State.HANDED, "handed_at": timezone.now(), "attempts": F("attempts") + 1}
        marked = self.mailing.still_wanted(row).update(**values)
        if marked:
            delivery.state = State.HANDED
            delivery.attempts += 1
        return bool(marked)

    def _may_send(self) -> bool:
        """After a row could not be marked: whether that was about its recipient only."""
        return Mailing.objects.filter(pk=self.mailing.pk, state=Phase.SENDING, lease_owner=self.lease.owner).exists()

    # --- Answers ---------------------------------------------------------------------------------------------------

    def _write_taken(self) -> None:
        """Rows may be *unsure* by now, if this process was asleep and another one took over."""
        taken, self.taken = self.taken, []
        Delivery.objects.filter(pk__in=taken, state__in=[State.HANDED, State.UNSURE]).update(state=State.SENT, error="")

    def _unanswered(self, delivery: Delivery, error: UnansweredError) -> None:
        """The server may have the mail. It is not sent again (docs/decisions/0015)."""
        delivery.state = State.UNSURE
        Delivery.objects.filter(pk=delivery.pk, state=State.HANDED).update(state=State.UNSURE, error=str(error)[:300])

    def _weigh_refusals(self, outcome: Outcome) -> Outcome:
        """What follows from the last ones; nobody is left to show whether the server takes others."""
        if outcome.state != "done":
            self.refusals.let_go()
        elif self.refusals.is_everybody:
            outcome = Outcome("refused", self.refusals.held[-1].delivery.error)
            self.refusals.let_go()
        else:
            self.refusals.settle()
        return outcome

    # --- The end ---------------------------------------------------------------------------------------------------

    def _close(self, outcome: Outcome) -> Outcome:
        """Write down how it ended. Nobody left: the mailing is out."""
        mine = Mailing.objects.filter(pk=self.mailing.pk, state=Phase.SENDING, lease_owner=self.lease.owner)
        if outcome.state == "done":
            left = self.mailing.deliveries.filter(state=State.PENDING).aggregate(
                count=Count("pk"), next=Min("retry_at")
            )
            if left["count"]:
                seconds = (left["next"] - timezone.now()).total_seconds() if left["next"] else 0
                return Outcome("later", wait=max(0.0, seconds))
            mine.update(state=Phase.SENT, finished_at=timezone.now(), trouble="")
        elif outcome.state in {"trouble", "refused"}:
            state = Phase.PAUSED if outcome.state == "refused" else Phase.SENDING
            mine.update(trouble=outcome.note[:300], state=state)
            log.warning("Mailing %d: %s", self.mailing.pk, outcome.note)
        return outcome
