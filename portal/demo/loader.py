"""The fictional district "Kreis Lindental": everything the portal can show, in eight languages.

Some things are wrong on purpose, so that every state can be seen: pages that exist only in German, a translation whose
original has changed (``OUTDATED``), a machine translation (``MACHINE``), a confidential address (in the services).
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import get_page_models

from core.importing import Report, indexed_in_batches
from core.models import BasePage, TextState
from core.publishing import publish_new
from portal.demo.common import Loader, content
from portal.demo.frame import Frame
from portal.demo.joining import Joining
from portal.demo.life import Life
from portal.demo.post import Post
from portal.setup import ASSOCIATIONS, EDITORS, TRANSLATORS, Portal
from services.hsds_import import import_services
from topics.models import Topic, TopicIndexPage, TopicPage
from topics.taxonomy import add_places
from users.models import User

NAME = "Kreis Lindental"
OUTDATED = "health/doctors"
MACHINE = ("work/recognition", "en")
ACCOUNTS = [
    ("redaktion", EDITORS, "Redaktion"),
    ("uebersetzung", TRANSLATORS, "Übersetzung"),
    ("verein", ASSOCIATIONS, "Verein"),
]


def load_demo(say: Callable[[str], None]) -> None:
    """Fill an empty portal; ``say`` gets a line for each step. The search and reference indexes are written at the end."""
    Portal(NAME, [code for code, _name in settings.LANGUAGES]).build()
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    with indexed_in_batches(*models):
        contacts, organisations = {}, {}
        parts = (Frame, Guide, Life, Post, Joining)
        frame, guide, life, post, joining = (part(contacts, organisations) for part in parts)
        for label, step in (
            ("Towns and districts", lambda: add_places(content("places.json"))),
            ("Offices", frame.load_contacts),
            ("Legal pages, Leichte Sprache, sign language", frame.load_pages),
            ("Home pages", frame.load_home),
            ("Newsletter", frame.load_newsletter),
            ("Guide", guide.load),
            ("Associations", life.load_organisations),
            ("Advisory services", load_services),
            ("News", life.load_news),
            ("Events", life.load_events),
            ("An issue of the newsletter and its readers", post.load),
            ("Demo accounts", make_accounts),
            ("An association's administrator, an application", joining.load),
        ):
            say(label)
            step()


def load_services() -> None:
    """Through the importer, like anybody's."""
    report = Report()
    import_services(content("services.json"), report)
    if report.refused:
        raise ValueError(f"The demo's own services were refused: {report.refusals}")


def make_accounts() -> None:
    """One account for each role; the password is the name. Only for a demo on one's own machine."""
    for username, group, name in ACCOUNTS:
        user = User.objects.create_user(username, f"{username}@example.org", username, first_name=name)
        user.groups.add(Group.objects.get(name=group))
    User.objects.create_superuser("admin", "admin@example.org", "admin")


class Guide(Loader):
    """The tree of topics."""

    def load(self) -> None:
        """All top topics with their subtopics."""
        index = TopicIndexPage.objects.get(locale=self.german)
        terms = {topic.code: topic for topic in Topic.objects.all()}
        for topic in (topic for topic in terms.values() if topic.parent_id is None):
            entry = content(f"topics/{topic.code}.json")
            top, tops = self._topic(index, topic, entry, topic.code, {})
            for child in entry["subtopics"]:
                self._topic(top, terms[child["code"]], child, f"{topic.code}/{child['code']}", tops)

    def _topic(
        self, parent: BasePage, topic: Topic, entry: dict, key: str, parents: dict[str, BasePage]
    ) -> tuple[BasePage, dict[str, BasePage]]:
        """The page of a topic and its translations."""
        texts = self.texts(key, entry["texts"])
        german = dict(texts["de"])
        if key == OUTDATED:
            german["summary"] = f"{german['summary']} (Stand: Frühjahr)"
        page = publish_new(TopicPage(slug=topic.code, topic=topic, locale=parent.locale, **german), parent)
        translations = self.translate(page, texts, parents)
        if key == OUTDATED:
            page.summary = texts["de"]["summary"]
            page.save()
            TextState.record(page)
        if key == MACHINE[0]:
            TextState.objects.filter(page=translations[MACHINE[1]]).update(machine_translated=True)
        return page, translations
