"""News of a topic and of an organisation, for the pages below this feature."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from core.addresses import list_url
from core.localised import in_language
from news.models import NewsIndexPage, NewsPage, feed_links
from organisations.related import MAX_PUBLISHED, collect_published, of_organisation
from topics.facets import about
from topics.related import MAX_RELATED, Related, Subscription, collect_related

ORDER = 40


@receiver(collect_related)
def news_of_topic(sender, topic, language, **kwargs) -> Related:
    """The newest first."""
    news = about(NewsPage.objects.current(), topic)[:MAX_RELATED]
    more_url = list_url(NewsIndexPage, language, topic=topic.code)
    return Related(_("News"), in_language(news, language), ORDER, more_url)


@receiver(collect_published)
def news_of_organisation(sender, organisation, **kwargs) -> Related:
    """What the organisation has written, the newest first, and its feeds."""
    news = in_language(NewsPage.objects.current().filter(of_organisation(organisation))[: MAX_PUBLISHED + 1])
    key = str(organisation.translation_key)
    more_url = list_url(NewsIndexPage, organisation=key) if len(news) > MAX_PUBLISHED else ""
    feeds = [
        Subscription(feed["url"], feed["type"], feed["name"], f"{feed['name']}: {organisation.title}")
        for feed in feed_links([("organisation", key)])
    ]
    invitation = _("Subscribe to this list:")
    return Related(_("News"), news[:MAX_PUBLISHED], ORDER, more_url, feeds, "rss", invitation)
