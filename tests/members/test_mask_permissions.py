"""Nobody but those who may edit an organisation gets anything from the mask about it, or changes anything by it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from core.models import PortalImage
from members.mask.kinds import KINDS
from members.mask.steps import STEPS
from members.mask.urls import urlpatterns
from tests import factories as make
from tests.members.browsing import address, send
from tests.members.world import SECRET, World, content_of, png

pytestmark = pytest.mark.django_db
OUTSIDERS = ["anonymous", "nobody", "editor of the association", "administrator of the association", "translator"]


def all_addresses(world: World, organisation, page, event) -> list[str]:
    """Every address of the mask, asked for an organisation and its pages."""
    found = []
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        if "key" not in names:
            continue  # members:open, tested with the start page
        for step in STEPS if "step" in names else [None]:
            for kind in KINDS if "kind" in names else [None]:
                own = event if kind == "events" or pattern.name == "cancel_event" else page
                values = {"key": organisation.translation_key, "pk": own.pk, "kind": kind, "step": step and step.code}
                found.append(reverse(f"members:{pattern.name}", kwargs={name: values[name] for name in names}))
    return found


@pytest.mark.parametrize("role", OUTSIDERS)
def test_addresses_of_others(world, role):
    other, client = world.other, world.client(role)
    event = make.event(parent=other.profile, title=f"{SECRET} Fest")
    addresses = all_addresses(world, other.profile, other.draft, event)
    assert len(addresses) > 20
    before = state_of_everything()
    for path in addresses:
        response = client.get(path)
        assert response.status_code in (302, 404, 405), (role, path)
        assert SECRET not in content_of(response)
        for data in ({}, {"title": "Gekapert", "summary": "x", "language": "ar", "go": ""}):
            response = client.post(path, data)
            assert response.status_code in (401, 404, 405), (role, path)
            assert SECRET not in content_of(response)
    assert state_of_everything() == before


def test_the_addresses_answer_those_who_may(world):
    """The test above can fail: the same addresses are full of content for members."""
    event = make.event(parent=world.other.profile, title=f"{SECRET} Fest")
    client = world.client("member of another")
    answers = [
        client.get(path).status_code for path in all_addresses(world, world.other.profile, world.other.draft, event)
    ]
    assert answers.count(200) > 14
    assert 500 not in answers


def state_of_everything():
    pages = list(Page.objects.order_by("pk").values_list("pk", "title", "draft_title", "live", "latest_revision_id"))
    return pages, Revision.objects.count(), PortalImage.objects.count()


def test_pages_of_others_through_ones_own_association(world):
    """The own key with the id of a foreign page: as if it did not exist, for editing, copying and everything else."""
    client, own, other = world.client("editor of the association"), world.own, world.other
    before = state_of_everything()
    for name, args in (
        ("own_edit", ("news", other.draft.pk)),
        ("own_edit", ("news", own.profile.pk)),
        ("own_edit", ("events", own.draft.pk)),
        ("own_down", ("news", other.live.pk)),
        ("preview", (other.draft.pk,)),
        ("submit", (other.draft.pk,)),
        ("take_back", (other.draft.pk,)),
        ("cancel_event", (other.draft.pk,)),
        ("preview", (make.index_of(make.NewsIndexPage).pk,)),
    ):
        path = address(name, own.profile, *args)
        assert client.get(path).status_code in (404, 405), path
        assert client.post(path, {"title": "x"}).status_code in (404, 405), path
    copy = address("own_new", own.profile, "news")
    assert client.get(f"{copy}?copy={other.draft.pk}").status_code == 404
    assert client.post(copy, {"title": "Neu", "copy": str(other.draft.pk), "language": "de"}).status_code == 404
    assert state_of_everything() == before


def test_pictures_of_others_are_neither_taken_nor_described(world):
    """Ids of pictures mean nothing in a form: only files that are sent, and what stands in the draft."""
    client, own = world.client("editor of the association"), world.own
    path = address("profile_step", own.profile, "pictures")
    client.post(path, {"pictures": str(world.other.image.pk), "logo": str(world.other.image.pk), "alt-x": "Gekapert"})
    draft = make.fresh(own.profile).get_latest_revision_as_object()
    assert not draft.pictures
    assert draft.logo is None
    path = address("own_new", own.profile, "news")
    client.post(path, {"title": "Neu", "language": "de", "picture": str(world.other.image.pk), "kept_picture": "1:x"})
    assert not own.profile.news.filter(image=world.other.image).exists()
    assert PortalImage.objects.get(pk=world.other.image.pk).description == "Ein Bild."


def test_lent_pictures_keep_the_words_of_their_owner(world):
    """An editor has put a picture of the whole portal into the profile: its words are not the association's."""
    image = PortalImage.objects.create(title="Stadt", file=make_file(), description="Das Rathaus.")
    draft = world.own.profile
    draft.pictures = [("picture", {"image": image})]
    draft.save_revision(user=world.users["editor"])
    key = draft.get_latest_revision_as_object().pictures[0].id
    client = world.client("editor of the association")
    response = send(client, address("profile_step", draft, "pictures"), **{f"alt-{key}": "Hier feiern wir."})
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.description == "Das Rathaus."
    assert make.fresh(draft).get_latest_revision_as_object().pictures[0].value.alt == "Hier feiern wir."


def make_file():
    from django.core.files.base import ContentFile

    return ContentFile(png(), "stadt.png")


def test_profile_of_a_translation_is_not_found(world):
    """The key stands for the group; an unknown one and a foreign one get the same answer."""
    client = world.client("editor of the association")
    path = address("profile", world.own.profile)
    assert client.get(path).status_code == 200
    unknown = path.replace(str(world.own.profile.translation_key), "00000000-0000-4000-8000-000000000000")
    assert client.get(unknown).status_code == 404


def test_membership_ends(world):
    client = world.client("editor of the association")
    world.users["editor of the association"].memberships.all().delete()
    assert client.get(address("profile", world.own.profile)).status_code == 404


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_editors_may_use_the_mask(world, role):
    assert world.client(role).get(address("profile", world.own.profile)).status_code == 200
