"""The admin opens for every page type and every list, in German and English."""

import pytest
from django.contrib import auth
from django.urls import reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from core.models import TextState
from tests import factories as make
from tests.site.conftest import page_types
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TYPES = pytest.mark.parametrize("model", page_types(), ids=lambda model: model.__name__)


@pytest.fixture(params=["de", "en"])
def editor(request, client, portal):
    """A superuser's browser with the admin in German or English."""
    user = User.objects.create_superuser("chef", "chef@example.org", "geheim-geheim")
    profile = user.wagtail_userprofile if hasattr(user, "wagtail_userprofile") else None
    if profile is None:
        from wagtail.users.models import UserProfile

        profile = UserProfile.get_for_user(user)
    profile.preferred_language = request.param
    profile.save()
    client.force_login(user)
    return client


@TYPES
def test_edit_original_and_translation(editor, page_of, model):
    page = page_of(model)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    translation = page.get_translations().filter(locale__language_code="en").first() or make.translate(page, "en")
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    assert response.status_code == 200
    if model.facts_panels:
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.content.decode()


@TYPES
def test_add(editor, page_of, model):
    parent = page_of(model).get_parent()
    if parent.depth == 1:
        return
    url = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    assert editor.get(url).status_code in {200, 302}


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_snippets(editor, model):
    base = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"
    assert editor.get(reverse(f"{base}:list")).status_code == 200
    may_add = model.snippet_viewset.permission_policy.user_has_permission(auth.get_user(editor), "add")
    assert editor.get(reverse(f"{base}:add")).status_code == (200 if may_add else 302)


@pytest.mark.parametrize(
    "name", ["wagtailadmin_home", "translation_state_report", "wagtailadmin_reports:aging_pages", "wagtailimages:index"]
)
def test_lists(editor, name):
    assert editor.get(reverse(name)).status_code == 200


def test_saving_a_translation_keeps_the_facts_of_the_original(editor, page_of):
    page = make.service(email="fakt@example.org")
    translation = make.translate(page, "en")
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[translation.pk]),
        {
            "title": "Advice", "slug": translation.slug, "summary": "", "alternate_name": "", "description": "null",
            "eligibility_description": "null", "application_process": "null", "required_documents": "null",
            "fees_description": "", "alert": "", "action-publish": "1", "seo_title": "", "search_description": "",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "0",
        },
    )  # fmt: skip
    assert make.fresh(translation).title == "Advice"
    assert make.fresh(page).email == "fakt@example.org"
    assert "fakt@example.org" in editor.get(translation.url_in("en")).content.decode()


def test_machine_translation_is_confirmed_by_post_only(editor, page_of):
    translation = make.translate(make.topic_page(), "en")
    TextState.objects.filter(page=translation).update(machine_translated=True)
    url = reverse("confirm_machine_translation", args=[translation.pk])
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[translation.pk])).content.decode()
    assert url in edit
    assert editor.get(url).status_code == 200
    assert TextState.objects.get(page=translation).machine_translated
    assert editor.post(url).status_code == 302
    assert not TextState.objects.get(page=translation).machine_translated


def test_report_lists_what_is_outdated(editor):
    topic = make.topic_page(title="Thema")
    translation = make.translate(topic, "en", title="Old translation")
    TextState.objects.filter(page=translation).update(source_digest="0" * 64)
    html = editor.get(reverse("translation_state_report")).content.decode()
    assert "Old translation" in html


def test_names_in_all_languages_are_saved(editor):
    topic = make.term(make.Topic, "housing")
    url = reverse("wagtailsnippets_topics_topic:edit", args=[topic.pk])
    data = {f"names_{code.replace('-', '_')}": f"Name {code}" for code in make.LANGUAGES}
    data |= {f"search_words_{code.replace('-', '_')}": "" for code in make.LANGUAGES}
    response = editor.post(url, {**data, "code": "housing", "sort_order": "1", "parent": "", "icon": ""})
    assert response.status_code == 302
    topic.refresh_from_db()
    assert topic.names == {code: f"Name {code}" for code in make.LANGUAGES}
    assert Page.objects.exists()
