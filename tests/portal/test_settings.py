"""What the environment may say and what it must say, asked of new processes."""

import json

import pytest

from tests.running import run

PRODUCTION = {
    "SECRET_KEY": "long-and-only-for-this-test-" * 3,
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def ask(expression: str, tmp_path, module="production", **values: str):
    """The value of an expression over ``settings`` in a process of its own, or the last line of its error."""
    result = run(
        "-c",
        f"import json; from django.conf import settings; print(json.dumps({expression}))",
        check=False,
        DJANGO_SETTINGS_MODULE=f"portal.settings.{module}",
        VAR_DIR=str(tmp_path),
        **values,
    )
    return json.loads(result.stdout) if result.returncode == 0 else result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("missing", [[name] for name in PRODUCTION] + [list(PRODUCTION)], ids=" ".join)
def test_production_names_what_is_missing(missing, tmp_path):
    values = {name: value for name, value in PRODUCTION.items() if name not in missing}
    error = ask("settings.DEBUG", tmp_path, **values)
    assert f"Not set: {', '.join(missing)}." in error
    assert "docs/configuration.md" in error


def test_an_empty_secret_is_a_missing_one(tmp_path):
    assert "Not set: SECRET_KEY." in ask("settings.DEBUG", tmp_path, **{**PRODUCTION, "SECRET_KEY": ""})


def test_production_is_closed_and_expects_https(tmp_path):
    names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS"]
    values = ask(f"[getattr(settings, name) for name in {names}]", tmp_path, **PRODUCTION)
    assert values == [False, True, True, True, ["https://portal.example"]]
    assert ask("settings.SECURE_HSTS_SECONDS", tmp_path, **PRODUCTION) >= 31_536_000


def test_without_https_nothing_is_redirected_to_it(tmp_path):
    values = {**PRODUCTION, "BASE_URL": "http://portal.example"}
    assert ask("[settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS]", tmp_path, **values) == [False, 0]


def test_development_needs_nothing(tmp_path):
    values = ask('[settings.DEBUG, settings.LANGUAGE_CODE, settings.DATABASES["default"]["NAME"]]', tmp_path, "dev")
    assert values == [True, "de", str(tmp_path / "portal.sqlite3")]


def test_languages_can_be_restricted_and_keep_the_order_of_the_file(tmp_path):
    values = ask("[settings.LANGUAGES, settings.LANGUAGES_BIDI]", tmp_path, "dev", LANGUAGES="ar,tr,de")
    assert values == [[["de", "Deutsch"], ["ar", "العربية"], ["tr", "Türkçe"]], ["ar"]]


def test_a_language_that_the_file_does_not_have_is_refused(tmp_path):
    error = ask("settings.LANGUAGES", tmp_path, "dev", LANGUAGES="de,xx,en,yy")
    assert "LANGUAGES names xx, yy" in error
    assert "portal/languages.toml" in error


def test_the_source_language_cannot_be_left_out(tmp_path):
    assert "must contain the source language de" in ask("settings.LANGUAGES", tmp_path, "dev", LANGUAGES="en,ar")


def test_media_on_another_host_may_be_shown_and_nothing_else_of_it(tmp_path):
    values = {"MEDIA_URL": "https://media.example/portal/"}
    policy = ask('settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]', tmp_path, "dev", **values)
    assert [name for name, sources in policy.items() if "https://media.example" in sources] == ["img-src", "media-src"]
