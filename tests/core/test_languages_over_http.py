"""Decisions 1 to 3 of the architecture, as a reader's browser sees them."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from core.models import TextState
from services.models import ServicePage
from tests import factories as make
from topics.models import TopicPage

pytestmark = pytest.mark.django_db


def text(html: bytes | str) -> str:
    return re.sub(r"\s+", " ", html.decode() if isinstance(html, bytes) else html)


def body(html: str) -> str:
    return json.dumps([{"type": "text", "value": html, "id": "00000000-0000-0000-0000-000000000001"}])


@pytest.fixture
def topic(portal):
    return make.topic_page(
        title="Wohnen", slug="wohnen", summary="Eine Wohnung finden.", body=body("<p>Deutscher Text</p>")
    )


def get(client, path, **headers):
    return client.get(path, headers=headers)


def test_the_bare_address_leads_to_the_language_of_the_browser(client, portal):
    for header, target in (("uk,de;q=0.5", "/uk/"), ("ar-SY", "/ar/"), ("xx", "/de/"), ("de-simple", "/de-simple/")):
        response = get(client, "/", accept_language=header)
        assert response["Location"] == target
        assert "Accept-Language" in response["Vary"]
        assert not response.cookies


def test_a_translated_page_is_in_its_language(client, topic):
    make.translate(topic, "ar", title="السكن")
    html = text(get(client, "/ar/themen/wohnen/").content)
    assert '<html lang="ar" dir="rtl">' in html
    assert "<h1>السكن</h1>" in html
    assert "noindex" not in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/ar/themen/wohnen/"' in html
    assert 'hreflang="ar" href="http://127.0.0.1:8000/ar/themen/wohnen/"' in html
    assert 'hreflang="de" href="http://127.0.0.1:8000/de/themen/wohnen/"' in html
    assert 'hreflang="x-default" href="http://127.0.0.1:8000/de/themen/wohnen/"' in html
    assert 'rel="alternate" hreflang="uk"' not in html


def test_a_page_without_translation_is_shown_in_german_and_says_so(client, topic):
    make.translate(topic, "en", title="Housing")
    html = text(get(client, "/ar/themen/wohnen/").content)
    assert '<html lang="ar" dir="rtl">' in html
    assert re.search(r'<h1[^>]* lang="de" dir="ltr"', html)
    assert re.search(r'<div class="body"[^>]* lang="de" dir="ltr"', html), "the text is marked, not only the title"
    assert "notice--language" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/de/themen/wohnen/"' in html
    assert 'rel="alternate"' not in html
    notice = html[html.index("notice--language") : html.index("</aside>")]
    assert 'href="/en/themen/wohnen/"' in notice
    assert 'href="/uk/themen/wohnen/"' not in notice


def test_the_sitemap_has_real_translations_only(client, topic):
    make.translate(topic, "en", title="Housing")
    xml = b"".join(get(client, "/sitemap.xml").streaming_content).decode()
    assert "/en/themen/wohnen/</loc>" in xml
    assert "/ar/themen/wohnen/</loc>" not in xml


def test_the_sitemap_leaves_out_what_is_not_listed(client, portal):
    today = timezone.localdate()
    expired = make.news(slug="alt", expires_on=today - timedelta(days=1))
    make.translate(expired, "ar")
    make.news(slug="neu", expires_on=today)
    make.news(slug="bald", date=today + timedelta(days=1))
    make.service(slug="vorbei", status="defunct")
    make.service(slug="pause", status="temporarily closed")
    xml = b"".join(get(client, "/sitemap.xml").streaming_content).decode()
    assert {slug for slug in ("alt", "neu", "bald", "vorbei", "pause") if f"/{slug}/</loc>" in xml} == {"neu", "pause"}
    assert '<meta name="robots" content="noindex">' in text(get(client, expired.url_in("de")).content)


def test_the_switcher_leads_to_the_same_page_in_every_language(client, topic):
    html = text(get(client, "/de/themen/wohnen/").content)
    for code in make.LANGUAGES:
        assert f'href="/{code}/themen/wohnen/" hreflang="{code}"' in html
        assert get(client, f"/{code}/themen/wohnen/").status_code == 200


def test_a_translation_with_a_slug_of_its_own_is_found_from_the_shared_path(client, topic):
    make.translate(topic, "en", title="Housing", slug="housing")
    assert get(client, "/en/themen/wohnen/")["Location"] == "/en/themen/housing/"
    assert get(client, "/en/themen/housing/").status_code == 200


def test_a_page_first_written_in_arabic_is_an_original_too(client, portal):
    arabic_index = make.index_of(type(make.index_of(make.TopicIndexPage)), "ar")
    page = make.topic_page(arabic_index, title="صفحة", slug="arabisch")
    html = text(get(client, "/de/themen/arabisch/").content)
    assert '<html lang="de" dir="ltr">' in html
    assert re.search(r'<h1[^>]* lang="ar" dir="rtl"', html)
    make.translate(page, "de", title="Seite")
    assert "<h1>Seite</h1>" in text(get(client, "/de/themen/arabisch/").content)
    assert make.fresh(page).original.pk == page.pk


def test_a_fact_changed_on_the_original_is_right_in_every_language_at_once(client, portal):
    service = make.service(slug="asyl", email="alt@example.org")
    for code in ("en", "ar"):
        make.translate(service, code)
    service = make.fresh(service)
    service.email = "neu@example.org"
    service.save_revision().publish()
    for code in ("de", "en", "ar", "uk"):
        html = text(get(client, f"/{code}/beratung/asyl/").content)
        assert "neu@example.org" in html
        assert "alt@example.org" not in html


def test_a_fact_in_a_draft_is_nowhere(client, portal):
    service = make.service(slug="asyl", email="alt@example.org")
    make.translate(service, "en")
    service = make.fresh(service)
    service.email = "entwurf@example.org"
    service.save_revision()
    for code in ("de", "en", "ar"):
        html = text(get(client, f"/{code}/beratung/asyl/").content)
        assert "entwurf@example.org" not in html
        assert "alt@example.org" in html


def outdated(client, path):
    return "notice--outdated" in get(client, path).content.decode()


def test_a_changed_text_makes_the_translation_outdated_until_it_is_published_again(client, topic):
    translation = make.translate(topic, "en", title="Housing")
    assert not outdated(client, "/en/themen/wohnen/")
    topic = make.fresh(topic)
    topic.body = body("<p>Neuer deutscher Text</p>")
    topic.save_revision().publish()
    assert outdated(client, "/en/themen/wohnen/")
    assert TextState.objects.outdated().get().page_id == translation.pk
    translation = make.fresh(translation)
    translation.body = body("<p>New English text</p>")
    translation.save_revision().publish()
    assert not outdated(client, "/en/themen/wohnen/")


def test_publishing_again_or_changing_a_fact_outdates_nothing(client, portal):
    service = make.service(slug="asyl", email="alt@example.org")
    make.translate(service, "en")
    service = make.fresh(service)
    service.save_revision().publish()
    service = make.fresh(service)
    service.email = "neu@example.org"
    service.save_revision().publish()
    assert not outdated(client, "/en/beratung/asyl/")


def test_unpublishing_and_deleting_the_original_take_the_translations_along(client, topic):
    make.translate(topic, "en", title="Housing")
    make.fresh(topic).unpublish()
    assert get(client, "/en/themen/wohnen/").status_code == 404
    topic = make.fresh(topic)
    topic.save_revision().publish()
    topic.delete()
    assert not Page.objects.filter(slug="wohnen").exists()


def test_moving_the_original_moves_the_translations(client, topic):
    parent = make.topic_page(title="Ankommen", slug="ankommen")
    make.translate(parent, "en")
    make.translate(topic, "en", title="Housing")
    make.fresh(topic).move(make.fresh(parent), pos="last-child")
    assert get(client, "/en/themen/ankommen/wohnen/").status_code == 200
    assert get(client, "/en/themen/wohnen/")["Location"] == "/en/themen/ankommen/wohnen/"


@pytest.fixture
def managed(topic):
    """The English translation as wagtail-localize manages it: submitted, nothing translated yet."""
    source, _created = TranslationSource.update_or_create_from_instance(topic)
    english = Page.objects.filter(locale__language_code="en").first().locale
    return Translation.objects.create(source=source, target_locale=english)


def translate_strings(managed, kind="manual", only=None):
    for segment in list(managed.source.stringsegment_set.all())[:only]:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=managed.target_locale,
            context=segment.context,
            defaults={"data": f"EN {segment.string.data}", "translation_type": kind},
        )


def publish_managed(managed, capture):
    with capture(execute=True):
        managed.save_target(publish=True)


def test_a_half_finished_translation_is_not_published(client, managed, django_capture_on_commit_callbacks):
    translate_strings(managed, only=1)
    publish_managed(managed, django_capture_on_commit_callbacks)
    assert not managed.get_target_instance().live
    html = text(get(client, "/en/themen/wohnen/").content)
    assert "notice--language" in html


def test_a_half_finished_update_leaves_the_live_translation_alone(
    client, topic, managed, django_capture_on_commit_callbacks
):
    translate_strings(managed)
    publish_managed(managed, django_capture_on_commit_callbacks)
    assert "EN Deutscher Text" in text(get(client, "/en/themen/wohnen/").content)
    topic = make.fresh(topic)
    topic.body = body("<p>Ganz neuer Text</p>")
    topic.save_revision().publish()
    managed.refresh_from_db()
    for publish in (True, False):
        with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
            managed.save_target(publish=publish)
        html = text(get(client, "/en/themen/wohnen/").content)
        assert "EN Deutscher Text" in html
        assert "Ganz neuer Text" not in html
    assert outdated(client, "/en/themen/wohnen/")


def test_a_machine_translation_says_so_until_a_person_has_confirmed_it(
    client, managed, django_capture_on_commit_callbacks
):
    translate_strings(managed, kind=StringTranslation.TRANSLATION_TYPE_MACHINE)
    publish_managed(managed, django_capture_on_commit_callbacks)
    assert "notice--machine" in get(client, "/en/themen/wohnen/").content.decode()
    StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    publish_managed(managed, django_capture_on_commit_callbacks)
    assert "notice--machine" not in get(client, "/en/themen/wohnen/").content.decode()


def test_facts_are_not_translatable_strings(portal):
    service = make.service(
        email="fakt@example.org",
        places=make.places(make.place("Faktenweg 1")),
        website="https://fakt.example.org/",
        interpretation_services="Dolmetschfakt",
    )
    found = " ".join(str(vars(segment)) for segment in extract_segments(make.fresh(service)))
    assert "fakt" not in found.lower().replace("faktor", "")


def test_an_alias_counts_as_missing(client, topic):
    """wagtail-localize makes live aliases of parents that are not translated; they are German text in another tree."""
    child = make.topic_page(topic, title="Suchen", slug="suchen")
    ukrainian = Page.objects.filter(locale__language_code="uk").first().locale
    child.copy_for_translation(ukrainian, copy_parents=True)
    html = text(get(client, "/uk/themen/wohnen/").content)
    assert re.search(r'<h1[^>]* lang="de" dir="ltr"', html)
    assert "noindex" in html


def test_not_found_in_the_readers_language_with_search(client, portal):
    response = get(client, "/ar/gibt-es-nicht/")
    html = text(response.content)
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in html
    assert 'action="/ar/search/"' in html


def test_an_address_without_language_leads_to_the_page_in_the_browsers_language(client, topic):
    response = get(client, "/themen/wohnen/", accept_language="ar")
    assert response["Location"] == "/ar/themen/wohnen/"
    assert "Accept-Language" in response["Vary"]


def test_an_unknown_address_without_language_is_not_found_at_once(client, portal):
    response = get(client, "/gibt-es/nicht/", accept_language="uk")
    assert response.status_code == 404
    assert response["Content-Language"] == "uk"
    assert '<html lang="uk" dir="ltr">' in text(response.content)
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_drafts_are_not_found(client, portal):
    topic = make.topic_page(slug="entwurf")
    make.fresh(topic).unpublish()
    assert get(client, "/de/themen/entwurf/").status_code == 404


@pytest.mark.parametrize("path", ["/de/%00/", "/de/themen/%F0%9F%98%80/", "/de/" + "a/" * 400, "/de/..%2f..%2f/"])
def test_odd_paths_are_not_found(client, portal, path):
    assert get(client, path).status_code == 404


def test_only_facts_of_known_types():
    assert {"places", "phones", "languages"} <= set(ServicePage.fact_fields)
    assert {"topic", "image"} == set(TopicPage.fact_fields)
