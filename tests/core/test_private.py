"""Pages behind a password or login: private in one language is private in all."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from core.models.base import restricted_paths
from tests import factories as make

pytestmark = pytest.mark.django_db


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")


@pytest.mark.parametrize("restricted", ["de", "ar"])
def test_every_language_of_a_private_page_asks_to_sign_in(client, portal, restricted):
    news = make.news(title="Internes")
    arabic = make.translate(news, "ar")
    assert client.get(arabic.url_in("ar")).status_code == 200
    restrict(news if restricted == "de" else arabic)
    for page, language in ((news, "de"), (arabic, "ar"), (news, "en")):
        answer = client.get(page.url_in(language))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("wagtailcore_login"))
        assert "no-cache" in answer.headers["Cache-Control"]


def test_what_is_below_a_private_page_is_private_in_every_language(client, portal):
    news = make.news(title="Internes")
    arabic = make.translate(news, "ar", title="Internes")
    search = "/api/v1/search/?q=Internes&lang=ar"
    assert client.get(search).json()["total"] == 1
    restrict(news.get_parent())
    assert client.get(arabic.url_in("ar")).status_code == 302
    assert arabic.path.startswith(tuple(restricted_paths()))
    assert client.get(search).json()["total"] == 0
