"""Circulars: whom they reach, on what ground, and where answers go."""

import io

import pytest
from django.core import mail
from openpyxl import load_workbook

from newsletter.models import Circular, CircularObjection, Delivery, Mailing
from organisations.models import Membership, OrganisationRecord
from portal.setup import EDITORS, Portal
from tests import factories as make
from tests.newsletter.mailings import circular, send, text
from tests.newsletter.test_issue import act, page_of
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def page(newsletter):
    return newsletter


def member(organisation, email, role=Membership.Role.ADMINISTRATOR, **values):
    user = User.objects.create_user(email, email, "x", **values)
    return Membership.objects.create(user=user, organisation=organisation, role=role)


def emails(mailing) -> list[str]:
    return sorted(delivery.email for delivery in mailing.recipients())


def test_the_internal_contact_else_the_administrators_else_the_public_address():
    contact = make.organisation(title="A", email="public@a.example")
    OrganisationRecord.objects.create(organisation=contact, contact_email="Contact@A.example")
    member(contact, "admin@a.example")
    run = make.organisation(title="B", email="public@b.example")
    OrganisationRecord.objects.create(organisation=run)
    member(run, "admin@b.example")
    member(run, "second@b.example")
    member(run, "editor@b.example", Membership.Role.EDITOR)
    member(run, "left@b.example", is_active=False)
    make.organisation(title="C", email="public@c.example")
    make.organisation(title="D", email="")
    draft = circular()
    assert emails(draft) == ["admin@b.example", "contact@a.example", "public@c.example", "second@b.example"]
    assert [(a.organisation.title, len(a.emails)) for a in draft.addressees()] == [
        ("A", 1),
        ("B", 2),
        ("C", 1),
        ("D", 0),
    ]


def test_one_mail_for_each_address_however_many_organisations_it_answers_for():
    for title in "AB":
        make.organisation(title=title, email="same@example.org")
    sent = circular()
    send(sent)
    assert [message.to for message in mail.outbox] == [["same@example.org"]]


def test_by_town_topic_kind_and_language():
    town, other = make.term(make.Place), make.term(make.Place)
    topic = make.term(make.Topic)
    subtopic = make.term(make.Topic, parent=topic)
    arabic = make.term(make.AdviceLanguage)
    make.organisation(email="all@x.example", towns=[town], topics=[subtopic], languages=[arabic])
    make.organisation(email="town@x.example", towns=[other], topics=[topic], languages=[arabic])
    make.organisation(email="kind@x.example", kind="provider", towns=[town], topics=[topic], languages=[arabic])
    make.organisation(email="none@x.example")
    draft = circular(kinds=["association", "network"])
    assert emails(draft) == ["all@x.example", "none@x.example", "town@x.example"]
    draft.towns.add(town)
    draft.topics.add(topic)
    draft.languages.add(arabic)
    assert emails(draft) == ["all@x.example"]
    assert len(emails(circular())) == 4


def test_profiles_that_are_not_public_and_those_who_object_are_left_out():
    hidden = make.organisation(email="hidden@x.example")
    hidden.unpublish()
    objecting = make.organisation(email="no@x.example")
    translated = make.translate(objecting, "ar")
    CircularObjection.objects.create(organisation=translated)
    assert CircularObjection.objects.get().organisation == objecting, "the original, whichever was chosen"
    assert emails(circular()) == []


def test_an_objection_is_noted_once_whichever_translation_is_chosen(client, editor):
    objecting = make.organisation()
    translated = make.translate(objecting, "ar")
    add = "/admin/snippets/newsletter/circularobjection/add/"
    assert client.post(add, {"organisation": translated.pk}).status_code == 302
    assert CircularObjection.objects.get().organisation == objecting
    again = client.post(add, {"organisation": translated.pk})
    assert again.status_code == 200
    assert again.context["form"].errors
    assert client.post(add, {"organisation": ""}).context["form"].errors


def test_who_objects_after_the_start_gets_nothing():
    organisation = make.organisation(email="a@x.example")
    make.organisation(email="b@x.example")
    sent = circular()
    from newsletter.sending import start

    start(sent)
    CircularObjection.objects.create(organisation=organisation)
    send(sent)
    assert [message.to[0] for message in mail.outbox] == ["b@x.example"]


def test_the_mail_says_why_and_answers_go_to_the_sender():
    make.organisation(email="a@x.example")
    make.subscriber("reader@example.org")
    send(circular(text(de="<p>Einladung zum Netzwerktreffen</p>")))
    (message,) = mail.outbox
    assert message.to == ["a@x.example"], "no subscriber of the newsletter"
    assert message.reply_to == ["buero@example.org"]
    assert "Art. 6" in message.body
    assert "buero@example.org" in message.body
    assert "List-Unsubscribe" not in message.extra_headers
    assert "/subscription/" not in message.body + message.alternatives[0].content


def test_the_language_is_that_of_the_profile():
    from wagtail.models import Locale

    organisation = make.organisation(email="a@x.example")
    organisation.locale = Locale.objects.get(language_code="ar")
    organisation.save()
    send(circular(text(de="<p>Guten Tag</p>", ar="<p>تحية</p>")))
    assert "تحية" in mail.outbox[0].body


def test_an_account_is_written_to_in_its_own_language():
    organisation = make.organisation()
    for email, values in {
        "a@x.example": {"language": "ar"},
        "b@x.example": {"language": ""},
        "c@x.example": {"language": "xx"},
    }.items():
        member(organisation, email, **values)
    contact = make.organisation()
    OrganisationRecord.objects.create(organisation=contact, contact_email="Uk@x.example")
    User.objects.create_user("uk", "uk@x.example", "x", language="uk")
    User.objects.create_user("gone", "public@x.example", "x", language="uk", is_active=False)
    make.organisation(email="public@x.example")
    assert {delivery.email: delivery.language for delivery in circular().recipients()} == {
        "a@x.example": "ar",
        "b@x.example": "de",
        "c@x.example": "de",
        "uk@x.example": "uk",
        "public@x.example": "de",
    }


@pytest.fixture
def editor(client):
    Portal("Kreis X", ["de"])._groups()
    from django.contrib.auth.models import Group

    user = User.objects.create_user("redaktion", "redaktion@example.org", "x")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


def test_the_list_is_shown_before_anything_is_sent(client, editor):
    make.organisation(title="Verein Safran", email="safran@x.example")
    make.organisation(title="Verein Ohne", email="")
    draft = circular()
    page = client.get(page_of(draft)).text
    assert "safran@x.example" in page
    assert "Verein Ohne" in page
    assert mail.outbox == []
    act(client, draft, "send")
    assert draft.state == Mailing.State.SENT
    sheet = load_workbook(io.BytesIO(client.get(page_of(draft), {"export": "xlsx"}).content)).active
    assert ("Verein Safran", "safran@x.example") in [row[:2] for row in sheet.iter_rows(values_only=True)]


def test_answers_go_to_the_editor_unless_another_address_is_given(client, editor):
    assert 'value="redaktion@example.org"' in client.get("/admin/snippets/newsletter/circular/add/").text


def test_previews(client, editor):
    draft = circular(text(de="<p>Guten Tag</p>"))
    assert "Guten Tag" in draft.make_preview_request(preview_mode="ar:mail").content.decode()
    assert not [mode for mode, _label in draft.preview_modes if mode.endswith(":web")]
    assert client.get(f"/de/subscription/issues/{draft.pk}/").status_code == 404, "a circular is no public page"


def test_the_cost_of_the_list_does_not_grow(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (2, 10):
        for _n in range(number):
            member(make.organisation(), f"a{User.objects.count()}@x.example")
        draft = Circular.objects.get(pk=circular().pk)
        with CaptureQueriesContext(connection) as captured:
            draft.recipients()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Delivery.objects.count() == 0
