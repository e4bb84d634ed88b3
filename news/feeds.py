"""News to subscribe to: RSS 2.0 and Atom (RFC 4287), one of each per language.

``?topic=`` (codes, several possible) and ``?organisation=`` (translation key) narrow them. What does not exist leaves an
empty feed, not an error and not everything: a feed reader goes on asking, and its owner wants this topic only.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from urllib.parse import urlencode
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from core.addresses import list_url
from core.context_processors import portal_settings
from core.languages import active_language, html_lang
from core.localised import in_language
from core.names import text_in
from news.models import FACETS, NewsIndexPage, NewsPage
from organisations.models import OrganisationPage
from organisations.profiles import profile_by_key
from organisations.related import of_organisation
from topics.vocabulary import vocabulary

TOPICS = FACETS[0]
MAX_ITEMS = 30
MAX_AGE_SECONDS = 15 * 60
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot have; imported texts may, and one of them would break the whole feed."""


def absolute(path: str) -> str:
    """The address with the portal's own host, whatever host was asked."""
    return settings.BASE_URL.rstrip("/") + path


@dataclass
class Choice:
    """What a subscriber has chosen."""

    language: str
    portal_name: str
    topics: list[str] = field(default_factory=list)
    organisation_key: str = ""
    organisation: OrganisationPage | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Choice":
        key = request.GET.get("organisation", "")
        return cls(
            active_language(),
            portal_settings(request).name.text,
            [code for code in request.GET.getlist("topic") if code],
            key,
            profile_by_key(key),
        )

    @property
    def topic_names(self) -> list[str]:
        """Names of the chosen topics that exist."""
        return [str(term["name"]) for term in vocabulary(TOPICS.model) if term["code"] in self.topics]

    @property
    def query(self) -> str:
        """The choice as a query string with its question mark, or nothing."""
        pairs = [("topic", code) for code in self.topics]
        pairs += [("organisation", self.organisation_key)] * bool(self.organisation_key)
        return f"?{urlencode(pairs)}" if pairs else ""

    def pages(self) -> list[NewsPage]:
        """The newest news of the choice in its language, originals where a translation is missing."""
        if self.organisation_key and self.organisation is None:
            return []
        news = TOPICS.restrict(NewsPage.objects.current().public(), self.topics).prefetch_related("topics")
        if self.organisation is not None:
            news = news.filter(of_organisation(self.organisation))
        return in_language(news[:MAX_ITEMS], self.language)


class LanguageFeed(Feed):
    """What RSS and Atom have in common."""

    view_name = ""

    def get_object(self, request: HttpRequest) -> Choice:
        return Choice.of(request)

    def title(self, choice: Choice) -> str:
        """News, whose or about what, and of which portal."""
        of = [choice.organisation.title] if choice.organisation else []
        return " – ".join([_("News"), *of, *choice.topic_names, *filter(None, [choice.portal_name])])

    def description(self, choice: Choice) -> str:
        return _("News of the portal and of associations.")

    def link(self, choice: Choice) -> str:
        return absolute((list_url(NewsIndexPage) or "/") + choice.query)

    def feed_url(self, choice: Choice) -> str:
        return absolute(reverse(self.view_name) + choice.query)

    def feed_guid(self, choice: Choice) -> str:
        return self.feed_url(choice)

    def items(self, choice: Choice) -> list[NewsPage]:
        return choice.pages()

    def item_title(self, page: NewsPage) -> str:
        """Feeds cannot mark the language of one entry everywhere, so a foreign one says it in words."""
        title = f"[{page.language_name}] {page.title}" if page.is_foreign else page.title
        return NOT_IN_XML.sub("", title)

    def item_description(self, page: NewsPage) -> str:
        return NOT_IN_XML.sub("", page.summary)

    def item_link(self, page: NewsPage) -> str:
        return absolute(page.href)

    def item_guid(self, page: NewsPage) -> str:
        """The same for an entry and its later translation, another in each language's feed."""
        return f"urn:uuid:{uuid5(page.translation_key, active_language())}"

    item_guid_is_permalink = False

    def item_pubdate(self, page: NewsPage) -> datetime:
        return datetime.combine(page.facts.date, time.min, tzinfo=timezone.get_default_timezone())

    def item_updateddate(self, page: NewsPage) -> datetime:
        return max(filter(None, [page.last_published_at, self.item_pubdate(page)]))

    def item_author_name(self, page: NewsPage) -> str | None:
        organisation = page.facts.organisation
        return organisation.title if organisation is not None and organisation.live else None

    def item_categories(self, page: NewsPage) -> list[str]:
        return [text_in(topic.names).text for topic in page.facts.topics.all()]


class RssFeed(LanguageFeed):
    """RSS 2.0 with ``<language>``; authors by Dublin Core, because RSS's own wants an e-mail address."""

    feed_type = Rss201rev2Feed
    view_name = "news_rss"


class AtomFeed(LanguageFeed):
    """Atom with ``xml:lang``."""

    feed_type = Atom1Feed
    view_name = "news_atom"

    def subtitle(self, choice: Choice) -> str:
        return self.description(choice)

    def author_name(self, choice: Choice) -> str:
        """RFC 4287, section 4.1.1: entries without an author need a feed with one."""
        return choice.portal_name or html_lang(choice.language)


def subscribable(feed: Feed):
    """The feed as a view: safe methods only, cacheable for a quarter of an hour, with an ETag for the calls after that."""
    return require_safe(conditional_page(cache_control(public=True, max_age=MAX_AGE_SECONDS)(feed)))
