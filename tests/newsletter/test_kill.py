"""Sending with real processes, a real mail server and ``kill -9``: nobody is lost, nobody is written to twice.

``PORTAL_KILL_MAILS=500`` makes it shorter while one works on it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.newsletter.sink import Sink, sink
from tests.running import environment, filled, run

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes through /proc, which is Linux's"),
]
MAILS = int(os.environ.get("PORTAL_KILL_MAILS", "10000"))
KILLS = 4
PREPARE = """
from django.utils import timezone
from newsletter.models import Issue, Subscriber
number = {number}
Subscriber.objects.all().delete()
Subscriber.objects.bulk_create([
    Subscriber(
        email=f"reader-{{n}}@example.org", email_key=f"reader-{{n}}@example.org", email_hash=f"{{n:064}}",
        language=["de", "ar", "uk", ""][n % 4], status="confirmed", confirmed_at=timezone.now(),
    )
    for n in range(number)
], batch_size=1000)
text = {{"texts": [{{"language": "de", "text": "<p>Guten Tag</p>"}}, {{"language": "ar", "text": "<p>نهاركم سعيد</p>"}}]}}
Issue.objects.create(subject={{"de": "Neues", "ar": "جديد"}}, body=[("text", text), ("events", {{"weeks": 4, "most": 10}})])
"""
SCHEDULE = """
from newsletter.models import Mailing
Mailing.objects.filter(state="draft").update(state="scheduled", send_at="2020-01-01 00:00Z")
"""
COUNT = """
from newsletter.models import Delivery, Issue
import json
rows = Delivery.objects.filter(mailing=Issue.objects.latest("pk").pk)
unsure = rows.filter(state="unsure").values_list("subscriber__email", flat=True)
print(json.dumps(dict(state=Issue.objects.latest("pk").state, sent=rows.filter(state="sent").count(), unsure=list(unsure))))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kill")


@pytest.fixture(scope="module")
def database_url(folder):
    with filled(folder) as url:
        yield url


@pytest.fixture
def server(tmp_path):
    with sink(tmp_path) as running:
        yield running


@pytest.fixture
def env(folder, database_url, server):
    return {
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
        "EMAIL_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }


def prepare(env: dict, number: int) -> None:
    run("manage.py", "shell", "-v0", "-c", PREPARE.format(number=number), **env)


def counted(env: dict) -> dict:
    return json.loads(run("manage.py", "shell", "-v0", "-c", COUNT, **env).stdout)


def start(env: dict, *arguments: str) -> subprocess.Popen:
    """A worker in a process group of its own."""
    return subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(**env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def sending_starts(server: Sink, known: int, process: subprocess.Popen) -> None:
    """Until the server gets mails again."""
    deadline = time.monotonic() + 120
    while len(server.accepted()) <= known and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    assert len(server.accepted()) > known


def carriers(database_url: str) -> list[int]:
    """Ids of processes that talk to the mail server for this database."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line, variables = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if b"carry_mailing" in line and database_url.encode() in variables:
            found.append(int(process.name))
    return found


def assert_everybody_got_one(server: Sink, number: int) -> None:
    accepted = Counter(server.accepted())
    assert [address for address, times in accepted.items() if times > 1] == []
    assert [n for n in range(number) if f"reader-{n}@example.org" not in accepted] == []


def test_a_worker_killed_many_times_loses_nobody_and_doubles_nobody(env, server):
    prepare(env, MAILS)
    chance = random.Random(5)
    for _kill in range(KILLS):
        known = len(server.accepted())
        worker = start(env, "send_issue", "latest")
        sending_starts(server, known, worker)
        time.sleep(chance.uniform(0.05, MAILS / 10_000 * 4))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    killed_at = len(server.accepted())
    assert 0 < killed_at < MAILS, "The kills have to hit the sending."
    result = run("manage.py", "send_issue", "latest", **env)
    assert f"{MAILS} recipients, sent {MAILS}." in result.stdout
    assert_everybody_got_one(server, MAILS)
    again = run("manage.py", "send_issue", "latest", **env)
    assert "no issue that waits" in again.stdout
    assert_everybody_got_one(server, MAILS)


def test_two_workers_at_the_same_time_share_or_wait(env, server):
    prepare(env, 300)
    workers = [start(env, "send_issue", "latest") for _worker in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert_everybody_got_one(server, 300)


@pytest.mark.long
def test_the_background_worker_killed_goes_on_with_the_next_call_of_the_timer(env, server):
    prepare(env, 400)
    env = {**env, "BACKGROUND_WORKER": "1"}
    run("manage.py", "shell", "-v0", "-c", SCHEDULE, **env)
    for is_last in (False, True):
        known = len(server.accepted())
        assert "is being sent" in run("manage.py", "send_due", **env).stdout
        worker = start(env, "db_worker", "--no-reload", "--queue-name", "*")
        sending_starts(server, known, worker)
        deadline = time.monotonic() + 120
        while is_last and len(server.accepted()) < 400 and time.monotonic() < deadline:
            time.sleep(0.1)
        while is_last and counted(env)["state"] != "sent" and time.monotonic() < deadline:
            time.sleep(0.5)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        while held(env):
            time.sleep(0.1)
    assert_everybody_got_one(server, 400)
    assert counted(env) == {"state": "sent", "sent": 400, "unsure": []}


def held(env: dict) -> bool:
    """Whether the process at the socket is still finishing its mail."""
    return bool(carriers(env["DATABASE_URL"]))


@pytest.mark.long
def test_when_the_process_at_the_socket_dies_too_nobody_is_doubled_and_who_may_be_lost_is_known(
    env, server, database_url
):
    """The one moment that no program can know of is between the last word to the server and its answer."""
    prepare(env, 500)
    for _kill in range(2):
        known = len(server.accepted())
        worker = start(env, "send_issue", "latest")
        sending_starts(server, known, worker)
        for pid in carriers(database_url):
            os.kill(pid, signal.SIGKILL)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    run("manage.py", "send_issue", "latest", **env)
    accepted, result = Counter(server.accepted()), counted(env)
    assert max(accepted.values()) == 1
    missing = {f"reader-{n}@example.org" for n in range(500)} - set(accepted)
    assert missing <= set(result["unsure"])
    assert len(missing) <= 2
    assert result["state"] == "sent"


@pytest.mark.long
def test_a_server_that_goes_away_stops_the_sending_politely(env, server, tmp_path_factory):
    prepare(env, 300)
    with sink(tmp_path_factory.mktemp("other")) as other:
        worker = start({**env, "EMAIL_URL": other.url}, "send_issue", "latest")
        sending_starts(other, 0, worker)
    assert worker.wait(120) == 1
    before = other.accepted()
    run("manage.py", "send_issue", "latest", **env)
    accepted = Counter([*before, *server.accepted()])
    assert max(accepted.values()) == 1
    missing = {f"reader-{n}@example.org" for n in range(300)} - set(accepted)
    assert missing <= set(counted(env)["unsure"]), "who was in the server's hands without an answer when it died"
    assert len(missing) <= 1
