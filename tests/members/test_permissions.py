"""Who may do what with pages: role × object × action, through the screens and posts of the admin.

A table says what is allowed; everything else must be refused and change nothing.
"""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from tests import factories as make
from tests.members.browsing import fields_of
from tests.members.world import ROLES, SECRET, World, png, trust

pytestmark = pytest.mark.django_db
MEMBERS = {"editor of the association", "administrator of the association", "trusted member"}
STAFF = {"editor", "superuser"}
OBJECTS = ["profile", "english", "live", "draft"]
OWN = {f"own {name}" for name in OBJECTS}
OTHER = {f"other {name}" for name in OBJECTS}
SCREENS = {
    "edit": "wagtailadmin_pages:edit",
    "history": "wagtailadmin_pages:history",
    "usage": "wagtailadmin_pages:usage",
    "view draft": "wagtailadmin_pages:view_draft",
    "view revision": "wagtailadmin_pages:revisions_view",
    "compare": "wagtailadmin_pages:revisions_compare",
    "copy": "wagtailadmin_pages:copy",
    "delete": "wagtailadmin_pages:delete",
    "unpublish": "wagtailadmin_pages:unpublish",
    "move": "wagtailadmin_pages:move",
    "privacy": "wagtailadmin_pages:set_privacy",
}
READING = {"edit", "history", "usage", "view draft", "view revision", "compare"}


def address_of(action: str, page: Page) -> str:
    """The address of one of ``SCREENS``; of those on revisions, with the latest one of the page."""
    revisions = {"view revision": [page.latest_revision_id], "compare": ["earliest", page.latest_revision_id]}
    return reverse(SCREENS[action], args=[page.pk, *revisions.get(action, [])])


@pytest.fixture
def world(untrusted) -> World:
    trust(untrusted)
    return untrusted


@pytest.fixture
def untrusted(world_of_module) -> World:
    return deepcopy(world_of_module)


def page_of(world: World, name: str) -> Page:
    side, what = name.split()
    return make.fresh(getattr(getattr(world, side), what))


def may_see(role: str, name: str) -> bool:
    """Whether the role works on the object at all."""
    if role in STAFF:
        return True
    if role == "member of another":
        return name in OTHER
    if role in MEMBERS:
        return name in OWN
    return role == "translator" and name.endswith("english")


def may(role: str, action: str, name: str) -> bool:
    """The table, for an association that is trusted."""
    if not may_see(role, name):
        return False
    if role in STAFF or action in READING:
        return True
    if role == "translator":
        return action == "copy"  # Wagtail: who may edit may copy, but finds no place to put it
    if name.endswith(("profile", "english")):
        return False  # whether an organisation is in the directory is for editors to decide
    if role == "member of another":  # which is not trusted
        return action == "copy" or (action in {"delete", "move"} and name == "other draft")
    return action != "unpublish" or name.endswith("live")


@pytest.mark.parametrize("action", SCREENS)
@pytest.mark.parametrize("role", ROLES)
def test_screens(world, role, action):
    for name in sorted(OWN | OTHER):
        page = page_of(world, name)
        if action == "unpublish" and not page.live:
            continue
        response = world.client(role).get(address_of(action, page))
        assert (response.status_code == 200) == may(role, action, name), (role, action, name, response.status_code)
        assert response.status_code < 500
        if not may_see(role, name) and name.startswith("other"):
            assert SECRET not in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_posts_change_nothing_that_is_not_allowed(world, role):
    """Whatever is sent, pages that the role may not work on stay as they are, and nothing is logged as done."""
    client = world.client(role)
    for name in sorted(OWN | OTHER):
        if may_see(role, name):
            continue
        page = page_of(world, name)
        target = page_of(world, "own profile" if role in MEMBERS else "other profile")
        before = snapshot(page)
        logged = PageLogEntry.objects.filter(page=page.pk).count()
        revision = page.latest_revision_id
        for view, args, data in (
            ("edit", [page.pk], {"title": "Gekapert", "slug": page.slug}),
            ("edit", [page.pk], {"title": "Gekapert", "slug": page.slug, "action-publish": "1"}),
            ("edit", [page.pk], {"title": "Gekapert", "slug": page.slug, "action-submit": "1"}),
            ("delete", [page.pk], {"confirm": "1"}),
            ("unpublish", [page.pk], {}),
            ("move_confirm", [page.pk, target.pk], {}),
            ("copy", [page.pk], {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": target.pk}),
            ("set_privacy", [page.pk], {"restriction_type": "login"}),
            ("lock", [page.pk], {}),
            ("unlock", [page.pk], {}),
            ("revisions_revert", [page.pk, revision], {"title": "Gekapert", "slug": page.slug}),
            ("revisions_unschedule", [page.pk, revision], {}),
            ("set_page_position", [page.pk], {"position": "0"}),
            ("convert_alias", [page.pk], {}),
            ("confirm_workflow_cancellation", [page.pk], {}),
        ):
            response = client.post(reverse(f"wagtailadmin_pages:{view}", args=args), data)
            assert response.status_code < 500, (view, name)
            assert snapshot(page) == before, (role, view, name)
            assert not Page.objects.filter(slug="kopie").exists(), (role, name)
        for action in ("delete", "unpublish", "publish", "move"):
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            client.post(f"{url}?id={page.pk}&childOf={page.get_parent().pk}", {"chooser": target.pk})
            assert snapshot(page) == before, (role, "bulk", action, name)
        assert PageLogEntry.objects.filter(page=page.pk).count() == logged


def snapshot(page: Page) -> tuple:
    """What must not change without permission."""
    now = Page.objects.filter(pk=page.pk).first()
    if now is None:
        return ()
    restricted = now.view_restrictions.count()
    return now.title, now.live, now.path, now.latest_revision_id, now.locked, restricted, now.has_unpublished_changes


def edited(page, **values) -> dict:
    """The form of a news page as the editor sends it."""
    data = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "date": str(page.date), "comment_replies": "",
        "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    return {**data, **values}


@pytest.mark.parametrize("role", sorted(MEMBERS - {"trusted member"}))
def test_untrusted_members_submit(untrusted, role):
    """Asking to publish keeps the public page as it is; submitting puts it before the editors."""
    page, client = untrusted.own.live, untrusted.client(role)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(url, edited(page, title="Ganz neu", **{"action-publish": "1"}))
    assert make.fresh(page).title == "Neues von Nil"
    client.post(url, edited(page, title="Ganz neu", **{"action-submit": "1"}))
    page = make.fresh(page)
    assert page.title == "Neues von Nil"
    assert page.get_latest_revision_as_object().title == "Ganz neu"
    assert page.current_workflow_state.requested_by == untrusted.users[role]


def test_trusted_members_publish(world):
    page = world.own.live
    data = edited(page, title="Sofort da", **{"action-publish": "1"})
    world.client("trusted member").post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert make.fresh(page).title == "Sofort da"


def test_offers_stay_with_the_association_that_writes_them(world):
    """Another association's profile is not a place to publish on."""
    offer = make.service(parent=world.own.profile, title="Sozialberatung")
    url = reverse("wagtailadmin_pages:edit", args=[offer.pk])
    for role, provider in (("trusted member", world.own.profile), ("editor", world.other.profile)):
        client = world.client(role)
        form = fields_of(client.get(url), "form[data-edit-form]")
        for several in ("topics", "target_groups", "modes", "areas"):
            del form[several]
        form |= {f"{stream}-count": "0" for stream in ("places", "phones", "contacts")}  # which scripts fill in
        form |= {"provider": world.other.profile.pk, "action-publish": "1"}
        assert client.post(url, form).status_code == 302
        assert make.fresh(offer).provider == provider, role


def content_of_file(thing) -> bytes:
    with thing.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("kind", ["image", "document"])
def test_public_files_are_changed_by_those_who_may_publish(untrusted, kind):
    """Otherwise a new file would be seen at once where the page itself would wait for the editors."""
    page, thing = untrusted.own.live, getattr(untrusted.own, kind)
    url = reverse(f"wagtail{'images' if kind == 'image' else 'docs'}:edit", args=[thing.pk])
    delete = reverse(f"wagtail{'images' if kind == 'image' else 'docs'}:delete", args=[thing.pk])
    member, model = untrusted.client("editor of the association"), type(thing)

    def change(client, title: str) -> str:
        form = fields_of(client.get(url), "main form[enctype]") if client.get(url).status_code == 200 else {}
        form |= {"title": title, "collection": thing.collection_id, "description": "Neu"}
        client.post(url, form)
        return model.objects.get(pk=thing.pk).title

    assert change(member, "Entwurf") == "Entwurf", "nobody sees it yet"
    page.body = [("text", f'<p><a linktype="document" id="{thing.pk}">Datei</a></p>')] if kind == "document" else []
    page.image = thing if kind == "image" else None
    page.save_revision().publish()
    content = content_of_file(thing)
    assert change(member, "Gekapert") == "Entwurf"
    member.post(delete)
    upload = ContentFile(png((9, 9)), "neu.png")
    for action in ("delete", "add_tags"):
        bulk = reverse("wagtail_bulk_action", args=["core", f"portal{kind}", action])
        member.post(f"{bulk}?id={thing.pk}", {"tags": "x"})
    member.post(url, {"title": "x", "collection": thing.collection_id, "description": "x", "file": upload})
    now = model.objects.get(pk=thing.pk)
    assert content_of_file(now) == content
    assert not now.tags.exists()
    chooser = reverse(f"wagtail{'images' if kind == 'image' else 'docs'}_chooser:chosen", args=[thing.pk])
    assert member.get(chooser).status_code == 200, "it can still be put on other pages"
    assert change(untrusted.client("editor"), "Von der Redaktion") == "Von der Redaktion"
    trust(untrusted)
    assert change(untrusted.client("trusted member"), "Vertraut") == "Vertraut"


def test_members_delete_drafts_but_nothing_public(untrusted):
    client = untrusted.client("editor of the association")
    for page in (untrusted.own.draft, untrusted.own.live):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=untrusted.own.draft.pk).exists()
    assert Page.objects.filter(pk=untrusted.own.live.pk).exists()


def test_who_leaves_loses_the_rights_and_the_content_stays(world):
    user = world.users["editor of the association"]
    client = world.client("editor of the association")
    page = world.own.draft
    page.owner = user
    page.save()
    user.memberships.all().delete()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert not user.groups.exists()
    assert Page.objects.filter(pk=page.pk).exists()


def test_two_associations_of_one_person(world):
    """Rights add up, and one that ends takes nothing of the other along."""
    user = world.users["editor of the association"]
    user.memberships.create(organisation=world.other.profile)
    client = world.client("editor of the association")
    for association in (world.own, world.other):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[association.draft.pk])).status_code == 200
    user.memberships.get(organisation=world.own.profile).delete()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[world.own.draft.pk])).status_code == 302
    assert client.get(reverse("wagtailadmin_pages:edit", args=[world.other.draft.pk])).status_code == 200


def test_members_do_not_choose_what_stands_on_the_front_page(world, client):
    page = world.own.live
    data = edited(page, featured="on", **{"action-publish": "1"})
    world.client("trusted member").post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert not make.fresh(page).featured
    assert page.title not in client.get("/de/").content.decode()
    world.client("editor").post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert make.fresh(page).featured
    assert page.title in client.get("/de/").content.decode()
