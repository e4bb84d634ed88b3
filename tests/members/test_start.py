"""The start page of members: what waits, what is theirs, and nothing of others."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import PageViews
from members.start import LATEST
from tests import factories as make
from tests.members.world import SECRET, World, content_of

pytestmark = pytest.mark.django_db
START = "/en/my/"
MEMBER = "editor of the association"


def submit(world: World, title: str = "Neues Sommerfest"):
    page = world.own.live
    page.title = title
    page.save_revision(user=world.users[MEMBER])
    return page.get_workflow().start(page, world.users[MEMBER])


def test_own_pages_with_their_state(world):
    html = content_of(world.client(MEMBER).get(START))
    for title in ("Verein Nil", "Neues von Nil", "VERTRAULICH Entwurf"):
        assert title in html
    assert SECRET not in html
    assert "Donau" not in html
    assert "public, with changes that nobody sees yet" in html
    assert "draft" in html


def test_submitted_and_refused_with_the_reason(world):
    state = submit(world)
    client = world.client(MEMBER)
    assert "With the editors since" in content_of(client.get(START))
    state.current_task_state.reject(user=world.users["editor"], comment="Bitte den Ort ergänzen.")
    html = content_of(client.get(START))
    assert "The editors ask you to change something" in html
    assert "Bitte den Ort ergänzen." in html
    assert "Neues Sommerfest" in html
    colleague = content_of(world.client("administrator of the association").get(START))
    assert "Bitte den Ort ergänzen." in colleague, "the answer is the association's"
    assert "Bitte den Ort" not in content_of(world.client("member of another").get(START))


def test_how_often_it_was_read(world):
    today = timezone.localdate()
    PageViews.objects.create(page=world.own.live, day=today, count=12)
    PageViews.objects.create(page=world.other.live, day=today, count=99)
    html = content_of(world.client(MEMBER).get(START))
    assert "read 12 times in 30 days" in html
    assert "99 times" not in html


def test_a_page_stands_there_once_with_its_languages(world):
    make.translate(world.own.live, "en", title="News of Nile").unpublish()
    PageViews.objects.create(page=world.own.english, day=timezone.localdate(), count=5)
    PageViews.objects.create(page=world.own.profile, day=timezone.localdate(), count=2)
    page = BeautifulSoup(content_of(world.client(MEMBER).get(START)), "html.parser")
    rows = page.select(".desk__page")
    assert len(rows) == 3, "profile, news, draft"
    profile = next(row for row in rows if "Verein Nil" in row.text)
    assert "read 7 times" in profile.text
    assert [a["href"][:4] for a in profile.select(".desk__languages a")] == ["/en/"]
    hidden = next(row for row in rows if "Neues von Nil" in row.text).select_one(".desk__languages")
    assert "English" in hidden.text
    assert not hidden.select("a"), "nobody can read it"


def test_what_the_editors_have_in_another_language_is_said(world):
    english = world.own.english
    english.title = "Nile club"
    english.save_revision(user=world.users[MEMBER])
    english.get_workflow().start(english, world.users[MEMBER])
    assert "With the editors since" in content_of(world.client(MEMBER).get(START))


def test_without_membership_an_explanation(world):
    html = content_of(world.client("nobody").get(START))
    assert "does not belong to an association" in html
    editor = content_of(world.client("editor").get(START))
    assert reverse("wagtailadmin_home") in editor
    assert world.client("anonymous").get(START).status_code == 302


def test_two_associations(world):
    world.users[MEMBER].memberships.create(organisation=world.other.profile)
    html = content_of(world.client(MEMBER).get(START))
    assert "Verein Nil" in html
    assert "Verein Donau" in html


@pytest.mark.parametrize("language", ["de", "ar", "de-simple"])
def test_titles_in_another_language_are_marked(world, language):
    html = content_of(world.client(MEMBER).get(f"/{language}/my/"))
    if language != "de":
        assert '<strong lang="de" dir="ltr"><bdi>Verein Nil</bdi>' in html
    assert 'content="noindex"' in html


def test_cost_does_not_grow(world):
    client = world.client(MEMBER)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(START)
        return len(queries)

    cost()
    before = cost()
    for _number in range(6):
        make.news(parent=world.own.profile)
        make.organisation()
    cost()  # menus and settings are remembered again
    assert cost() <= before


def test_never_kept_by_caches(world):
    assert "no-store" in world.client(MEMBER).get(START)["Cache-Control"]


def test_ways_to_ones_account_and_out_on_every_page_of_ones_own(world):
    client = world.client(MEMBER)
    for path in (START, reverse("members:own", args=[world.own.profile.translation_key, "news"])):
        page = BeautifulSoup(content_of(client.get(path)), "html.parser")
        bar = page.select_one("nav.own-bar")
        assert bar.select_one(f"a[href='{reverse('members:account')}']")
        assert [link["href"] for link in bar.select("[aria-current=page]")] == [START] * (path == START)
        assert not page.select(f"footer a[href='{reverse('members:signin')}']"), "they are in already"
    assert client.post(bar.form["action"]).status_code == 302
    assert "_auth_user_id" not in client.session


def test_no_such_ways_for_whoever_is_not_signed_in(world):
    page = BeautifulSoup(content_of(world.client("anonymous").get(reverse("members:apply"))), "html.parser")
    assert not page.select("nav.own-bar")
    assert page.select(f"footer a[href='{reverse('members:signin')}']")


def test_a_long_list_is_cut_and_says_so(world):
    for _number in range(LATEST + 2):
        make.news(parent=world.own.profile)
    page = BeautifulSoup(content_of(world.client(MEMBER).get(START)), "html.parser")
    assert len(page.select(".desk__page")) == 1 + LATEST
    assert "Shown are the latest" in page.text
