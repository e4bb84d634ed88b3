"""Editors: propose, write, look, try, send, watch, report. Readers: past issues on the web."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from openpyxl import load_workbook
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletter.blocks import MailingBlock
from newsletter.compose import compose
from newsletter.models import Issue, Mailing
from newsletter.propose import propose
from portal.setup import EDITORS, Portal
from tests import factories as make
from tests.newsletter.mailings import issue, send, text
from users.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/newsletter/issue/"


@pytest.fixture
def editor(client, newsletter):
    Portal("Kreis X", ["de"])._groups()
    user = User.objects.create_user("redaktion", "redaktion@example.org", "x", first_name="R")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


def page_of(mailing) -> str:
    return reverse(mailing.snippet_viewset.get_url_name("dispatch"), args=(mailing.pk,))


def act(client, mailing, action, **values):
    response = client.post(page_of(mailing), {"action": action, **values}, follow=True)
    mailing.refresh_from_db()
    return response


def german(text: str) -> str:
    """What the editor reads."""
    with translation.override("de"):
        return gettext(text)


# --- Proposing and writing -------------------------------------------------------------------------------------------


def test_what_was_published_since_the_last_issue_is_proposed(newsletter):
    old = make.news(title="Alt", date=timezone.localdate() - timedelta(days=60))
    first = make.news(title="Erste")
    proposed = propose(Issue())
    assert kinds(proposed) == ["text", "news"]
    assert [page.pk for page in proposed.body[1].value["pages"]] == [first.pk]
    make.subscriber()
    send(issue())
    Mailing.objects.update(started_at=timezone.now() + timedelta(days=1))
    assert kinds(propose(Issue())) == ["text"]
    make.news(title="Zweite", date=timezone.localdate())
    Mailing.objects.update(started_at=timezone.now() - timedelta(days=1))
    make.event()
    make.service()
    proposed = propose(Issue())
    assert kinds(proposed) == ["text", "news", "events", "services"]
    assert old.pk not in [page.pk for page in proposed.body[1].value["pages"]]


def kinds(mailing) -> list[str]:
    return [child.block_type for child in mailing.body]


def test_a_proposal_can_be_sent_as_it_is_in_every_language(newsletter):
    proposed = propose(Issue())
    assert set(proposed.subject) == set(make.LANGUAGES)
    assert all(compose(proposed, code)["parts"][0]["language"] == code for code in make.LANGUAGES)


def test_the_form_comes_filled_and_is_saved(client, editor):
    news = make.news(title="Neue Kurse")
    response = client.get(f"{LIST}add/?propose=1")
    assert "Neue Kurse" in response.text
    assert not Issue.objects.exists(), "GET changes nothing"
    data = nested_form_data(
        {
            "subject_de": "Neues im November",
            "body": streamfield(
                [
                    ("text", {"texts": listed({"language": "de", "text": rich_text("<p>Guten Tag</p>")})}),
                    ("news", {"pages": listed(str(news.pk))}),
                ]
            ),
        }
    )
    assert client.post(f"{LIST}add/", data).status_code == 302
    saved = Issue.objects.get()
    assert saved.subject == {"de": "Neues im November"}
    assert kinds(saved) == ["text", "news"]


def listed(*values) -> dict:
    """Form data of a ``ListBlock``."""
    items = {str(n): {"value": value, "deleted": "", "order": str(n)} for n, value in enumerate(values)}
    return {**items, "count": str(len(values))}


@pytest.mark.parametrize(
    ("languages", "is_right"), [(["de"], True), (["de", "ar"], True), (["de", "de"], False), (["ar"], False)]
)
def test_each_language_stands_once_and_german_is_there(languages, is_right):
    from django.core.exceptions import ValidationError

    block = MailingBlock()
    raw = [{"type": "item", "id": code, "value": {"language": code, "text": "<p>x</p>"}} for code in languages]
    value = block.to_python([{"type": "text", "value": {"texts": raw}}])
    if is_right:
        assert block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


@pytest.mark.parametrize("form", ["mail", "text", "web"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_previews(client, editor, form, language):
    draft = issue(text(de="<p>Guten Tag</p>", ar="<p>تحية</p>"))
    response = draft.make_preview_request(preview_mode=f"{language}:{form}")
    assert response.status_code == 200
    page = response.content.decode()
    assert ("تحية" in page) == (language == "ar")
    assert f'lang="{language}"' in page
    assert len(draft.preview_modes) == 3 * len(make.LANGUAGES)


# --- Sending from the admin ------------------------------------------------------------------------------------------


def test_a_test_mail_goes_to_the_editor_alone(client, editor):
    make.subscriber()
    draft = issue()
    act(client, draft, "test", language="ar")
    (message,) = mail.outbox
    assert message.to == ["redaktion@example.org"]
    assert message.subject == "[Test] جديد"
    assert "/subscription/unsubscribe/" not in message.body
    assert "links.invalid" not in message.body + message.alternatives[0].content
    assert "List-Unsubscribe" not in message.extra_headers
    assert draft.state == Mailing.State.DRAFT


def test_sending_now(client, editor):
    make.subscriber(language="ar")
    make.subscriber()
    draft = issue()
    assert "2 " in client.get(page_of(draft)).text
    assert len(mail.outbox) == 0, "GET sends nothing"
    response = act(client, draft, "send")
    assert draft.state == Mailing.State.SENT
    assert len(mail.outbox) == 2
    assert response.status_code == 200
    assert act(client, draft, "send").status_code == 200
    assert len(mail.outbox) == 2, "pressed twice"


def test_an_issue_to_nobody_says_so(client, editor):
    draft = issue()
    assert german("Nobody would get it.") in act(client, draft, "send").text
    assert draft.state == Mailing.State.DRAFT


def test_scheduling(client, editor):
    draft = issue()
    soon = timezone.localtime() + timedelta(hours=2)
    past = act(client, draft, "schedule", send_at="2020-01-01 10:00")
    assert past.status_code == 200
    assert 'value="2020-01-01 10:00"' in past.text, "what was typed stays"
    assert act(client, draft, "schedule", send_at="morgen").status_code == 200
    assert draft.state == Mailing.State.DRAFT
    act(client, draft, "schedule", send_at=f"{soon:%Y-%m-%d %H:%M}")
    assert draft.state == Mailing.State.SCHEDULED
    assert abs((draft.send_at - soon).total_seconds()) < 60
    act(client, draft, "unschedule")
    assert draft.state == Mailing.State.DRAFT


def test_pause_resume_stop(client, editor):
    make.subscriber()
    draft = issue()
    Mailing.objects.filter(pk=draft.pk).update(state="sending", started_at=timezone.now())
    act(client, draft, "pause")
    assert draft.state == Mailing.State.PAUSED
    act(client, draft, "stop")
    assert draft.state == Mailing.State.STOPPED
    act(client, draft, "resume")
    assert draft.state == Mailing.State.STOPPED, "for good"
    act(client, draft, "nonsense")
    assert draft.state == Mailing.State.STOPPED


def test_progress_and_report(client, editor):
    for n in range(3):
        make.subscriber(language=["ar", "de", ""][n])
    draft = issue()
    act(client, draft, "send")
    part = client.get(page_of(draft), {"part": "progress"})
    assert "<html" not in part.text
    assert 'value="3"' in part.text
    workbook = load_workbook(io.BytesIO(client.get(page_of(draft), {"export": "xlsx"}).content))
    rows = {row[0]: row[1] for row in workbook.active.iter_rows(values_only=True)}
    assert rows[german("Recipients")] == "3"
    assert rows["العربية"] == "1"
    csv = client.get(page_of(draft), {"export": "csv"}).content.decode("utf-8-sig")
    assert f'"{german("sent")}";"3"' in csv
    assert "@" not in csv, "a newsletter's report names nobody"


def test_what_is_out_is_not_changed_or_sent_again_but_read(client, editor):
    make.subscriber()
    sent = issue()
    send(sent)
    response = client.get(f"{LIST}edit/{sent.pk}/")
    assert response.status_code == 302
    assert response["Location"] == page_of(sent)
    assert client.post(f"{LIST}edit/{sent.pk}/", {"subject_de": "Anders"}).status_code == 302
    sent.refresh_from_db()
    assert sent.subject["de"] == "Neues"
    assert page_of(sent) in client.get(LIST).text


def test_what_is_on_its_way_is_not_deleted(client, editor):
    draft = issue()
    Mailing.objects.filter(pk=draft.pk).update(state="sending")
    client.post(f"{LIST}delete/{draft.pk}/")
    assert Issue.objects.exists()


@pytest.mark.parametrize("path", ["", "add/", "edit/{pk}/", "dispatch/{pk}/", "dispatch/{pk}/?export=csv"])
@pytest.mark.parametrize("model", ["issue", "circular", "circularobjection"])
def test_only_editors_come_near(client, newsletter, path, model):
    if model == "circularobjection" and "dispatch" in path:
        pytest.skip("has no such page")
    Portal("Kreis X", ["de"])._groups()
    draft = issue()
    user = User.objects.create_user("verein", "v@example.org", "x")
    user.groups.add(Group.objects.get(name="Vereine"), Group.objects.get(name="Übersetzung"))
    url = f"/admin/snippets/newsletter/{model}/{path.format(pk=draft.pk)}"
    assert client.get(url).status_code == 302, "nobody"
    client.force_login(user)
    assert client.get(url).status_code in {302, 403, 404}
    assert client.post(url, {"action": "send"}).status_code in {302, 403, 404}
    draft.refresh_from_db()
    assert draft.state == Mailing.State.DRAFT
