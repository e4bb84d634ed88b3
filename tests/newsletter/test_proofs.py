"""Proofs of consent: complete, only ever added to, given out and kept for their time."""

import io
import json
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import PortalSettings
from core.retention import REGISTRY
from newsletter import subscribing
from newsletter.models import AppendOnlyError, ConsentOrigin, ConsentProof, ConsentText, Subscriber
from newsletter.models.consent import digest_of
from newsletter.proofs import ended_at, note
from newsletter.retention import erase_address, export_address
from tests import factories as make
from tests.newsletter.forms import confirmed, sign_up

pytestmark = pytest.mark.django_db
Event = ConsentProof.Event


def events(**filters) -> list[str]:
    return list(ConsentProof.objects.filter(**filters).values_list("event", flat=True))


def test_every_step_is_proven(client, newsletter, settings):
    confirmed(client, "a@example.org", "ar")
    requested, mailed, given = ConsentProof.objects.all()
    assert [requested.event, mailed.event, given.event] == ["requested", "mailed", "confirmed"]
    assert requested.at <= mailed.at <= given.at
    assert len({proof.subscription for proof in (requested, mailed, given)}) == 1
    assert {proof.email for proof in (requested, mailed, given)} == {"a@example.org"}
    assert requested.url == f"{settings.BASE_URL}/ar/newsletter/"
    assert given.url == f"{settings.BASE_URL}/ar/subscription/confirm/", "without the token"
    text = requested.consent
    assert (text.language, text.version, text.sha256) == ("ar", 1, digest_of(text.text))
    assert not ConsentOrigin.objects.exists(), "no IP address by default"


def test_other_words_are_another_version(client, newsletter):
    sign_up(client, "a@example.org")
    sign_up(client, "b@example.org")
    PortalSettings.objects.update(operator="Stadt Anderswo")
    cache.clear()
    sign_up(client, "c@example.org")
    sign_up(client, "d@example.org", "fr")
    found = {proof.email[0]: str(proof.consent) for proof in ConsentProof.objects.filter(event="requested")}
    assert found == {"a": "de 1", "b": "de 1", "c": "de 2", "d": "fr 1"}
    assert "Stadt Anderswo" in ConsentText.objects.get(language="de", version=2).text


def test_a_letter_that_could_not_be_sent_is_not_proven(client, newsletter, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert sign_up(client, "a@example.org").status_code == 302
    assert events() == ["requested"]


@pytest.mark.parametrize("model", [ConsentProof, ConsentText, ConsentOrigin])
def test_proofs_are_neither_changed_nor_deleted(client, newsletter, settings, model):
    settings.NEWSLETTER_IP_DAYS = 7
    sign_up(client, "a@example.org")
    row = model.objects.first()
    rows = model.objects.all()
    for forbidden in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(pk=1),
        lambda: rows.bulk_update([row], ["id"]),
    ):
        with pytest.raises(AppendOnlyError):
            forbidden()
    assert model.objects.exists()


def test_the_ip_address_only_if_the_city_wants_it_and_for_its_time(client, newsletter, settings):
    settings.NEWSLETTER_IP_DAYS = 7
    confirmed(client, "a@example.org")
    assert list(ConsentOrigin.objects.values_list("proof__event", "ip")) == [
        ("requested", "127.0.0.1"),
        ("confirmed", "127.0.0.1"),
    ]
    assert expire() == 0
    settings.NEWSLETTER_IP_DAYS = 0
    assert expire() == 2
    assert not ConsentOrigin.objects.exists()
    assert len(events()) == 3


def expire() -> int:
    """Rows that ``manage.py personal_data expire`` ends now."""
    output = io.StringIO()
    call_command("personal_data", "expire", stdout=output)
    return sum(int(line.split()[0]) for line in output.getvalue().splitlines())


# --- Their time ------------------------------------------------------------------------------------------------


def chain(*steps: tuple[str, datetime], subscriber: Subscriber | None = None) -> Subscriber:
    """A subscription with events at given times; its row is gone unless one is given."""
    subscriber = subscriber or Subscriber(email="old@example.org")
    subscriber.email_hash = subscriber.email_hash or "0" * 64
    for event, at in steps:
        note(subscriber, event, at=at)
    return subscriber


@pytest.mark.parametrize(("years_ago", "kept"), [(0, True), (3, True), (4, False)])
def test_to_the_end_of_the_year_after_the_limitation(settings, years_ago, kept):
    """BGB § 199: the three years begin at the end of the year in which it ended."""
    assert settings.NEWSLETTER_PROOF_YEARS == 3
    end = timezone.make_aware(datetime(timezone.localdate().year - years_ago, 1, 2))
    chain((Event.CONFIRMED, end - timedelta(days=900)), (Event.WITHDRAWN, end))
    expire()
    assert bool(events()) == kept


def test_as_long_as_the_subscription_lasts():
    long_ago = timezone.now() - timedelta(days=20 * 366)
    subscriber = make.subscriber("a@example.org", confirmed_at=long_ago, created_at=long_ago)
    chain((Event.CONFIRMED, long_ago), subscriber=subscriber)
    assert expire() == 0
    assert events() == ["confirmed"]


def test_a_request_that_was_never_confirmed_goes_with_its_address(client, newsletter, settings):
    sign_up(client, "a@example.org")
    assert expire() == 0
    settings.NEWSLETTER_PENDING_DAYS = 0
    expire()
    assert not Subscriber.objects.exists()
    assert events() == []
    assert export_address("a@example.org") == {}


def test_but_not_the_proofs_of_an_earlier_subscription(client, newsletter, settings):
    confirmed(client, "a@example.org")
    subscribing.unsubscribe(Subscriber.objects.get(), "test")
    sign_up(client, "a@example.org")
    settings.NEWSLETTER_PENDING_DAYS = 0
    expire()
    assert events() == ["requested", "mailed", "confirmed", "withdrawn"]


# --- Given out and erased --------------------------------------------------------------------------------------


def test_export_and_erasure(client, newsletter):
    confirmed(client, "Anna@Müller.de", topics=[make.term(make.Topic, "work").code])
    output = io.StringIO()
    call_command("export_subscriber", "anna@müller.de", stdout=output)
    found = json.loads(output.getvalue())
    assert found["newsletter.Subscriber"][0]["topics"] == ["work"]
    requested = found["newsletter.ConsentProof"][0]
    assert requested["consent"]["text"] == ConsentText.objects.get().text
    assert requested["consent"]["sha256"] == ConsentText.objects.get().sha256

    call_command("erase_subscriber", "ANNA@müller.de", stdout=io.StringIO())
    assert not Subscriber.objects.exists()
    assert events() == ["requested", "mailed", "confirmed", "erased"]
    assert not ConsentProof.objects.exclude(email="").exists()
    again = export_address("anna@xn--mller-kva.de")["newsletter.ConsentProof"]
    assert [proof["event"] for proof in again] == events(), "who names the address still gets the proof"


@pytest.mark.parametrize("command", ["export_subscriber", "erase_subscriber"])
@pytest.mark.parametrize("email", ["nobody@example.org", "not an address", ""])
def test_nothing_stored_is_said(command, email):
    make.subscriber()
    with pytest.raises(CommandError, match="Nothing is stored"):
        call_command(command, email)


@pytest.mark.parametrize("known", [True, False])
def test_erasing_who_has_not_confirmed_leaves_only_that_they_asked_for_it(client, newsletter, known):
    """So that the list of an older system does not bring back who has said no here."""
    if known:
        sign_up(client, "a@example.org")
    erase_address("A@example.org")
    expire()
    assert not Subscriber.objects.exists()
    assert list(ConsentProof.objects.values_list("event", "email")) == [("erased", "")]
    assert ended_at("a@example.org") is not None


def test_who_lost_the_secret_key_still_erases_everything(settings):
    for email in ("a@example.org", "b@example.org"):
        note(make.subscriber(email), Event.CONFIRMED)
    subscribing.unsubscribe(Subscriber.objects.get(email="b@example.org"), "test")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, []
    assert ended_at("b@example.org") is not None
    for email in ("A@example.org", "b@example.org"):
        assert export_address(email)
        assert erase_address(email)
    assert not ConsentProof.objects.exclude(email="").exists()


def test_the_general_command_does_the_same(client, newsletter):
    confirmed(client, "a@example.org")
    call_command("personal_data", "erase", "a@example.org", stdout=io.StringIO())
    assert not Subscriber.objects.exists()
    assert not ConsentProof.objects.exclude(email="").exists()


@pytest.fixture
def suspended() -> Subscriber:
    """Somebody who confirmed long ago, got mails ever since, and complained 100 days ago."""
    subscriber = make.subscriber("a@example.org")
    note(subscriber, Event.CONFIRMED, at=timezone.now() - timedelta(days=20 * 366))
    subscriber.bounced(permanent=True, reason="complaint")
    Subscriber.objects.update(suspended_at=timezone.now() - timedelta(days=100))
    return Subscriber.objects.get()


def test_a_suspended_address_is_forgotten_in_time_and_its_proof_kept(settings, suspended):
    assert expire() == 0
    settings.NEWSLETTER_SUSPENDED_DAYS = 90
    assert expire() == 1
    assert not Subscriber.objects.exists()
    assert expire() == 0
    assert events() == ["confirmed", "ended"], "nobody has withdrawn anything"
    end = ConsentProof.objects.get(event="ended")
    assert (end.at, end.source) == (suspended.suspended_at, "complaint"), "since then no mail has gone out"
    assert ended_at("a@example.org") == end.at, "no old list brings it back"


def test_the_proof_of_a_suspended_subscription_outlives_a_new_request(client, newsletter, suspended):
    sign_up(client, "a@example.org")
    assert expire() == 0
    assert events(subscription=suspended.subscription) == ["confirmed", "ended"]
    assert events(subscription=Subscriber.objects.get().subscription) == ["requested", "mailed"]


def test_an_erasure_of_a_suspended_subscription_is_one(suspended):
    erase_address("a@example.org")
    assert list(ConsentProof.objects.values_list("event", "email")) == [("confirmed", ""), ("erased", "")]


def test_every_model_with_an_address_declares_its_retention():
    assert {Subscriber, ConsentProof, ConsentOrigin} <= set(REGISTRY)
    assert all(kept.retention for model, kept in REGISTRY.items() if model._meta.app_label == "newsletter")


def test_unsubscribing_leaves_no_mail_and_no_row(client, newsletter):
    confirmed(client, "a@example.org")
    mail.outbox.clear()
    subscribing.unsubscribe(Subscriber.objects.get(), "manage page")
    assert not mail.outbox
    assert ConsentProof.objects.get(event="withdrawn").source == "manage page"
