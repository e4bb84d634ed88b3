"""Nothing of others is seen anywhere: every screen of the admin, choosers, search, APIs, feeds, files."""

import itertools
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import ReferenceIndex

from core.models import PortalImage
from tests import factories as make
from tests.members.world import PERSON, SECRET, World, content_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OUTSIDERS = ["anonymous", "nobody", "editor of the association", "administrator of the association"]
WORDS = {
    "app_label": ["wagtailcore", "news"],
    "model_name": ["page", "newspage"],
    "action": ["publish"],
    "content_type_app_name": ["news"],
    "content_type_model_name": ["newspage"],
    "app_name": ["core"],
    "filter_spec": ["original"],
    "page_app_name": ["news"],
    "page_model_name": ["newspage"],
}
ENDS_THE_SESSION = {"wagtailadmin_logout"}
FAILS_ON_PURPOSE = {"wagtailadmin_error_test"}


def admin_views(patterns=None, prefix: str = "", found_admin: bool = False):
    """``(route, name, argument names)`` of every view below ``admin/``."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if found_admin or route == "admin/":
                yield from admin_views(pattern.url_patterns, route, found_admin=True)
        elif isinstance(pattern, URLPattern) and found_admin and "(?" not in route and "^" not in route:
            yield route, pattern.name, list(pattern.pattern.converters)


def addresses(world: World) -> list[str]:
    """Every screen of the admin, asked for every foreign object."""
    other = world.other
    objects = [1, other.profile.pk, other.draft.pk, other.image.pk, other.document.pk, other.draft.latest_revision_id]
    found = []
    for route, name, arguments in admin_views():
        if name in ENDS_THE_SESSION | FAILS_ON_PURPOSE:
            continue
        texts = [argument for argument in arguments if argument in WORDS]
        numbers = [argument for argument in arguments if argument not in WORDS]
        for words in itertools.product(*(WORDS[argument] for argument in texts)):
            for pk in objects if numbers else [0]:
                values = {**dict(zip(texts, words, strict=True)), **dict.fromkeys(numbers, pk)}
                address = "/" + route
                for argument, value in values.items():
                    start, _bracket, rest = address.partition(f":{argument}>")
                    address = (
                        f"{start[: start.rindex('<')]}{value}{rest}"
                        if rest or _bracket
                        else address.replace(f"<{argument}>", str(value))
                    )
                found.append(address)
    revision = other.draft.latest_revision_id
    # Each route above is asked with the same number for all its arguments; these need a page and a revision of it.
    for page, number in ((other.draft, revision), (other.profile, other.profile.latest_revision_id)):
        found += [
            reverse("wagtailadmin_pages:revisions_view", args=[page.pk, number]),
            reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, number]),
            *(
                reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *pair])
                for pair in (("earliest", "latest"), ("live", "latest"), (number, "latest"), ("live", number))
            ),
        ]
    return found


def screens(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Address and content of every screen, as somebody gets it."""
    client = world.client(role)
    for address in addresses(world):
        # Every refusal leaves a message; two thousand of them in a cookie take longer than the screens.
        client.cookies.pop("messages", None)
        yield address, content_of(client.get(address))


@pytest.mark.parametrize("role", ["anonymous", "nobody", "editor of the association", "translator"])
def test_no_screen_of_the_admin_tells_secrets_or_of_people(world, role):
    """A new screen, of Wagtail, of a package or of ours, is asked from its birth.

    Translators read drafts; subscribers, messages of readers and the administration's contacts are not for them either.
    """
    kept = [PERSON] if role == "translator" else [SECRET, PERSON]
    number = 0
    for address, content in screens(world, role):
        number += 1
        for word in kept:
            assert word not in content, (role, address, content[content.index(word) - 300 :][:600])
    assert number > 300


def test_the_crawl_would_find_secrets(world):
    """The same addresses, asked by an editor, are full of them: the test above can fail."""
    contents = [content for _address, content in screens(world, "editor")]
    assert sum(SECRET in content for content in contents) > 15
    assert any(PERSON in content for content in contents)


@pytest.mark.parametrize("role", ["editor of the association", "nobody"])
def test_searches_and_choosers(world, role):
    client = world.client(role)
    for name, query in (
        ("wagtailadmin_pages:search", f"?q={SECRET}"),
        ("wagtailadmin_choose_page_search", f"?q={SECRET}"),
        ("wagtailadmin_choose_page_search", "?q=Entwurf"),
        ("wagtailimages_chooser:choose_results", f"?q={SECRET}"),
        ("wagtaildocs_chooser:choose_results", f"?q={SECRET}"),
        ("wagtailimages:index", f"?q={SECRET}"),
        ("wagtaildocs:index", f"?q={SECRET}"),
        ("wagtailadmin_api:pages:listing", "?fields=*&limit=100"),
        ("wagtailadmin_api:images:listing", "?fields=*&limit=100"),
        ("wagtailadmin_api:documents:listing", "?fields=*&limit=100"),
    ):
        content = client.get(reverse(name) + query).content.decode()
        assert f"{SECRET} Entwurf" not in content, name
        assert f"{SECRET} Bild" not in content, name
        assert f"{SECRET} Datei" not in content, name
    chooser = reverse("wagtailadmin_choose_page_child", args=[world.other.profile.pk])
    assert SECRET not in client.get(chooser).content.decode()


def test_members_choose_public_pages_and_their_own_drafts(world):
    client = world.client("editor of the association")
    results = client.get(reverse("wagtailadmin_choose_page_search") + "?q=Neues").content.decode()
    assert "Neues von Donau" in results, "a link to what everybody can read"
    own = client.get(reverse("wagtailadmin_choose_page_child", args=[world.own.profile.pk])).content.decode()
    assert "VERTRAULICH Entwurf" in own
    images = client.get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert "VERTRAULICH Bild" in images


@pytest.mark.parametrize("kind", ["image", "document"])
@pytest.mark.parametrize("role", OUTSIDERS[1:])
def test_files_of_others_are_not_changed(world, role, kind):
    client, thing = world.client(role), getattr(world.other, kind)
    app = f"wagtail{'images' if kind == 'image' else 'docs'}"
    for view, data in (("edit", {"title": "Gekapert", "collection": thing.collection_id}), ("delete", {})):
        client.post(reverse(f"{app}:{view}", args=[thing.pk]), data)
    for action in ("delete", "add_to_collection", "add_tags"):
        url = reverse("wagtail_bulk_action", args=["core", f"portal{kind}", action])
        client.post(f"{url}?id={thing.pk}", {"collection": collection_pk(world), "tags": "x"})
    now = type(thing).objects.get(pk=thing.pk)
    assert (now.title, now.collection_id) == (thing.title, thing.collection_id)
    before = type(thing).objects.count()
    client.post(
        reverse(f"{app}:add_multiple"),
        {"title": "x", "collection": thing.collection_id},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert type(thing).objects.count() == before


def collection_pk(world: World) -> int:
    return world.own.record.collection_id


def test_pages_feeds_and_public_search_tell_no_drafts(world, client):
    for path in (
        world.other.profile.url_in("de"),
        world.other.draft.url_in("de"),
        "/de/aktuelles/",
        "/de/vereine/",
        "/de/feeds/rss/",
        "/de/feeds/atom/",
        f"/de/search/?q={SECRET}",
        f"/api/v1/search/?q={SECRET}",
        f"/api/v1/suggest/?q={SECRET[:5]}",
        "/sitemap.xml",
    ):
        content = content_of(client.get(path))
        assert f"{SECRET} Entwurf" not in content, path
        assert f"{SECRET} noch" not in content, path


def test_documents_of_drafts_are_for_their_editors(world):
    document = world.other.document
    for role in OUTSIDERS:
        assert world.client(role).get(document.url).status_code == 404, role
    for role in ("member of another", "editor", "superuser"):
        assert content_of(world.client(role).get(document.url)) == "geheim", role
    ReferenceIndex.objects.all().delete()
    page = make.fresh(world.other.live)
    page.body = [("text", f'<p><a linktype="document" id="{document.pk}">Datei</a></p>')]
    page.save_revision().publish()
    assert content_of(world.client("anonymous").get(document.url)) == "geheim", "a public page links to it"


def test_addresses_of_images_cannot_be_guessed(world):
    """They are served without a question, so that readers' pictures cost nothing."""
    names = {PortalImage.objects.get(pk=one.image.pk).file.name for one in (world.own, world.other)}
    assert len(names) == 2
    for name in names:
        token = name.split(".")[-2]
        assert len(token) == 16
        assert int(token, 16)
    rendition = world.own.image.get_rendition("width-20")
    assert world.own.image.file.name.split(".")[-2] in rendition.file.name


def test_explorer_does_not_grow_with_the_number_of_organisations(world):
    client = world.client("editor of the association")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("wagtailadmin_explore", args=[world.own.profile.pk]))
            client.get(reverse("wagtailadmin_explore_root"))
        return len(queries)

    cost()
    before = cost()
    for _number in range(10):
        organisation = make.organisation()
        make.translate(organisation, "en")
        make.news(parent=organisation)
    assert cost() <= before
