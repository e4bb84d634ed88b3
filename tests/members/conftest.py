"""The world of two associations, and sending forms as people do."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import override_settings

from core import public_forms
from tests.members.world import World, make_world


@pytest.fixture(scope="module")
def world_of_module(around_module, tmp_path_factory) -> Iterator[World]:
    """Made once for the tests of a file: it takes longer than most of them."""
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        with around_module():
            world = make_world()
        yield world


@pytest.fixture
def world(portal, world_of_module) -> World:
    """Its objects are the test's own, and what it does to the database is undone. Files stay until the end of the module."""
    return deepcopy(world_of_module)


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
