"""A city's empty portal: made once, completed at will, never changed behind the editors' backs."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page, Site, Workflow

from core.models import AccessibilityStatementPage, Menu, StandardPage
from home.models import HomePage
from portal.setup import ASSOCIATIONS, EDITORS, INDEXES, TRANSLATORS
from tests.factories import LANGUAGES, fresh
from topics.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_database")]


def init(name="Kreis X", **options) -> str:
    output = io.StringIO()
    call_command("init_portal", name=name, stdout=output, **options)
    return output.getvalue()


def test_everything_that_a_portal_needs_is_there(client):
    init()
    assert {locale.language_code for locale in Locale.objects.all()} == set(LANGUAGES)
    for model, slug, _title, _summary in INDEXES:
        assert {page.locale.language_code for page in model.objects.live()} == set(LANGUAGES), slug
    assert set(Group.objects.values_list("name", flat=True)) == {EDITORS, TRANSLATORS, ASSOCIATIONS}
    assert Workflow.objects.get().name == "Moderation"
    assert Menu.objects.filter(locale__language_code="de").count() == 2
    assert Topic.objects.filter(parent=None).count() >= 12
    for code in LANGUAGES:
        assert client.get(f"/{code}/").status_code == 200


def test_legal_pages_are_drafts(client):
    init()
    drafts = [*StandardPage.objects.all(), *AccessibilityStatementPage.objects.all()]
    assert {page.slug for page in drafts} == {"impressum", "datenschutz", "barrierefreiheit"}
    assert not any(page.live for page in drafts)
    assert client.get("/de/impressum/").status_code == 404


def test_a_second_run_adds_nothing():
    init()
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "path", "live", "latest_revision_created_at"))
    assert "nothing to add" in init(name="Another name")
    after = list(Page.objects.order_by("pk").values_list("pk", "title", "path", "live", "latest_revision_created_at"))
    assert after == before


def test_a_portal_of_few_languages_can_get_more_later(client):
    init(languages="de, ar")
    assert {locale.language_code for locale in Locale.objects.all()} == {"de", "ar"}
    assert set(HomePage.objects.values_list("locale__language_code", flat=True)) == {"de", "ar"}
    added = init(languages="de,ar,uk")
    assert "+ home page uk" in added
    assert "home page ar" not in added
    for model, _slug, _title, _summary in INDEXES:
        assert model.objects.count() == 3


def test_what_editors_changed_stays():
    init()
    home = HomePage.objects.get(locale__language_code="de")
    home.title = "Willkommen bei uns"
    home.save_revision().publish()
    site = Site.objects.get()
    site.site_name = "Unser Portal"
    site.save()
    group = Group.objects.get(name=TRANSLATORS)
    group.permissions.clear()
    for topic in Topic.objects.all()[:1]:
        topic.names = {"de": "Anders"}
        topic.save()
    init()
    assert fresh(home).title == "Willkommen bei uns"
    assert Site.objects.get().site_name == "Unser Portal"
    assert not group.permissions.exists()
    assert Topic.objects.filter(names__de="Anders").count() == 1


def test_a_new_version_brings_editors_the_rights_on_its_models():
    init()
    editors = Group.objects.get(name=EDITORS)
    of_issues = editors.permissions.filter(content_type__model="issue")
    of_topics = editors.permissions.filter(content_type__model="topic")
    own = Group.objects.create(name="Begriffe")
    own.permissions.add(*of_topics)
    editors.permissions.remove(*of_issues, *of_topics)
    assert "rights of Redaktion: issue" in init()
    assert of_issues.all().exists()
    assert not of_topics.all().exists(), "another group has them, so somebody wanted it that way"


@pytest.mark.parametrize(
    ("languages", "message"),
    [("de,xx,tlh", "Unknown language: xx, tlh"), ("en,ar", "source language de must be among")],
)
def test_wrong_languages_are_refused_before_anything_is_made(languages, message):
    with pytest.raises(CommandError, match=message):
        init(languages=languages)
    assert not HomePage.objects.exists()
