"""``make serve``: the processes of production side by side, for one machine or one container.

Granian (web) and the background worker start together and end together: when one dies, the other is stopped and the
exit code is not 0, so that systemd or the container engine starts both anew.
"""

import argparse
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import time
from importlib.metadata import distributions
from pathlib import Path

from portal import object_store

BASE_DIR = Path(__file__).resolve().parents[1]
GRACE_SECONDS = 15


def defaults(port: int) -> dict[str, str]:
    """What production insists on, for a try on this machine; everything already in the environment stays."""
    var = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
    var.mkdir(parents=True, exist_ok=True)
    values = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{var / 'portal.sqlite3'}",
        "BACKGROUND_WORKER": "1",
        "HOST": "127.0.0.1",
        "WEB_WORKERS": "2",
    }
    if "SECRET_KEY" not in os.environ:
        values["SECRET_KEY"] = local_secret(var / "secret_key")
    return {name: value for name, value in values.items() if name not in os.environ}


def local_secret(path: Path) -> str:
    """A secret made at the first start and kept beside the database, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def manage(*arguments: str) -> int:
    """Run a management command; its exit code."""
    return subprocess.call([sys.executable, "manage.py", *arguments, "--verbosity", "0"], cwd=BASE_DIR)  # noqa: S603


def collect_static() -> int:
    """Collect and compress static files, unless they come from the same sources as before: it takes a quarter of a minute."""
    collected = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")) / "static"
    stamp = collected.with_name("static.sources")
    sources = fingerprint()
    if (collected / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == sources:
        return 0
    code = manage("collectstatic", "--noinput")
    if code == 0:
        stamp.write_text(sources)
    return code


def fingerprint() -> str:
    """Changes with the static files of the project and with the versions of the installed packages."""
    own = [(str(path), path.stat().st_size, path.stat().st_mtime) for path in (BASE_DIR / "portal/static").rglob("*")]
    packages = [(package.name, package.version) for package in distributions()]
    return hashlib.sha256(repr((sorted(own), sorted(packages))).encode()).hexdigest()


def commands(port: int) -> list[list[str]]:
    """The command lines of the web server and of the worker."""
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        os.environ["HOST"],
        "--port",
        str(port),
    ]
    granian += ["--workers", os.environ["WEB_WORKERS"], "--blocking-threads", "4", "--respawn-failed-workers"]
    # Behind an object store the folder may still hold what was uploaded before; nobody serves it any more.
    if not os.environ.get("MEDIA_URL", "").startswith(object_store.SCHEME):
        media = Path(os.environ.get("MEDIA_ROOT") or Path(os.environ.get("VAR_DIR", BASE_DIR / "var")) / "media")
        media.mkdir(parents=True, exist_ok=True)
        granian += ["--static-path-route", "/media", "--static-path-mount", str(media)]
    granian.append("portal.wsgi:application")
    worker = [sys.executable, "manage.py", "db_worker", "--queue-name", "*"]
    return [granian, worker]


def supervise(lines: list[list[str]]) -> int:
    """Run the commands until one ends or a signal comes; stop all; 0 only after a signal."""
    children = [subprocess.Popen(line, cwd=BASE_DIR) for line in lines]  # noqa: S603 - our own command lines
    asked_to_stop = False

    def stop(*_args) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not asked_to_stop and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0 if asked_to_stop else 1


def main() -> int:
    """Prepare, start, and wait; the exit code."""
    """Prepare database and static files, then run the processes; returns the exit code."""
    parser = argparse.ArgumentParser(description="Run the portal as in production.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    port = parser.parse_args().port
    os.environ.update(defaults(port))
    if code := manage("migrate") or collect_static():
        return code
    print(f"The portal: {os.environ['BASE_URL']}/", flush=True)
    return supervise(commands(port))


if __name__ == "__main__":
    sys.exit(main())
