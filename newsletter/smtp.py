"""Handing mails to a mail server, one at a time, so that it is always known whose mail it is.

A server takes a mail over with its answer to the dot that ends DATA (RFC 5321, 4.2.5, 6.1). ``Wire.offer`` sends
everything but that dot; the caller writes down that the mail goes now; ``Wire.hand_over`` sends the dot and reads the
answer. docs/decisions/0015 says what follows for every way in which this can break.
"""

import contextlib
import re
import smtplib
import socket
from typing import Protocol

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

TIMEOUT = 120
"""Seconds to wait for a server, unless EMAIL_URL says otherwise."""
DOT_TIMEOUT = 600
"""Seconds to wait for its answer to the last word, at least (RFC 5321, 4.5.3.2.6): it may be looking for viruses."""
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
MAILBOX_SUBJECTS = {"1", "2"}
"""RFC 3463: X.1 addressing, X.2 mailbox. The others are about networks, policy, or the mail itself."""
MAILBOX_CODES = {450, 550, 551, 553}
"""RFC 5321, 4.2.3: mailbox unavailable, user not local, mailbox name not allowed."""
DOT_AT_LINE_START = re.compile(rb"(?m)^\.")


class UnreachableError(Exception):
    """The server cannot be reached, or refuses us and not one recipient: nothing was handed over.

    ``connected``: it had been reached, so that the mail itself might be what it stumbles over.
    """

    def __init__(self, text: str, *, connected: bool = False):
        super().__init__(text)
        self.connected = connected


class UnansweredError(UnreachableError):
    """The server was told the last word and did not answer: nobody knows whether it has the mail."""


class RefusedError(Exception):
    """The server refuses one mail."""

    def __init__(self, code: int, text: str):
        super().__init__(f"{code} {text}")
        self.code, self.text = code, text

    @property
    def is_temporary(self) -> bool:
        return self.code < 500

    @property
    def is_mailbox(self) -> bool:
        """Whether the address itself is the reason: it does not exist, or, if temporary, its mailbox is full. Never an
        answer about us, such as a limit (X.7).
        """
        if found := ENHANCED.search(self.text):
            return found[2] in MAILBOX_SUBJECTS
        return self.code in MAILBOX_CODES


class Outgoing(Protocol):
    """A mail to one recipient, in the form that a way needs."""

    to: str

    def message(self) -> EmailMessage:
        """For Django's backends."""

    def data(self) -> bytes:
        """As it goes over the wire: lines end with CR LF."""


class Wire(Protocol):
    """A way to hand over mails."""

    def offer(self, mail: Outgoing) -> None:
        """Everything that can be undone. Raises ``RefusedError`` or ``UnreachableError``."""

    def hand_over(self) -> None:
        """What cannot. Raises ``RefusedError``, or ``UnansweredError`` if nobody knows."""

    def drop(self) -> None:
        """Forget an offered mail."""

    def close(self) -> None:
        """Say goodbye."""


def open_wire(envelope_sender: str) -> "Wire":
    """The way that ``EMAIL_URL`` says. ``envelope_sender``: where bounces go."""
    backend = get_connection()
    return SmtpWire(backend, envelope_sender) if isinstance(backend, SmtpBackend) else BackendWire(backend)


class SmtpWire:
    """SMTP over one connection, opened when it is needed."""

    def __init__(self, backend: SmtpBackend, envelope_sender: str):
        self.backend = backend
        self.backend.timeout = backend.timeout or TIMEOUT
        self.envelope_sender = envelope_sender

    @property
    def smtp(self) -> smtplib.SMTP:
        if self.backend.connection is None:
            try:
                self.backend.open()
                self.backend.connection.ehlo_or_helo_if_needed()
            except (OSError, smtplib.SMTPException) as error:
                self.backend.connection = None
                raise UnreachableError(describe(error)) from error
            # The dot is a packet of its own; without this it would wait 40 ms for the body's acknowledgement.
            self.backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.backend.connection

    def offer(self, mail: Outgoing) -> None:
        data = mail.data()
        body = DOT_AT_LINE_START.sub(b"..", data)
        body = body if body.endswith(b"\r\n") else body + b"\r\n"
        smtp = self.smtp
        try:
            eight_bit = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") and not data.isascii() else []
            code, text = smtp.mail(self.envelope_sender, eight_bit)
            if code != 250:
                raise UnreachableError(f"MAIL FROM {code} {readable(text)}")
            code, text = smtp.rcpt(mail.to)
            if code not in {250, 251}:
                self._refused(code, text)
            code, text = smtp.docmd("DATA")
            if code != 354:
                self._refused(code, text)
            smtp.send(body)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self.drop()
            raise UnreachableError(describe(error), connected=True) from error
        except UnreachableError:
            self.drop()
            raise

    def _refused(self, code: int, text: bytes) -> None:
        if code in {421, -1}:  # 421: the server closes; -1: smtplib, no answer
            raise UnreachableError(f"{code} {readable(text)}", connected=True)
        with contextlib.suppress(smtplib.SMTPServerDisconnected, OSError):
            self.smtp.rset()
        raise RefusedError(code, readable(text))

    def hand_over(self) -> None:
        smtp = self.backend.connection
        try:
            smtp.sock.settimeout(max(self.backend.timeout, DOT_TIMEOUT))
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise UnansweredError(describe(error)) from error
        if code in {421, -1}:  # 421: the server closes; -1: smtplib, no answer
            self.drop()
        else:
            smtp.sock.settimeout(self.backend.timeout)
        if code == -1:
            raise UnansweredError(readable(text))
        if code // 100 != 2:
            raise RefusedError(code, readable(text))

    def drop(self) -> None:
        """Inside DATA there is no way back but to hang up: a server throws away what no dot has ended."""
        connection, self.backend.connection = self.backend.connection, None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        if self.backend.connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.backend.connection.quit()
            self.backend.connection = None


class BackendWire:
    """Any other mail backend of Django: console, memory, file, or one of a mail service."""

    def __init__(self, backend: BaseEmailBackend):
        self.backend = backend
        self.mail: Outgoing | None = None

    def offer(self, mail: Outgoing) -> None:
        self.mail = mail

    def hand_over(self) -> None:
        try:
            self.backend.send_messages([self.mail.message()])
        except (OSError, smtplib.SMTPException) as error:
            raise RefusedError(421, describe(error)) from error
        except Exception as error:  # what backends of services raise has no common base
            status = getattr(error, "status_code", None) or 451
            raise RefusedError(status if status in {550, 553} else 451, describe(error)) from error

    def drop(self) -> None:
        self.mail = None

    def close(self) -> None:
        self.backend.close()


def readable(text: bytes | str) -> str:
    """An answer of a server, which may be in any encoding."""
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def describe(error: Exception) -> str:
    """One line on an error, for editors and logs."""
    return f"{type(error).__name__}: {error}"
