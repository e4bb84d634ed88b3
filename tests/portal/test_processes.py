"""``python -m portal.serve``: what a city runs, started for real."""

import os
import re
import signal
import sys

import pytest

from portal.serve import collect_static
from tests.running import filled, run, serve

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="looks at processes through /proc, which is Linux's"
    ),
]
PAGES = ["", "themen/", "beratung/", "vereine/", "termine/", "aktuelles/", "search/"]
A_YEAR = 31_536_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def database_url(folder):
    with filled(folder, ["init_portal", "--name", "Kreis X", "--languages", "de,ar"]) as url:
        yield url


@pytest.fixture(scope="module")
def portal(folder, database_url):
    """Shadows the fixture of the other tests: this portal runs in processes of its own."""
    with serve(folder, database_url) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "ar"])
def test_pages_are_served(portal, language, path):
    answer = portal.get(f"/{language}/{path}")
    assert answer.status == 200
    assert f'<html lang="{language}"' in answer.text


def test_the_bare_address_leads_to_the_language_of_the_browser(portal):
    answer = portal.get("/", Accept_Language="ar,de;q=0.5")
    assert answer.status == 302
    assert answer.headers["Location"] == "/ar/"


def test_readers_get_no_cookie_and_strict_headers(portal):
    for path in PAGES:
        headers = portal.get(f"/de/{path}").headers
        assert "Set-Cookie" not in headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_static_files_are_hashed_compressed_and_kept_for_ever(portal):
    html = portal.get("/de/").text
    stylesheet = re.search(r'href="(/static/[^"]+\.css)"', html).group(1)
    assert re.search(r"\.[0-9a-f]{12}\.css$", stylesheet)
    plain = portal.get(stylesheet)
    assert plain.status == 200
    assert int(re.search(r"max-age=(\d+)", plain.headers["Cache-Control"]).group(1)) >= A_YEAR
    assert "immutable" in plain.headers["Cache-Control"]
    for encoding in ("br", "gzip"):
        packed = portal.get(stylesheet, Accept_Encoding=encoding)
        assert packed.headers["Content-Encoding"] == encoding
        assert len(packed.body) < len(plain.body)


def test_static_files_are_not_compressed_anew_at_every_start(portal, folder, monkeypatch):
    manifest = folder / "static" / "staticfiles.json"
    before = manifest.stat().st_mtime_ns
    monkeypatch.setenv("VAR_DIR", str(folder))
    assert collect_static() == 0
    assert manifest.stat().st_mtime_ns == before


def test_pages_are_compressed(portal):
    assert portal.get("/de/", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_media_are_served(portal, folder):
    (folder / "media" / "picture.txt").write_text("a picture")
    assert portal.get("/media/picture.txt").body == b"a picture"


def test_health_and_readiness(portal):
    assert portal.get("/healthz").text == "ok\n"
    answer = portal.get("/readyz")
    assert '"status": "ok"' in answer.text
    assert '"database": "ok"' in answer.text


def test_other_hosts_are_refused(portal):
    assert portal.get("/de/", Host="elsewhere.example").status == 400
    assert portal.get("/healthz", Host="elsewhere.example").status == 200


def test_errors_tell_nothing_about_the_inside(portal):
    answer = portal.get("/de/gibt-es-nicht/")
    assert answer.status == 404
    assert "urlpatterns" not in answer.text
    assert "Traceback" not in answer.text


def test_two_web_workers_and_a_background_worker_run(portal):
    lines = portal.children().values()
    assert len(lines) == 2
    assert any("granian" in line and "--workers 2" in line for line in lines)
    assert any("db_worker" in line for line in lines)


@pytest.mark.long
@pytest.mark.parametrize("name", ["db_worker", "granian"])
def test_when_one_process_dies_the_other_ends_too_and_the_exit_code_says_so(folder, database_url, name):
    with serve(folder, database_url) as served:
        children = served.children()
        victim = next(pid for pid, line in children.items() if name in line)
        os.kill(victim, signal.SIGKILL)
        assert served.process.wait(30) == 1
        assert not [pid for pid in children if alive(pid)]


@pytest.mark.long
def test_a_polite_stop_ends_both_with_success(folder, database_url):
    with serve(folder, database_url) as served:
        children = served.children()
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(30) == 0
        assert not [pid for pid in children if alive(pid)]


def test_the_secret_is_made_once_and_for_its_owner_only(portal, folder):
    secret = folder / "secret_key"
    assert len(secret.read_text()) >= 50
    assert secret.stat().st_mode & 0o077 == 0


def test_what_the_city_set_is_not_replaced(folder, database_url):
    """An empty variable counts as set, so that a forgotten value is reported and not papered over."""
    result = run(
        "-m", "portal.serve", check=False, VAR_DIR=str(folder), DATABASE_URL=database_url, SECRET_KEY=""
    )  # fmt: skip
    assert result.returncode != 0
    assert "Not set: SECRET_KEY" in result.stderr


def alive(pid: int) -> bool:
    """Whether the process still runs (a zombie does not)."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
