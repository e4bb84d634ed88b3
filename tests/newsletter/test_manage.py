"""The own subscription behind a signed link: seen, changed, paused, taken along, ended; GET changes nothing."""

import json
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone

from newsletter.models import ConsentProof, Subscriber
from newsletter.subscribing import LETTERS
from tests import factories as make
from tests.newsletter.forms import ask_for_link, link_in, opened, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscriber(newsletter) -> Subscriber:
    return make.subscriber("a@example.org", language="ar")


def manage(client, subscriber: Subscriber, action: str, **values):
    return client.post(path_of(subscriber.manage_url()), {"action": action, **values})


def test_the_page_says_what_is_chosen_in_the_subscribers_language(client, subscriber):
    housing, _work = make.term(make.Topic, "housing"), make.term(make.Topic, "work")
    subscriber.topics.set([housing])
    path = path_of(subscriber.manage_url())
    assert path.startswith("/ar/")
    answer = client.get(path)
    html = answer.content.decode()
    assert '<option value="ar" selected>' in html
    assert html.count("checked") == 1
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_language_and_topics(client, subscriber):
    housing = make.term(make.Topic, "housing")
    rent = make.term(make.Topic, "rent", parent=housing)
    subscriber.topics.set([rent])
    answer = manage(client, subscriber, "save", language="uk", topics=["housing"])
    assert path_of(answer.url).startswith("/uk/subscription/manage/"), "goes on in the chosen language"
    subscriber.refresh_from_db()
    assert subscriber.language == "uk"
    assert set(subscriber.topics.all()) == {housing, rent}, "a subtopic that came with an import is not lost"
    manage(client, subscriber, "save", language="", topics=[])
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.reading_language) == ("", "de")


@pytest.mark.parametrize("values", [{"language": "xx"}, {"language": "ar", "topics": ["nothing"]}])
def test_what_is_not_offered_is_refused(client, subscriber, values):
    assert manage(client, subscriber, "save", **values).status_code == 422
    subscriber.refresh_from_db()
    assert subscriber.language == "ar"


def test_a_pause_begins_and_ends(client, subscriber):
    today = timezone.localdate()
    manage(client, subscriber, "pause", until="2999-01-01")
    subscriber.refresh_from_db()
    assert today + timedelta(days=27) < subscriber.paused_until <= today + timedelta(days=31), "only what is offered"
    assert not Subscriber.objects.deliverable().exists()
    manage(client, subscriber, "resume")
    assert Subscriber.objects.deliverable().exists()


@pytest.mark.parametrize(("days", "deliverable"), [(-1, True), (0, True), (1, False)])
def test_a_pause_ends_by_itself_on_its_day(db, days, deliverable):
    make.subscriber(paused_until=timezone.localdate() + timedelta(days=days))
    assert Subscriber.objects.deliverable().exists() == deliverable


def test_unsubscribing(client, subscriber):
    answer = manage(client, subscriber, "unsubscribe")
    assert answer.url == "/ar/subscription/unsubscribed/"
    assert client.get(answer.url).status_code == 200
    assert not Subscriber.objects.exists()
    assert not mail.outbox, "no further mail"
    assert client.get(path_of(subscriber.manage_url())).status_code == 410


# --- The own data ----------------------------------------------------------------------------------------------


@pytest.fixture
def data_path(client, subscriber) -> str:
    """The link to the data, from the mail that goes to the address when somebody asks on the page."""
    answer = manage(client, subscriber, "data")
    assert 'role="status"' in client.get(answer.url).content.decode()
    (message,) = mail.outbox
    assert message.to == ["a@example.org"]
    return link_in(message)


def test_who_gets_a_mail_that_was_passed_on_learns_and_erases_nothing(client, subscriber):
    """The link in every issue is enough to choose, pause and leave; not for the address and what is stored."""
    path = path_of(subscriber.manage_url())
    html = client.get(path).content.decode()
    assert "a…@example.org" in html
    assert "a@example.org" not in html
    assert manage(client, subscriber, "erase", topics=["nothing"]).status_code == 200, "as if nothing was pressed"
    assert client.get(path + "export/").status_code == 404
    token = subscriber.manage_token()
    for stranger in (f"/ar/subscription/data/{token}/", f"/ar/subscription/data/{token}/export/"):
        assert client.get(stranger).status_code == 410
        assert client.post(stranger).status_code == 410
    assert Subscriber.objects.get().language == "ar"


def test_the_data_are_for_two_days_behind_a_mail_of_their_own(client, subscriber, data_path):
    assert data_path.startswith("/ar/subscription/data/")
    answer = client.get(data_path)
    assert "a@example.org" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 2 * 86_400 + 60):
        assert client.get(data_path).status_code == client.post(data_path).status_code == 410
    assert Subscriber.objects.exists()


def test_the_data_are_asked_for_a_few_times_a_day(client, subscriber):
    for _ in range(LETTERS + 2):
        assert manage(client, subscriber, "data").status_code == 302
    assert len(mail.outbox) == LETTERS


def test_nothing_is_mailed_to_a_suspended_address(client, subscriber):
    subscriber.bounced(permanent=True, reason="complaint")
    assert 'value="data"' not in client.get(path_of(subscriber.manage_url())).content.decode()
    manage(client, subscriber, "data")
    assert not mail.outbox


def test_taking_the_data_along(client, subscriber, data_path):
    answer = client.get(data_path + "export/")
    assert answer["Content-Disposition"] == 'attachment; filename="newsletter.json"'
    assert json.loads(answer.content)["newsletter.Subscriber"][0]["email"] == "a@example.org"


def test_erasing(client, subscriber, data_path):
    other = make.subscriber("b@example.org")
    answer = client.post(data_path)
    assert answer.url == "/ar/subscription/erased/"
    assert list(Subscriber.objects.all()) == [other]
    assert not ConsentProof.objects.filter(email="a@example.org").exists()
    assert client.get("/ar/subscription/erased/").status_code == 200


def test_get_changes_nothing(client, subscriber, data_path):
    before = Subscriber.objects.values().get()
    for path in (path_of(subscriber.manage_url()), data_path, data_path + "export/"):
        for query in ("?action=erase", "?action=unsubscribe", "?action=data", "?done=saved", "?done=<b>"):
            assert client.get(path + query).status_code == 200
    assert len(mail.outbox) == 1
    assert Subscriber.objects.values().get() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, subscriber, method):
    assert getattr(client, method)(path_of(subscriber.manage_url())).status_code == 405


def test_links_are_for_one_person_and_a_time(client, subscriber, settings):
    url = path_of(subscriber.manage_url())
    other = make.subscriber("b@example.org")
    forged = url.replace(subscriber.subscription.hex, other.subscription.hex)
    assert client.post(forged, {"action": "unsubscribe"}).status_code == 410
    later = time.time() + 86_400 * settings.NEWSLETTER_MANAGE_DAYS + 60
    with mock.patch("django.core.signing.time.time", return_value=later):
        answer = client.post(url, {"action": "unsubscribe"})
    assert answer.status_code == 410
    assert "/ar/subscription/link/" in answer.content.decode(), "the way to a new link"
    assert Subscriber.objects.count() == 2


def test_a_link_does_not_open_what_was_begun_anew(client, subscriber):
    url = path_of(subscriber.manage_url())
    manage(client, subscriber, "unsubscribe")
    make.subscriber("a@example.org")
    assert client.get(url).status_code == 410


def test_a_suspended_subscriber_sees_why_and_may_leave(client, subscriber):
    subscriber.bounced(permanent=True, reason="550 no such user")
    assert client.get(path_of(subscriber.manage_url())).status_code == 200
    manage(client, subscriber, "unsubscribe")
    assert not Subscriber.objects.exists()


# --- Send me the link ------------------------------------------------------------------------------------------


def test_the_link_is_asked_for_with_the_same_answer_for_everybody(client, subscriber):
    make.subscriber("pending@example.org", status="pending")
    make.subscriber("suspended@example.org", status="suspended")
    addresses = ["A@example.org", "pending@example.org", "suspended@example.org", "unknown@example.org"]
    answers = {(answer.status_code, answer.url) for answer in (ask_for_link(client, email) for email in addresses)}
    assert answers == {(302, "/de/subscription/link/sent/")}
    sent = {message.to[0]: link_in(message) for message in mail.outbox}
    assert set(sent) == {"a@example.org", "pending@example.org"}
    assert sent["a@example.org"].startswith("/ar/subscription/manage/")
    assert sent["pending@example.org"].startswith("/de/subscription/confirm/")
    assert client.get("/de/subscription/link/sent/").status_code == 200


def test_the_link_is_asked_for_a_few_times_a_day(client, subscriber):
    for _ in range(LETTERS + 2):
        assert ask_for_link(client, "a@example.org").status_code == 302
    assert len(mail.outbox) == LETTERS


@pytest.mark.parametrize("email", ["", "nobody", "a" * 10_000, "a@example.org\r\nBcc: x@example.org"])
def test_what_is_no_address_is_said(client, subscriber, email):
    path = "/de/subscription/link/"
    answer = client.post(path, {**opened(client, path), "email": email})
    assert answer.status_code == 422
    assert not mail.outbox


def test_the_letter_cannot_be_given_other_headers(client, subscriber):
    ask_for_link(client, "a@example.org")
    message = mail.outbox[0].message()
    assert message["To"] == "a@example.org"
    assert not message["Bcc"]
    assert "\n" not in message["Subject"]
