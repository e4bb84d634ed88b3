"""The preview beside a form: the page as it would be, and nothing written."""

import pytest
from wagtail.models import Revision

from members.mask.kinds import KINDS
from members.mask.steps import STEPS
from tests import factories as make
from tests.members.browsing import address, fill
from tests.members.world import content_of

pytestmark = pytest.mark.django_db
MEMBER = "editor of the association"


def live(client, path: str, **changes):
    """What the script sends, from the form as it stands."""
    return client.post(path, {**fill(client.get(path), **changes), "live": "1"})


def test_a_step_of_the_profile(world):
    client, path = world.client(MEMBER), address("profile_step", world.own.profile, "about")
    before = Revision.objects.count()
    answer = live(client, path, summary="Wir lesen am Nil", title="Verein Nil neu")
    assert answer.status_code == 200
    html = content_of(answer)
    assert "Wir lesen am Nil" in html
    assert "Verein Nil neu" in html
    assert "page__preview" not in html, "no bar"
    assert "no-store" in answer["Cache-Control"]
    assert Revision.objects.count() == before
    assert make.fresh(world.own.profile).title == "Verein Nil"


def test_every_step_has_one(world):
    client = world.client(MEMBER)
    for step in STEPS:
        path = address("profile_step", world.own.profile, step.code)
        assert b"mask-live" in client.get(path).content
        assert live(client, path).status_code == 200, step.code


@pytest.mark.parametrize("build", [make.news, make.event, make.service])
def test_own_pages(world, build):
    page = build(parent=world.own.profile)
    kind = next(code for code, kind in KINDS.items() if isinstance(page, kind.model))
    answer = live(world.client(MEMBER), address("own_edit", world.own.profile, kind, page.pk), title="Ganz neuer Titel")
    assert answer.status_code == 200
    assert "Ganz neuer Titel" in content_of(answer)
    assert make.fresh(page).title != "Ganz neuer Titel"


def test_a_new_page_has_none_yet(world):
    client, path = world.client(MEMBER), address("own_new", world.own.profile, "news")
    assert b"mask-live" not in client.get(path).content
    before = Revision.objects.count()
    assert live(client, path, title="Neu").status_code == 422
    assert Revision.objects.count() == before


def test_what_cannot_be_saved_is_not_shown(world):
    answer = live(world.client(MEMBER), address("profile_step", world.own.profile, "about"), title="")
    assert (answer.status_code, answer.content) == (422, b"")


def test_nothing_of_others(world):
    path = address("profile_step", world.own.profile, "about")
    data = {**fill(world.client(MEMBER).get(path)), "live": "1"}
    for role in ("member of another", "nobody"):
        assert world.client(role).post(path, data).status_code == 404
    assert "Verein Nil" not in content_of(world.client("anonymous").post(path, data)).split("</h1>")[0]
