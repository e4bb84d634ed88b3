"""``make run`` prepares what is missing and leaves alone what is there."""

import io
import socket

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from home.models import HomePage
from portal.demo.loader import ACCOUNTS
from tests.factories import fresh


def start(**options) -> str:
    output = io.StringIO()
    call_command("start", stdout=output, **options)
    return output.getvalue()


def test_content_is_never_overwritten(portal):
    portal.title = "Our own words"
    portal.save_revision().publish()
    before = Page.objects.count()
    said = start(no_server=True, port=8123)
    assert fresh(portal).title == "Our own words"
    assert Page.objects.count() == before
    assert "Loading" not in said


def test_the_address_and_the_accounts_are_printed(portal):
    said = start(no_server=True, port=8123)
    assert "http://127.0.0.1:8123/\n" in said
    for name, _group, _label in ACCOUNTS:
        assert name in said


def test_a_port_in_use_is_named_and_another_proposed(portal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use.*PORT={port + 1}"):
            start(port=port)


@pytest.mark.django_db
def test_the_demo_refuses_a_database_with_content(portal):
    with pytest.raises(CommandError, match="holds content already"):
        call_command("load_demo")
    assert HomePage.objects.filter(locale__language_code="de").count() == 1
