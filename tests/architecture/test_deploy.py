"""The deployment files fit the project: variables, command lines and images are the ones that exist."""

import configparser
import json
import re
import tomllib

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
DOCUMENTED = set(
    re.findall(r"^\| `([A-Z_]+)`", (settings.BASE_DIR / "docs/configuration.md").read_text(), re.MULTILINE)
)
SERVE = ["python", "-m", "portal.serve"]
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def instructions() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile with their arguments, continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.strip().split(" ", 1)) for line in lines]


def unit(path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path)
    return parser


def test_the_image_starts_the_portal_without_root_and_reports_its_health():
    names = [name for name, _argument in instructions()]
    final = instructions()[len(names) - names[::-1].index("FROM") - 1 :]
    found = dict(final)
    assert found["USER"] == "portal"
    assert yaml.safe_load(found["CMD"]) == SERVE
    assert "/healthz" in found["HEALTHCHECK"]
    assert [name for name, _argument in final][-1] == "CMD"
    assert "--require-hashes" in dict(instructions())["RUN"] or any("--require-hashes" in a for _n, a in instructions())


def test_strangers_may_read_pictures_of_a_bucket_and_nothing_else():
    (statement,) = json.loads((DEPLOY / "bucket-policy.json").read_text())["Statement"]
    assert (statement["Action"], statement["Resource"].rpartition(":::")[2]) == (
        "s3:GetObject",
        "portal-media/images/*",
    )


def test_lock_files_agree_and_name_no_index():
    def pins(name: str) -> set[str]:
        text = (settings.BASE_DIR / name).read_text()
        assert "://" not in text
        return set(re.findall(r"^[a-z0-9-]+==\S+", text, re.MULTILINE))

    assert pins("requirements.lock") < pins("requirements-s3.lock") < pins("requirements-dev.lock")


def test_the_image_has_the_python_of_the_project():
    images = [argument.split()[0] for name, argument in instructions() if name == "FROM"]
    asked = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["requires-python"]
    assert {image.split("-")[0] for image in images} == {f"python:{asked.removeprefix('>=')}"}


def test_variables_of_the_image_are_documented():
    names = set()
    for name, argument in instructions():
        if name == "ENV":
            names |= set(re.findall(r"(\w+)=", argument))
    assert names - OF_PYTHON <= DOCUMENTED


def test_variables_of_the_portal_in_compose_are_documented_and_production_gets_what_it_insists_on():
    names = set(COMPOSE["services"]["portal"]["environment"])
    assert names <= DOCUMENTED
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"} <= names


def test_no_secret_has_a_default():
    text = (DEPLOY / "compose.yaml").read_text()
    assert re.findall(r"\$\{\w+", text)
    assert re.findall(r"\$\{\w+:?-", text) == []
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|SECRET", name):
                assert str(value).startswith("${"), name


def test_every_service_in_compose_has_a_pinned_image_and_a_health_check():
    for name, service in COMPOSE["services"].items():
        assert "healthcheck" in service or "build" in service, name
        assert "build" in service or re.search(r":\d", service["image"]), name
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"]
        for needed in service.get("depends_on", {}):
            assert needed in COMPOSE["services"]


def test_only_this_machine_reaches_the_portal_directly():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_call_commands_that_exist(path):
    lines = re.findall(r"^ExecStart=(.+)$", path.read_text(), re.MULTILINE)
    assert lines
    for line in lines:
        python, *arguments = line.split()
        assert python == "/srv/portal/.venv/bin/python"
        if arguments[0] == "manage.py":
            assert arguments[1] in get_commands(), line
            assert f"`{arguments[1]}`" in (settings.BASE_DIR / "docs/commands.md").read_text()
        else:
            assert ["python", *arguments] == SERVE
    assert unit(path)["Service"]["User"] == "portal"


def test_every_timer_has_its_service():
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers == {path.stem for path in UNITS} - {"portal"}
    for name in timers:
        assert unit(DEPLOY / "systemd" / f"{name}.timer")["Timer"]["OnCalendar"]


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_lead_to_the_port_of_the_portal(name):
    text = re.sub(r"#.*", "", (DEPLOY / name).read_text())
    assert text.count("{") == text.count("}")
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", text)) == {"8000"}
    assert "/media/" in text


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_several_photos_pass_the_proxies(name):
    """On the screens where members send them; the form says before sending what would be refused with a bare 413."""
    text = (DEPLOY / name).read_text()
    (begins,) = set(re.findall(r"(?:~|path_regexp) (\^/\S+my\S+)", text))
    key = "9a29657e-baaa-4aef-bc3e-952d75a943a8"
    for language in dict(settings.LANGUAGES):
        assert re.match(begins, f"/{language}/my/{key}/profile/pictures/")
        assert not re.match(begins, f"/{language}/my/apply/")
    megabytes = [int(number) for number in re.findall(r"(?:client_max_body_size |max_size )(\d+)(?:m|MB)", text)]
    script = (settings.BASE_DIR / "portal/static/portal/js/mask.js").read_text()
    most = int(re.search(r"MOST_BYTES = ([\d_]+);", script)[1])
    assert settings.MEMBER_PICTURE_MB * 1_048_576 < most < max(megabytes) * 1_000_000
    assert min(megabytes) == 25


def test_the_proxy_says_that_the_reader_came_by_https():
    assert "proxy_set_header X-Forwarded-Proto https;" in (DEPLOY / "nginx.conf").read_text()
