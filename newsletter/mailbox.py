"""Reading a mailbox: ``imaps://user:password@host/folder``, ``maildir:///path`` or ``mbox:///path``."""

import contextlib
import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 60


class MailboxError(Exception):
    """The mailbox cannot be read; the message does not contain the password."""


def read(url: str) -> Iterator[tuple[bytes, Callable[[], None]]]:
    """Each mail with a function that removes it. What is not removed is read again the next time."""
    parts = urlsplit(url)
    readers = {"imaps": _imap, "imap+tls": _imap, "maildir": _files, "mbox": _files}
    if parts.scheme not in readers:
        raise MailboxError(f"NEWSLETTER_BOUNCES_URL has to begin with {', '.join(f'{name}://' for name in readers)}")
    try:
        yield from readers[parts.scheme](parts)
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        raise MailboxError(f"{parts.scheme}://{parts.hostname or parts.path}: {error}") from error


def _files(parts: SplitResult) -> Iterator[tuple[bytes, Callable[[], None]]]:
    path = unquote(parts.path)
    if not Path(path).exists():
        raise FileNotFoundError(path)
    box = mailbox.Maildir(path) if parts.scheme == "maildir" else mailbox.mbox(path)
    with contextlib.closing(box):
        box.lock()
        try:
            for key in list(box.keys()):
                yield box.get_bytes(key), lambda key=key: box.discard(key)
            box.flush()
        finally:
            box.unlock()


def _imap(parts: SplitResult) -> Iterator[tuple[bytes, Callable[[], None]]]:
    context = ssl.create_default_context()
    if parts.scheme == "imaps":
        server = imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, ssl_context=context, timeout=SECONDS)
    else:
        server = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=SECONDS)
        server.starttls(context)
    with server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        state, _data = server.select(f'"{folder}"')
        if state != "OK":
            raise imaplib.IMAP4.error(f"no folder {folder}")
        _state, (keys,) = server.uid("search", None, "ALL")
        for key in keys.split():
            _state, data = server.uid("fetch", key, "(BODY.PEEK[])")
            content = next((part[1] for part in data if isinstance(part, tuple)), b"")
            yield content, lambda key=key: server.uid("store", key, "+FLAGS", r"(\Deleted)")
        server.expunge()
