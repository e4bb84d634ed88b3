"""One live page of every type; a new type fails here until it has a builder."""

import pytest
from wagtail.models import get_page_models

from core.models import AccessibilityStatementPage, BasePage, StandardPage
from home.models import HomePage
from tests import factories as make

BUILDERS = {
    "core.StandardPage": lambda home: make.publish_new(
        StandardPage(title="Über uns", slug="ueber", summary="Wer wir sind.", locale=home.locale), make.fresh(home)
    ),
    "core.AccessibilityStatementPage": lambda home: make.publish_new(
        AccessibilityStatementPage(
            title="Erklärung", slug="erklaerung", summary="Zugang.", introduction="Gilt hier.", locale=home.locale
        ),
        make.fresh(home),
    ),
    "topics.TopicPage": lambda home: make.topic_page(topic=make.term(make.Topic)),
    "services.ServicePage": lambda home: make.service(
        languages=[make.term(make.AdviceLanguage)],
        topics=[make.term(make.Topic)],
        target_groups=[make.term(make.TargetGroup)],
        modes=[make.term(make.AdviceMode)],
        areas=[make.term(make.Place)],
        provider=make.organisation(kind="provider"),
        places=make.places(
            make.place(slots=[{"weekday": "MO", "opens_at": "09:00", "closes_at": "12:00", "kind": "open"}])
        ),
    ),
    "organisations.OrganisationPage": lambda home: make.organisation(topics=[make.term(make.Topic)]),
    "news.NewsPage": lambda home: make.news(topics=[make.term(make.Topic)]),
    "newsletter.NewsletterPage": make.newsletter_page,
    "events.EventPage": lambda home: make.event(topics=[make.term(make.Topic)]),
}


def page_types() -> list[type[BasePage]]:
    """All page types of the project, by their models: a new one is here from birth."""
    return [model for model in get_page_models() if not model._meta.app_label.startswith("wagtail")]


@pytest.fixture
def page_of(portal):
    """``page_of(model)``: a published page of that type in German."""

    def build(model: type[BasePage]) -> BasePage:
        if model is HomePage:
            return portal
        existing = model.objects.filter(locale__language_code="de").first()
        return existing or make.fresh(BUILDERS[model._meta.label](portal))

    return build
