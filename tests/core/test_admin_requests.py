"""What no form of the admin sends is refused, not answered by an error of the server."""

import logging

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db

FORGED = [
    "zq9'\"><svg/onload=alert(9)>",
    "javascript:alert(3)//",
    "zq%s%n",
    "-1",
    "٣",
    '{"$ne":null}',
    "a & | ! <-> (:*",
]


@pytest.fixture
def chief(portal):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("chief"))
    return client


@pytest.fixture
def document(chief):
    return get_document_model().objects.create(title="Satzung", file=ContentFile(b"x", "satzung.txt"))


@pytest.mark.parametrize("place", FORGED)
def test_no_way_back_that_leads_nowhere(chief, document, place):
    edit = reverse("wagtaildocs:edit", args=[document.pk])
    answer = chief.post(edit, {"title": "Neu", "accessible": "unknown", "next": place})
    assert answer.status_code == 400
    document.refresh_from_db()
    assert document.title == "Satzung", "refused as a whole"


def test_a_way_back_is_taken(chief, document):
    edit, back = reverse("wagtaildocs:edit", args=[document.pk]), reverse("wagtaildocs:index") + "?q=Satzung"
    answer = chief.post(edit, {"title": "Neu", "accessible": "unknown", "next": back})
    assert (answer.status_code, answer.url) == (302, back)


@pytest.mark.parametrize("key", ["kit", "   ", "1e309", "9" * 30])
def test_keys_that_are_no_numbers(chief, key, caplog):
    page = make.news()
    with caplog.at_level(logging.CRITICAL, "django.request"):
        moved = chief.post(reverse("wagtailadmin_pages:move", args=[page.pk]), {"new_parent_page": key})
        member = chief.post("/admin/snippets/organisations/membership/add/", {"organisation": key, "user": key})
    assert moved.status_code in (200, 302, 400)
    assert member.status_code in (200, 400)
    assert make.fresh(page).title == page.title


@pytest.mark.parametrize("kind", ["newsletter/issue", "newsletter/circular"])
def test_forms_without_the_count_of_their_blocks(chief, kind):
    answer = chief.post(f"/admin/snippets/{kind}/add/", {"subject": "x"})
    assert answer.status_code == 400


def test_elsewhere_errors_stay_errors(chief, monkeypatch):
    """Only the admin's screens are read as generously; a bug on a public page must be seen."""

    def fail(*_args, **_kwargs):
        raise ValueError("Field 'id' expected a number but got 'x'.")

    monkeypatch.setattr("search.views.SearchView.get", fail)
    assert chief.get("/de/search/").status_code == 500
