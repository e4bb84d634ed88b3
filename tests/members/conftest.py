"""Sending forms as people do."""

import pytest

from core import public_forms


@pytest.fixture
def patient(monkeypatch):
    """Readers need some seconds; the tests do not wait for them."""
    monkeypatch.setattr(public_forms, "FASTEST", -1)


@pytest.fixture
def post(client, patient, django_capture_on_commit_callbacks):
    """``post(url, data, client)``: like a browser; letters go out as after a commit."""

    def send(url: str, data: dict | None = None, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (by or client).post(url, data or {})

    return send
