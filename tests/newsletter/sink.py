"""A real local mail server (aiosmtpd) that keeps a line for each mail it has accepted: ``python -m tests.newsletter.sink``."""

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from aiosmtpd.smtp import SMTP
from django.conf import settings

from tests.running import free_port


class Handler:
    """Accepts everything but what an address asks for: ``reject-…`` is unknown, ``busy-…`` is refused for now until the
    file ``open`` lies beside the log, ``silent-…`` gets no answer to the last word, ``closing-…`` the answer that the
    server closes.
    """

    def __init__(self, log: Path, keep: bool):
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.gate = log.with_name("open")
        self.kept = log.with_name("mails") if keep else None
        self.number = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("reject-"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("busy-") and not self.gate.exists():
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if envelope.rcpt_tos[0].startswith("silent-"):
            await asyncio.sleep(60)
        if envelope.rcpt_tos[0].startswith("closing-"):
            return "421 4.3.2 Shutting down"
        head = envelope.content.partition(b"\r\n\r\n")[0]
        message_id = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        os.write(self.log, b"%s %s\n" % (envelope.rcpt_tos[0].encode(), message_id[11:].strip()))
        if self.kept:
            self.number += 1
            self.kept.mkdir(exist_ok=True)
            (self.kept / f"{self.number}.eml").write_bytes(envelope.content)
        return "250 OK"


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--keep", action="store_true", help="Keep the mails themselves, too.")
    options = parser.parse_args()
    handler = Handler(options.log, options.keep)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=False), "127.0.0.1", options.port
    )
    await server.serve_forever()


class Sink:
    """A running sink."""

    def __init__(self, folder: Path, port: int):
        self.log, self.port = folder / "accepted", port
        self.gate = folder / "open"
        self.kept = folder / "mails"

    @property
    def url(self) -> str:
        """For ``EMAIL_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    def accepted(self) -> list[str]:
        """Addresses of the mails that it has taken, in order."""
        return [line.split()[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []


@contextlib.contextmanager
def sink(folder: Path, *options: str, port: int = 0) -> Iterator[Sink]:
    """A sink in a process of its own."""
    running = Sink(folder, port or free_port())
    process = subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "-m", "tests.newsletter.sink", str(running.port), str(running.log), *options],
        cwd=settings.BASE_DIR,
    )
    try:
        wait_for(running.port)
        yield running
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    """Until somebody listens."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            asyncio.run(_knock(port))
            return
        time.sleep(0.05)
    raise AssertionError("The mail server did not start.")


async def _knock(port: int) -> None:
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    await writer.wait_closed()


if __name__ == "__main__":
    asyncio.run(main())
