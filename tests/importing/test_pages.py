"""Pages that programs put live, and the indexes meanwhile."""

import pytest
from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import reference_index_auto_update_disabled

from core.importing import Outcome, Refused, indexed_in_batches, page_slug, save_live, translate_live
from tests import factories as make
from topics.models import Topic, TopicIndexPage, TopicPage

pytestmark = pytest.mark.django_db


def is_signalled() -> bool:
    """Whether a saved page goes into the search index by itself."""
    connected = post_save.disconnect(post_save_signal_handler, sender=TopicPage)
    if connected:
        post_save.connect(post_save_signal_handler, sender=TopicPage)
    return connected


def test_an_alias_becomes_a_page_of_its_own(portal):
    original = make.topic_page(title="Wohnen")
    parent = make.index_of(TopicIndexPage, "en")
    alias = original.create_alias(parent=parent, update_locale=parent.locale, reset_translation_key=False)
    page, outcome = translate_live(original, "en", {"title": "Housing"})
    page = make.fresh(page)
    assert (outcome, page.pk, page.title, page.alias_of_id, page.live) == (
        Outcome.CHANGED,
        alias.pk,
        "Housing",
        None,
        True,
    )
    assert page.text_state.source_id == original.pk
    assert translate_live(original, "en", {"title": "Housing"})[1] is Outcome.UNCHANGED


def test_a_translation_goes_below_the_nearest_translated_ancestor_and_moves_when_there_is_a_nearer_one(portal):
    parent = make.topic_page(title="Wohnen")
    child = make.topic_page(parent, title="Kaution")
    page, _outcome = translate_live(child, "en", {"title": "Deposit"})
    assert make.fresh(page).get_parent().pk == make.index_of(TopicIndexPage, "en").pk
    nearer, _outcome = translate_live(parent, "en", {"title": "Housing"})
    page, outcome = translate_live(child, "en", {"title": "Deposit"})
    assert outcome is Outcome.CHANGED
    assert make.fresh(page).get_parent().pk == nearer.pk


def test_a_language_without_home_page_is_refused(portal):
    make.Locale.objects.create(language_code="fr-ca")
    with pytest.raises(Refused, match="no home page in fr-ca"):
        translate_live(make.topic_page(), "fr-ca", {})


def test_slugs(portal):
    index = make.index_of(TopicIndexPage)
    assert page_slug(index, "Straße & Müll", "7") == "strasse-muell"
    make.topic_page(slug="strasse-muell")
    assert page_slug(index, "Straße & Müll", "7") == "strasse-muell-7"
    assert page_slug(index, "السكن", "a7") == "a7"
    make.topic_page(slug="strasse-muell-7")
    with pytest.raises(Refused, match="is taken"):
        page_slug(index, "Straße & Müll", "7")


def test_indexes_are_written_at_the_end_and_signals_come_back(portal):
    topic = make.term(Topic)
    with indexed_in_batches(TopicPage) as outer:
        with indexed_in_batches(TopicPage) as inner:
            assert inner is outer
            page = TopicPage(title="Stapelweise", slug="stapel", locale=portal.locale)
            save_live(page, make.index_of(TopicIndexPage), {"topic_id": topic.pk})
        assert not is_signalled()
        assert not TopicPage.objects.all().search("Stapelweise").count()
    assert list(TopicPage.objects.all().search("Stapelweise")) == [page]
    assert ReferenceIndex.get_references_to(topic).count() == 1
    assert is_signalled()
    assert not reference_index_auto_update_disabled.value


def test_a_dry_run_does_not_write_the_search_index(portal):
    with indexed_in_batches(TopicPage, write=False):
        make.topic_page(title="Probelauf")
    assert not TopicPage.objects.all().search("Probelauf").count()
