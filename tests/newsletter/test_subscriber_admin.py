"""Subscribers in the admin: to see, to give out, to erase; for editors only, and nobody edits a consent."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import note
from portal.setup import ASSOCIATIONS, EDITORS, TRANSLATORS, Portal
from tests import factories as make
from tests.newsletter.forms import confirmed
from users.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/subscribers/"


@pytest.fixture
def groups(portal):
    Portal("Test", ["de"])._groups()


@pytest.fixture
def sign_in(client, groups):
    """``sign_in(group)``: the client of somebody in that group; ``None`` for a superuser."""

    def sign_in(group: str | None):
        user = User.objects.create_user("somebody", "somebody@example.org", "x", is_superuser=group is None)
        if group:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def addresses(subscriber: Subscriber) -> dict[str, str]:
    return {
        "list": LIST,
        "proofs": "/admin/consent_proofs/",
        "inspect": reverse("subscribers:inspect", args=(subscriber.pk,)),
        "export": reverse("subscribers:export", args=(subscriber.pk,)),
        "erase": reverse("subscribers:erase", args=(subscriber.pk,)),
    }


@pytest.mark.parametrize("group", [EDITORS, None])
@pytest.mark.parametrize("name", ["list", "proofs", "inspect", "export", "erase"])
def test_editors_see_them(sign_in, group, name):
    subscriber = make.subscriber()
    assert sign_in(group).get(addresses(subscriber)[name]).status_code == 200


@pytest.mark.parametrize("group", [TRANSLATORS, ASSOCIATIONS])
@pytest.mark.parametrize("name", ["list", "proofs", "inspect", "export", "erase"])
def test_others_do_not(sign_in, group, name):
    subscriber = make.subscriber("secret@example.org")
    client = sign_in(group)
    for answer in (client.get(addresses(subscriber)[name]), client.post(addresses(subscriber)[name])):
        assert answer.status_code in {302, 403, 405}
        assert "secret@example.org" not in answer.content.decode()
    assert Subscriber.objects.exists()


def test_strangers_are_asked_to_log_in(client, portal):
    for path in addresses(make.subscriber()).values():
        assert client.get(path).status_code == 302


def test_the_list_can_be_searched_and_filtered(sign_in):
    make.subscriber("anna@example.org")
    make.subscriber("boris@example.org", status="suspended")
    client = sign_in(EDITORS)
    for query, found in {
        "q=anna": {"anna"},
        "status=suspended": {"boris"},
        "created_at_from=2999-01-01": set(),
        "": {"anna", "boris"},
    }.items():
        html = client.get(f"{LIST}?{query}").content.decode()
        assert {name for name in ("anna", "boris") if f"{name}@example.org" in html} == found, query


def test_nobody_sees_or_asks_who_reads_which_language_and_about_what(sign_in):
    """Article 9: who reads Ukrainian, or about asylum, is for sending alone (the export is for the person)."""
    subscriber = make.subscriber("anna@example.org", language="uk", topics=[make.term(make.Topic, "asylum")])
    make.subscriber("boris@example.org")
    client = sign_in(EDITORS)
    for path in (LIST, addresses(subscriber)["inspect"]):
        html = client.get(path).content.decode()
        assert "anna@example.org" in html
        assert not re.search(r"(?i)українська|ukrainisch|asylum", html)
    for query in (f"language=uk&topics={subscriber.topics.get().pk}", "ordering=language"):
        assert "boris@example.org" in client.get(f"{LIST}?{query}").content.decode(), "no such filter"


def read_raw(content: bytes, form: str) -> list[tuple[int, list[str]]]:
    """The rows of an export, with the apostrophes that the import would take away."""
    if form == "csv":
        return list(enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")))))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return list(enumerate([str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)))


def test_nobody_adds_or_edits(sign_in):
    subscriber = make.subscriber()
    client = sign_in(None)
    html = client.get(LIST).content.decode() + client.get(addresses(subscriber)["inspect"]).content.decode()
    for path in ("new/", f"edit/{subscriber.pk}/", f"delete/{subscriber.pk}/"):
        assert LIST + path not in html
        assert client.post(LIST + path, {"email": "x@example.org"}).status_code == 404


def test_the_page_of_a_subscriber_shows_the_proofs(client, newsletter, sign_in):
    confirmed(client, "a@example.org")
    proof = ConsentProof.objects.get(event="requested")
    subscriber = Subscriber.objects.get()
    paths = addresses(subscriber)
    html = sign_in(EDITORS).get(paths["inspect"]).content.decode()
    assert proof.consent.sha256 in html
    assert proof.url in html
    assert f'href="{paths["export"]}"' in html
    assert f'href="{paths["erase"]}"' in html
    assert subscriber.email_hash not in html
    assert not re.search(r"<dd>\s*None\s*</dd>", html)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_proofs_are_exported_without_formulas(sign_in, form):
    subscriber = make.subscriber("a@example.org")
    note(subscriber, ConsentProof.Event.IMPORTED, source="=HYPERLINK(1)")
    answer = sign_in(EDITORS).get(f"/admin/consent_proofs/?export={form}")
    header, row = [cells for _number, cells in read_raw(answer.getvalue(), form)]
    assert len(header) == len(row) == 8
    assert "a@example.org" in row
    assert "'=HYPERLINK(1)" in row


def test_export_and_erase(client, newsletter, sign_in):
    confirmed(client, "a@example.org")
    subscriber = Subscriber.objects.get()
    client = sign_in(EDITORS)
    found = json.loads(client.get(addresses(subscriber)["export"]).content)
    assert len(found["newsletter.ConsentProof"]) == 3
    mail.outbox.clear()
    assert client.post(addresses(subscriber)["erase"]).url == LIST
    assert not Subscriber.objects.exists()
    assert not ConsentProof.objects.exclude(email="").exists()
    assert not mail.outbox


def test_the_list_costs_the_same_for_many(sign_in):
    client = sign_in(EDITORS)
    numbers = []
    for _ in range(2):
        for _number in range(5):
            make.subscriber()
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        numbers.append(len(queries))
    assert numbers[1] <= numbers[0]
