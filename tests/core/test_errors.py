"""Answers to what no browser of a reader sends."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["other.example", "other.example:99999", "a b<svg>"])
def test_unknown_host_is_a_bad_request(settings, host):
    """Scanners ask so all day. The portal's own page of errors cannot be shown, since it needs the name asked for."""
    settings.ALLOWED_HOSTS = ["portal.example"]
    response = Client(raise_request_exception=False).get("/de/", headers={"host": host})
    assert response.status_code == 400
    assert host not in response.content.decode()
