"""Who may see and change what of the search in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from search.models import Concept, PromotedResult
from tests import factories as make
from tests.search.editors import browser, concept, count
from users.models import User

pytestmark = pytest.mark.django_db
VIEWS = {
    "concepts": "wagtailsnippets_search_concept:list",
    "new concept": "wagtailsnippets_search_concept:add",
    "import": "wagtailsnippets_search_concept:import",
    "promoted": "wagtailsnippets_search_promotedresult:list",
    "new promoted": "wagtailsnippets_search_promotedresult:add",
    "searches": "searches:list",
    "results of searches": "searches:list_results",
    "word": "searches:word",
}
OTHERS = ["translator", "association", "anonymous"]


@pytest.mark.parametrize("name", VIEWS)
def test_editors_see_everything(portal, name):
    assert browser("editor").get(reverse(VIEWS[name])).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("name", VIEWS)
def test_others_see_nothing(portal, role, name):
    count("geheim")
    response = browser(role).get(reverse(VIEWS[name]))
    assert response.status_code == 302
    assert "geheim" not in response.content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_others_change_nothing(portal, role):
    rent = concept("rent", de="Miete")
    client, page = browser(role), make.topic_page()
    file = SimpleUploadedFile("x.csv", b"code;de\nrent;Bude\n")
    for url, data in (
        (reverse("searches:word"), {"word": "mietzins", "language": "de", "concept": rent.pk}),
        (reverse(VIEWS["import"]), {"file": file}),
        (reverse(VIEWS["import"]), {"rows": "x"}),
        (reverse("wagtailsnippets_search_concept:delete", args=[rent.pk]), {}),
        (reverse("wagtailsnippets_search_concept:edit", args=[rent.pk]), {"code": "x", "names_de": "x"}),
        (reverse(VIEWS["new promoted"]), {"language": "de", "query": "x", "page": page.pk, "sort_order": "0"}),
    ):
        assert client.post(url, data).status_code == 302
    assert [(one.code, one.words) for one in Concept.objects.all()] == [("rent", {"de": "Miete"})]
    assert not PromotedResult.objects.exists()


@pytest.mark.parametrize("role", ["translator", "association"])
def test_others_have_neither_menu_nor_panel(portal, role):
    count("geheim", empty=1)
    html = browser(role).get(reverse("wagtailadmin_home")).content.decode()
    assert "geheim" not in html
    assert reverse("searches:list") not in html
    assert reverse("wagtailsnippets_search_concept:list") not in html
    editors = browser("editor").get(reverse("wagtailadmin_home")).content.decode()
    assert "geheim" in editors
    for name in ("concepts", "promoted", "searches"):
        assert reverse(VIEWS[name]) in editors


def test_actions_of_the_report_are_for_those_who_may_do_them(portal):
    count("mietzins")
    client = browser("editor")
    assert reverse("searches:word") in client.get(reverse("searches:list")).content.decode()
    group = make_reader_of_the_report()
    html = browser_of(group).get(reverse("searches:list")).content.decode()
    assert "mietzins" in html
    assert reverse("searches:word") not in html
    assert reverse(VIEWS["new promoted"]) not in html


def make_reader_of_the_report() -> Group:
    group = Group.objects.create(name="Statistik")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_searchcount"]))
    return group


def browser_of(group: Group) -> Client:
    user = User.objects.create_user("statistik", "statistik@example.org", "geheim-geheim")
    user.groups.set([group])
    client = Client()
    client.force_login(user)
    return client
