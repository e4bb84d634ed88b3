"""One process at a time sends a mailing. That spares work; that nobody is written to twice does not depend on it."""

import os
import secrets
import socket
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from newsletter.models import Mailing

LENGTH = timedelta(minutes=15)
"""Longer than any wait for the mail server (``newsletter.smtp``), so that nobody takes over from a process that lives."""
RENEW_EVERY = timedelta(seconds=20)


class Lease:
    """Held by ``owner``: host, process, when that process started, and something random for threads."""

    def __init__(self, mailing: Mailing):
        self.rows = Mailing.objects.filter(pk=mailing.pk)
        pid = os.getpid()
        self.owner = f"{socket.gethostname()[:100]}|{pid}|{started(pid)}|{secrets.token_hex(6)}"
        self.renewed_at: datetime | None = None

    def take(self) -> bool:
        """Whether it is ours now. A lease whose process has died is taken over at once on the same host, elsewhere when
        it has run out.
        """
        holder = self.rows.values_list("lease_owner", flat=True).first()
        free = Q(lease_owner="") | Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
        if holder and is_dead(holder):
            free |= Q(lease_owner=holder)
        taken = self.rows.filter(free).update(lease_owner=self.owner, lease_until=timezone.now() + LENGTH)
        self.renewed_at = timezone.now()
        return bool(taken)

    def renew(self) -> None:
        """Every now and then."""
        if timezone.now() - self.renewed_at > RENEW_EVERY:
            self.renewed_at = timezone.now()
            self.rows.filter(lease_owner=self.owner).update(lease_until=self.renewed_at + LENGTH)

    def give_back(self) -> None:
        self.rows.filter(lease_owner=self.owner).update(lease_owner="", lease_until=None)


def started(pid: int) -> str:
    """When a process started, in the kernel's ticks (Linux: proc(5)); empty where the kernel does not say."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_dead(owner: str) -> bool:
    """Whether the process that holds a lease was on this host and has ended; its number may belong to another by now."""
    host, _bar, rest = owner.partition("|")
    pid, _bar, rest = rest.partition("|")
    if host != socket.gethostname()[:100] or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives, as another user
        pass
    return started(int(pid)) != rest.partition("|")[0]
