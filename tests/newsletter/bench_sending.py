"""How fast an issue goes out: ``python -m tests.newsletter.bench_sending``, with a mail server and a database of its own."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.newsletter.sink import sink
from tests.newsletter.test_kill import COUNT, PREPARE, start
from tests.running import filled, run

MOMENT = 0.1


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=5000)
    number = parser.parse_args().mails
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with filled(folder) as database, sink(folder) as server:
            env = {
                "DATABASE_URL": database,
                "VAR_DIR": name,
                "EMAIL_URL": server.url,
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            }
            run("manage.py", "shell", "-v0", "-c", PREPARE.format(number=number), **env)
            worker = start(env, "send_issue", "latest", "--no-progress")
            while not (first := len(server.accepted())):
                time.sleep(MOMENT)
            began = time.monotonic()
            while len(server.accepted()) < number and worker.poll() is None:
                time.sleep(MOMENT)
            seconds = time.monotonic() - began
            worker.wait()
            print(run("manage.py", "shell", "-v0", "-c", COUNT, **env).stdout.strip()[:100])
    print(f"{number} mails, one worker: {(number - first) / seconds:.0f} mails/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
