"""The portal as a city runs it: real processes with a database, a folder and a port of their own."""

import contextlib
import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

KEPT_FOR_RUN = "PORTAL_TESTS_KEEP"
"""Environment variable with the folder of what all workers of a test run may share."""
START_SECONDS = 240
STOP_SECONDS = 30
OURS = (
    "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "MEDIA_ROOT", "MEDIA_URL", "DEBUG", "PORT",
    "LANGUAGES", "SEARCH_URL", "SEARCH_INDEX_PREFIX",
)  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**values: str) -> dict[str, str]:
    """The environment of a new process: this one's without the portal's own variables, and ``values``."""
    kept = {name: value for name, value in os.environ.items() if name not in {*OURS, "DATABASE_URL", "VAR_DIR"}}
    return {**kept, **values}


def run(*arguments: str, check: bool = True, **values: str) -> subprocess.CompletedProcess:
    """Run Python in the project's folder with ``environment(**values)``; ``check`` raises with what it printed."""
    result = subprocess.run(  # noqa: S603 - our own command lines
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment(**values),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if check and result.returncode:
        raise AssertionError(f"{arguments}: exit code {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """A new, empty database of the kind that the tests run on, as a ``DATABASE_URL``."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    name = f"portal_{uuid.uuid4().hex}"
    parts = urlsplit(url)
    # libpq reads an empty host as a socket, so "postgres:///name" must keep its three slashes.
    own, server = (f"{parts.scheme}://{parts.netloc}/{database}" for database in (name, "postgres"))
    with psycopg.connect(server.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield own
    finally:
        with psycopg.connect(server.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class Answer:
    """What the server said; header names are case-insensitive."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    """A running ``python -m portal.serve``."""

    process: subprocess.Popen
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        """GET without following redirects."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def children(self) -> dict[int, str]:
        """Process id and command line of the direct children (Linux: proc(5))."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid): Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in pids}

    def wait_until_ready(self) -> None:
        """Until ``/readyz`` says 200; fails with the log when the process ends or does not get ready."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/readyz").status == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"The portal did not start:\n{self.log.read_text()[-4000:]}")


@contextlib.contextmanager
def serve(folder: Path, database_url: str) -> Iterator[Served]:
    """``python -m portal.serve`` on a free port, ready to answer; whatever is left of it at the end is killed."""
    port, log = free_port(), folder / "serve.log"
    with log.open("a") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-m", "portal.serve", "--port", str(port)],
            cwd=settings.BASE_DIR,
            env=environment(VAR_DIR=str(folder), DATABASE_URL=database_url),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        served = Served(process, port, log)
        served.wait_until_ready()
        yield served
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)


def once(name: str, folder: Path, make: Callable[[Path], None]) -> None:
    """Put into ``folder`` what ``make`` leaves in a folder. Made once in a test run; the next ones get a copy."""
    kept = os.environ.get(KEPT_FOR_RUN)
    if not kept:
        make(folder)
        return
    made = Path(kept, name)
    with Path(kept, f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = Path(kept, f"{name}.making")
            making.mkdir()
            make(making)
            making.rename(made)
    shutil.copytree(made, folder, dirs_exist_ok=True)


def collected(folder: Path) -> None:
    """The static files of production, so that a portal served from ``folder`` need not collect them."""
    code = "import os; from portal import serve; os.environ.update(serve.defaults(0)); exit(serve.collect_static())"
    once("static", folder, lambda made: run("-c", code, VAR_DIR=str(made)))


@contextlib.contextmanager
def filled(folder: Path, *commands: list[str]) -> Iterator[str]:
    """A migrated database after the management commands given, as a ``DATABASE_URL``."""
    with database(folder) as url:
        if url.startswith("sqlite:///"):
            name = hashlib.sha256(repr(commands).encode()).hexdigest()
            once(name, folder, lambda made: _fill(made, f"sqlite:///{made / 'portal.sqlite3'}", commands))
        else:
            _fill(folder, url, commands)
        yield url


def _fill(folder: Path, url: str, commands: Sequence[list[str]]) -> None:
    if commands and url.startswith("sqlite:///"):
        with filled(folder):
            pass
    else:
        run("manage.py", "migrate", "--verbosity", "0", VAR_DIR=str(folder), DATABASE_URL=url)
    for command in commands:
        run("manage.py", *command, VAR_DIR=str(folder), DATABASE_URL=url)
