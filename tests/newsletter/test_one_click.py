"""Unsubscribing from a mail: by its program (RFC 8058) and by its visible link. Old mails can do it for ever."""

import time
from unittest import mock

import pytest
from django.test import Client

from newsletter import subscribing
from newsletter.models import ConsentProof, Subscriber
from newsletter.subscribing import unsubscribed
from tests import factories as make
from tests.newsletter.forms import path_of

pytestmark = pytest.mark.django_db
BODY = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def subscriber(newsletter) -> Subscriber:
    return make.subscriber("a@example.org", language="ar")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_the_program_of_the_reader_unsubscribes(subscriber, kind):
    """RFC 8058, 3.1: a POST of exactly this, in one of two encodings, without cookies, and no redirect as the answer."""
    client = Client(enforce_csrf_checks=True)
    url = path_of(subscriber.one_click_url())
    if kind == "multipart/form-data":
        answer = client.post(url, BODY)
    else:
        answer = client.post(url, "List-Unsubscribe=One-Click", content_type=kind)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscriber.objects.exists()
    assert client.post(url, BODY).status_code == 200, "programs try again"
    assert ConsentProof.objects.filter(event="withdrawn").count() == 1


def test_get_does_not_unsubscribe_but_shows_the_page_that_does(client, subscriber):
    answer = client.get(path_of(subscriber.one_click_url()), follow=True, headers={"accept-language": "fr"})
    assert answer.status_code == 200
    path = answer.redirect_chain[-1][0]
    assert path.startswith("/fr/subscription/unsubscribe/")
    assert Subscriber.objects.exists()
    assert client.post(path).status_code == 302
    assert not Subscriber.objects.exists()


def test_head_does_not_unsubscribe(client, subscriber):
    for url in (subscriber.one_click_url(), subscriber.unsubscribe_url()):
        client.head(path_of(url))
    assert Subscriber.objects.exists()


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "No"}, {"list-unsubscribe": "One-Click"}])
def test_another_post_does_not_unsubscribe(client, subscriber, body):
    assert client.post(path_of(subscriber.one_click_url()), body).status_code == 400
    assert Subscriber.objects.exists()


def test_the_visible_link(client, subscriber):
    path = path_of(subscriber.unsubscribe_url())
    assert path.startswith("/ar/")
    html = client.get(path).content.decode()
    assert "a…@example.org" in html
    assert "a@example.org" not in html, "whoever got a forwarded mail does not learn the address"
    assert Subscriber.objects.exists()
    answer = client.post(path)
    assert answer.url == "/ar/subscription/unsubscribed/"
    assert not Subscriber.objects.exists()
    assert client.get(path).url == "/ar/subscription/unsubscribed/", "told so, not an error"


def test_the_effect_is_immediate(client, subscriber):
    client.post(path_of(subscriber.one_click_url()), BODY)
    assert not Subscriber.objects.deliverable().exists()


def test_old_mails_unsubscribe_for_ever(client, subscriber, settings):
    old = path_of(subscriber.one_click_url())
    subscribing.unsubscribe(subscriber, "test")
    make.subscriber("A@example.org")
    in_ten_years = time.time() + 10 * 366 * 86_400
    with mock.patch("django.core.signing.time.time", return_value=in_ten_years):
        assert client.post(old, BODY).status_code == 200
    assert not Subscriber.objects.exists(), "also what the same address has begun anew since"


def test_links_survive_a_new_secret_key(client, subscriber, settings):
    old = path_of(subscriber.one_click_url())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert client.post(old, BODY).status_code == 200
    assert not Subscriber.objects.exists()


def test_the_address_has_no_language_and_names_nobody(subscriber, settings):
    url = subscriber.one_click_url()
    assert url.startswith(f"{settings.BASE_URL}/subscription/one-click/"), "also when the portal gives up a language"
    assert "example.org/" not in url.removeprefix(settings.BASE_URL)
    assert subscriber.email not in url


@pytest.mark.parametrize("token", ["x", "x:y:z", "1" * 3000, "a.1:b:c", "%00", "☃"])
def test_forged_links(client, subscriber, token):
    for path in (f"/subscription/one-click/{token}/", f"/de/subscription/unsubscribe/{token}/"):
        assert client.post(path, BODY).status_code == 410
    assert Subscriber.objects.exists()


def test_the_issue_is_told_who_left_because_of_it(client, subscriber):
    heard = []

    def hear(sender, subscriber, issue, **kwargs):
        heard.append((subscriber.email, issue))

    unsubscribed.connect(hear)
    try:
        client.post(path_of(subscriber.one_click_url(issue=7)), BODY)
        other = make.subscriber("b@example.org")
        client.post(path_of(other.unsubscribe_url()))
    finally:
        unsubscribed.disconnect(hear)
    assert heard == [("a@example.org", 7), ("b@example.org", None)]
