"""Who sends: for a mail server a process of its own, which outlives the one that asked for it by one mail.

A worker may be killed at any moment, also between the server's taking a mail and our reading its answer. So the socket
belongs to ``manage.py carry_mailing``, in a session of its own, which nobody kills along with the worker: it notices that
its caller is gone, finishes the one mail, writes down the answer and ends (docs/decisions/0015).
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import connection
from django.utils import timezone
from django_tasks import task

from newsletter.lease import is_dead
from newsletter.models import Mailing
from newsletter.sending import NotSendableError, Outcome, Run, start

SLICE_SECONDS = 120
"""How long a task sends before other tasks of the worker get their turn."""
POLL_SECONDS = 0.2
BELOW_OTHERS = -10


def post(mailing: Mailing, *, seconds: float | None = None, tick: Callable[[], None] = lambda: None) -> Outcome:
    """Send a mailing that has been started, until it is out, halted or in trouble, or ``seconds`` are over.

    ``tick`` is called now and then while a process of its own does it.
    """
    if not isinstance(get_connection(), SmtpBackend):
        return Run(mailing, clock(seconds))()
    # The caller's own connection would keep a lock or a place at the server while it only waits.
    connection.close()
    line = [sys.executable, "-m", "django", "carry_mailing", str(mailing.pk)]
    carrier = subprocess.Popen(  # noqa: S603 - our own command line
        [*line, "--seconds", str(seconds)] if seconds else line,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
        text=True,
        start_new_session=True,
    )
    try:
        while carrier.poll() is None:
            tick()
            time.sleep(POLL_SECONDS)
    finally:
        carrier.stdin.close()  # tells it to come to an end
        told = carrier.stdout.read()
        carrier.stdout.close()
        carrier.wait()
    try:
        return Outcome(**json.loads(told))
    except ValueError:
        trouble = f"carry_mailing ended with code {carrier.returncode}"
        Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING).update(trouble=trouble)
        return Outcome("trouble", trouble)


def clock(seconds: float | None = None) -> Callable[[float], bool]:
    """A ``go_on`` for ``Run`` that only looks at the time."""
    end = time.monotonic() + seconds if seconds else None

    def go_on(wait: float) -> bool:
        if wait:
            time.sleep(wait)
        return end is None or time.monotonic() < end

    return go_on


def until_left_alone(seconds: float | None = None) -> Callable[[float], bool]:
    """A ``go_on`` for ``Run`` that ends when the other end of standard input is closed: the caller wants that, or is dead."""
    in_time = clock(seconds)

    def go_on(wait: float) -> bool:
        readable, _writable, _errors = select.select([sys.stdin], [], [], wait)
        return not readable and in_time(0)

    return go_on


@task(priority=BELOW_OTHERS)
def send_in_background(pk: int) -> str:
    """A slice of a mailing; comes back for the rest. How the slice ended.

    Without a worker it runs inside the request to its end, and ``send_due`` looks after what remains.
    """
    mailing = Mailing.objects.get(pk=pk)
    if mailing.state != Mailing.State.SENDING:
        return mailing.state
    deferring = send_in_background.get_backend().supports_defer
    outcome = post(mailing, seconds=SLICE_SECONDS if deferring else None)
    mailing.refresh_from_db()
    if deferring and mailing.state == Mailing.State.SENDING:
        if outcome.state == "halted":
            send_in_background.enqueue(pk)
        elif outcome.state == "later":
            later = timezone.now() + timedelta(seconds=max(outcome.wait, 1))
            send_in_background.using(run_after=later).enqueue(pk)
    return outcome.state


def start_due() -> list[Mailing]:
    """Begin what is scheduled for now, take up what was interrupted; returns what was given to the background."""
    taken = []
    for due in Mailing.objects.due():
        try:
            mailing = start(due, only_due=True)  # as it is now: an earlier one may have been sent in between
        except NotSendableError as error:
            scheduled = Mailing.objects.filter(pk=due.pk, state=Mailing.State.SCHEDULED)
            scheduled.update(state=Mailing.State.DRAFT, trouble=error.message)
            continue
        if mailing.is_interrupted or (mailing.state == Mailing.State.SENDING and is_dead(mailing.lease_owner)):
            send_in_background.enqueue(mailing.pk)
            taken.append(mailing)
    return taken
