"""Two people at once: what one of them changed is merged, what both changed is shown side by side and chosen."""

import pytest
from bs4 import BeautifulSoup

from members.mask.drafts import latest
from members.mask.merging import EMPTY, digest, merge
from tests import factories as make
from tests.members.browsing import address, fill
from tests.members.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(world) -> str:
    return address("profile_step", world.own.profile, "offers")


def draft_of(world: World):
    return latest(make.fresh(world.own.profile))


def test_what_only_one_changed_is_merged(world, path):
    ana, ben = world.client("editor of the association"), world.client("administrator of the association")
    opened_by_ana, opened_by_ben = ana.get(path), ben.get(path)
    assert ana.post(path, fill(opened_by_ana, aims="Von Ana")).status_code == 302
    assert ben.post(path, fill(opened_by_ben, offers="Von Ben")).status_code == 302
    draft = draft_of(world)
    assert (draft.aims, draft.offers) == ("<p>Von Ana</p>", "<p>Von Ben</p>")


@pytest.mark.parametrize(("choice", "result"), [("mine", "Von Ben"), ("theirs", "Von Ana")])
def test_what_both_changed_is_chosen(world, path, choice, result):
    ana, ben = world.client("editor of the association"), world.client("administrator of the association")
    opened_by_ana, opened_by_ben = ana.get(path), ben.get(path)
    ana.post(path, fill(opened_by_ana, aims="Von Ana"))
    asked = ben.post(path, fill(opened_by_ben, aims="Von Ben", offers="Auch von Ben"))
    assert asked.status_code == 409
    sides = [node.text for node in BeautifulSoup(asked.content, "html.parser").select(".conflict__text")]
    assert sides == ["Von Ana", "Von Ben"]
    assert draft_of(world).aims == "<p>Von Ana</p>", "nothing is overwritten before somebody has chosen"
    # Without a choice the question stands.
    assert ben.post(path, fill(asked)).status_code == 409
    chosen = fill(asked, **{"choose-aims": choice})
    assert ben.post(path, chosen).status_code == 302
    draft = draft_of(world)
    assert (draft.aims, draft.offers) == (f"<p>{result}</p>", "<p>Auch von Ben</p>")


def test_a_third_person_in_the_meantime_is_asked_again(world, path):
    ana, ben = world.client("editor of the association"), world.client("administrator of the association")
    opened_by_ana, opened_by_ben = ana.get(path), ben.get(path)
    ana.post(path, fill(opened_by_ana, aims="Von Ana"))
    asked = ben.post(path, fill(opened_by_ben, aims="Von Ben"))
    ana.post(path, fill(ana.get(path), aims="Noch einmal von Ana"))
    again = ben.post(path, fill(asked, **{"choose-aims": "mine"}))
    assert again.status_code == 409
    assert "Noch einmal von Ana" in again.content.decode()


def test_editor_in_the_admin_counts_as_the_other(world, path):
    member = world.client("editor of the association")
    opened = member.get(path)
    draft = draft_of(world)
    draft.aims = "<p>Von der Redaktion</p>"
    draft.save_revision(user=world.users["editor"])
    asked = member.post(path, fill(opened, aims="Vom Verein"))
    assert asked.status_code == 409
    assert "Von der Redaktion" in asked.content.decode()


def test_rows_are_one_answer(world):
    path = address("profile_step", world.own.profile, "links")
    ana, ben = world.client("editor of the association"), world.client("administrator of the association")
    opened_by_ana, opened_by_ben = ana.get(path), ben.get(path)
    ana.post(path, fill(opened_by_ana, **{"social-0-url": "https://a.example/"}))
    asked = ben.post(path, fill(opened_by_ben, **{"social-0-url": "https://b.example/"}))
    assert asked.status_code == 409
    assert "https://a.example/" in asked.content.decode()
    ben.post(path, fill(asked, **{"choose-social": "mine"}))
    assert [child.value["url"] for child in draft_of(world).social] == ["https://b.example/"]


@pytest.mark.parametrize(
    ("step", "row"),
    [
        ("people", {"people-0-name": "Nadia", "people-0-consent": "on"}),
        ("links", {"social-0-network": "other", "social-0-url": "https://a.example/"}),
    ],
)
def test_nobody_is_in_conflict_with_oneself(world, step, row):
    """A form that is sent twice, by a double click or on a bad line."""
    path = address("profile_step", world.own.profile, step)
    member = world.client("editor of the association")
    opened = member.get(path)
    for _time in range(2):
        assert member.post(path, fill(opened, **row)).status_code == 302
    assert len(draft_of(world).people) + len(draft_of(world).social) == 1


def test_forged_marks_do_no_harm(world, path):
    """Whatever the hidden field says, the worst is a question too many or too few about one's own pages."""
    member = world.client("editor of the association")
    for mark in ("", "[]", "nonsense", '{"digests": [1]}', '{"digests": {"aims": {"x": 1}, "fremd": "1"}}', "\x00"):
        response = member.post(path, fill(member.get(path), opened=mark, aims="Neu"))
        assert response.status_code in (302, 409)


def test_merge():
    opened = {"a": digest("1"), "b": digest("1"), "c": digest("1")}
    result = merge(opened, {"a": "2", "b": "1", "c": "2"}, {"a": "1", "b": "3", "c": "3"}, {}, set())
    assert result.write == {"a": "2"}
    assert result.conflicts == ["c"]
    assert digest(None) == digest("") == digest([]) == digest(False) == EMPTY
    assert digest(0) != EMPTY
    assert digest([{"id": "", "name": "Ana"}]) == digest([{"id": "a1", "name": "Ana"}]) != digest([{"name": "Ben"}])
    assert merge({}, {"n": "x"}, {"n": "x"}, {}, set()).write == {}
