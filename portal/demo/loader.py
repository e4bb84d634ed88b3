"""The fictional district "Kreis Lindental": everything the portal can show, in eight languages.

Some things are wrong on purpose, so that every state can be seen: pages that exist only in German, a translation whose
original has changed (``OUTDATED``), a machine translation (``MACHINE``), a confidential address (in the services).
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from dateutil.rrule import rrulestr
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale

from core.models import AccessibilityStatementPage, BasePage, Contact, Menu, PortalSettings, StandardPage, TextState
from core.publishing import publish_new, publish_translation
from events.models import EventIndexPage, EventPage, Occurrence
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from organisations.models import OrganisationIndexPage, OrganisationPage, OrganisationRecord
from portal.demo.bodies import Body
from portal.demo.images import logo, scene, stored
from portal.setup import ASSOCIATIONS, EDITORS, TRANSLATORS, Portal
from topics.models import AdviceLanguage, Place, TargetGroup, Topic, TopicIndexPage, TopicPage
from topics.taxonomy import add_places
from users.models import User

CONTENT = Path(__file__).with_name("content")
NAME = "Kreis Lindental"
OUTDATED = "health/doctors"
MACHINE = ("work/recognition", "en")
ACCOUNTS = [
    ("redaktion", EDITORS, "Redaktion"),
    ("uebersetzung", TRANSLATORS, "Übersetzung"),
    ("verein", ASSOCIATIONS, "Verein"),
]


def content(name: str):
    """A file of the demo content, parsed."""
    return json.loads((CONTENT / name).read_text())


class Demo:
    """Loads the demo into an empty portal. ``say`` gets one line for each step."""

    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.languages = [code for code, _name in settings.LANGUAGES]
        self.today = timezone.localdate()
        self.contacts: dict[str, Contact] = {}
        self.organisations: dict[str, OrganisationPage] = {}

    def load(self) -> None:
        """Everything but the services, which come through the importer like anybody's."""
        Portal(NAME, self.languages).build()
        self.index = {
            model: model.objects.get(locale__language_code=settings.LANGUAGE_CODE)
            for model in (TopicIndexPage, OrganisationIndexPage, NewsIndexPage, EventIndexPage)
        }
        for step in (
            self._places, self._contacts, self._pages, self._home, self._topics, self._organisations, self._news,
            self._events, self._accounts,
        ):  # fmt: skip
            self.say(step.__doc__.split(".")[0])
            step()

    def _translate(
        self, original: BasePage, texts: dict[str, dict], parents: dict[str, BasePage] | None = None
    ) -> dict[str, BasePage]:
        """Publish every language of ``texts`` but the source language, below ``parents[language]`` where known."""
        return {
            language: publish_translation(original, language, parent=(parents or {}).get(language), **text)
            for language, text in texts.items()
            if language != settings.LANGUAGE_CODE and language in self.languages
        }

    def _texts(self, key: str, texts: dict[str, dict]) -> dict[str, dict]:
        """Fields of a page with ``title``, ``summary`` and ``body`` per language."""
        body = Body(key, self.contacts)
        return {
            language: {
                "title": text["title"],
                "summary": text["summary"],
                "body": json.dumps(body.raw(text["body"])),
            }
            for language, text in texts.items()
        }

    def _places(self) -> None:
        """Towns and districts."""
        add_places(content("places.json"))

    def _contacts(self) -> None:
        """Offices."""
        for entry in content("contacts.json"):
            self.contacts[entry["key"]] = Contact.objects.create(
                names=entry.pop("names"), descriptions=entry.pop("description"), **entry
            )

    def _pages(self) -> None:
        """Legal pages, Leichte Sprache, sign language."""
        home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
        roles = {
            "imprint": ("impressum", StandardPage.Role.IMPRINT),
            "privacy": ("datenschutz", StandardPage.Role.PRIVACY),
            "leichte-sprache": ("leichte-sprache", StandardPage.Role.SIMPLE),
            "gebaerdensprache": ("gebaerdensprache", StandardPage.Role.SIGN),
            "about": ("ueber-das-portal", StandardPage.Role.NONE),
        }
        pages = []
        for entry in content("pages.json"):
            if entry["key"] not in roles:
                self._statement(entry)
                continue
            slug, role = roles[entry["key"]]
            texts = self._texts(entry["key"], entry["texts"])
            page = StandardPage.objects.filter(slug=slug, locale=home.locale).first()
            if page is None:
                page = StandardPage(slug=slug, role=role, locale=home.locale, **texts["de"])
                publish_new(page, HomePage.objects.get(pk=home.pk))
            else:
                self._publish_draft(page, texts["de"])
            pages.append(page)
            self._translate(page, texts)
        menu = Menu.objects.get(place=Menu.Place.FOOTER, locale=home.locale)
        pages += list(AccessibilityStatementPage.objects.filter(locale=home.locale))
        menu.items = [("item", {"page": page, "url": "", "label": ""}) for page in pages]
        menu.save()

    def _statement(self, entry: dict) -> None:
        """The accessibility statement's sections are fields of their own."""
        page = AccessibilityStatementPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
        texts = {}
        for language, text in entry["texts"].items():
            blocks = Body("accessibility", self.contacts).raw(text["body"])
            parts = [json.dumps([block]) for block in blocks]
            texts[language] = {
                "title": text["title"],
                "summary": text["summary"],
                "introduction": text["summary"],
                "limitations": parts[0] if parts else "[]",
                "feedback": parts[1] if len(parts) > 1 else "[]",
                "enforcement": parts[2] if len(parts) > 2 else "[]",
            }
        page.feedback_email = "barrierefreiheit@example.org"
        self._publish_draft(page, texts["de"])
        self._translate(page, texts)

    def _publish_draft(self, page: BasePage, text: dict) -> None:
        for name, value in text.items():
            setattr(page, name, value)
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = timezone.now()
        page.save()
        TextState.record(page)

    def _home(self) -> None:
        """Home pages."""
        site_settings = PortalSettings.objects.first()
        site_settings.email = "redaktion@example.org"
        site_settings.save()
        for language, text in content("home.json")["texts"].items():
            page = HomePage.objects.filter(locale__language_code=language).first()
            if page is None:
                continue
            notice = text.get("notice", {})
            page.title, page.summary, page.welcome = text["title"], text["summary"], text["welcome"]
            page.notice_heading, page.notice_text = notice.get("heading", ""), notice.get("text", "")
            if language == settings.LANGUAGE_CODE:
                page.notice_until = self.today + timedelta(days=21)
            page.save()
            TextState.record(page)

    def _topics(self) -> None:
        """Guide."""
        index = self.index[TopicIndexPage]
        for topic in Topic.objects.filter(parent=None):
            entry = content(f"topics/{topic.code}.json")
            top, tops = self._topic(index, topic, entry, topic.code, {})
            for child in entry["subtopics"]:
                term = Topic.objects.get(code=child["code"])
                self._topic(top, term, child, f"{topic.code}/{child['code']}", tops)

    def _topic(self, parent: BasePage, topic: Topic, entry: dict, key: str, parents: dict) -> tuple:
        texts = self._texts(key, entry["texts"])
        german = dict(texts["de"])
        if key == OUTDATED:
            german["summary"] = f"{german['summary']} (Stand: Frühjahr)"
        page = publish_new(TopicPage(slug=topic.code, topic=topic, locale=parent.locale, **german), parent)
        translations = self._translate(page, texts, parents)
        if key == OUTDATED:
            page.summary = texts["de"]["summary"]
            page.save()
            TextState.record(page)
        if key == MACHINE[0]:
            TextState.objects.filter(page=translations[MACHINE[1]]).update(machine_translated=True)
        return page, translations

    def _organisations(self) -> None:
        """Associations."""
        index = self.index[OrganisationIndexPage]
        entries = content("organisations.json")
        for entry in entries:
            page = OrganisationPage(
                title=entry["name"], slug=entry["key"], locale=index.locale, logo=stored(logo(entry["name"]), entry["name"]),
                last_confirmed=self.today - timedelta(days=sum(map(ord, entry["key"])) % 420),
                **{name: entry.get(name) or "" for name in (
                    "kind", "alternate_name", "legal_form", "register_number", "email", "phone", "website"
                )},
                founded=entry.get("founded"),
                **entry["texts"]["de"],
            )  # fmt: skip
            page.address = [("address", address(entry))]
            page.social = [("link", link) for link in entry.get("social", [])]
            page.people = [("person", self._person(person)) for person in entry.get("people", [])]
            self.organisations[entry["key"]] = publish_new(page, index)
            self._tag(page, entry, topics=Topic, target_groups=TargetGroup, languages=AdviceLanguage, towns=Place)
            OrganisationRecord.objects.create(organisation=page, **entry.get("internal", {}))
            self._translate(page, entry["texts"])
        for entry in entries:
            if networks := [self.organisations[key] for key in entry.get("member_of", []) if key in self.organisations]:
                page = self.organisations[entry["key"]]
                page.member_of.set(networks)
                page.save()

    def _tag(self, page: BasePage, entry: dict, **vocabularies) -> None:
        for name, model in vocabularies.items():
            getattr(page, name).set(model.objects.filter(code__in=entry.get(name) or []))
        page.save()

    def _person(self, person: dict) -> dict:
        until = person.get("consent_until")
        return {
            "name": person["name"],
            "roles": [{"language": code, "text": text} for code, text in person.get("role", {}).items()],
            "email": person.get("email", ""),
            "consent": person.get("consent", False),
            "consent_until": self.today + timedelta(days=365) if until else None,
        }

    def _news(self) -> None:
        """News."""
        for number, entry in enumerate(content("news.json")):
            texts = self._texts(entry["key"], entry["texts"])
            organisation = self.organisations.get(entry.get("organisation"))
            expires = entry.get("expires_offset_days")
            page = NewsPage(
                slug=entry["key"],
                locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
                date=self.today + timedelta(days=entry["date_offset_days"]),
                expires_on=self.today + timedelta(days=expires) if expires else None,
                featured=entry.get("featured", False),
                image=stored(scene(entry["key"]), entry["key"]) if number % 2 == 0 else None,
                organisation=organisation,
                **texts["de"],
            )
            publish_new(page, self._fresh(organisation) or self._fresh(self.index[NewsIndexPage]))
            self._tag(page, entry, topics=Topic)
            self._translate(page, texts)

    def _events(self) -> None:
        """Events."""
        for number, entry in enumerate(content("events.json")):
            texts = self._texts(entry["key"], entry["texts"])
            organisation = self.organisations.get(entry.get("organisation"))
            page = EventPage(
                slug=entry["key"],
                locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
                organisation=organisation,
                image=stored(scene(entry["key"]), entry["key"]) if number % 3 == 0 else None,
                **{name: entry.get(name) or "" for name in ("online_url", "cost", "price", "sign_up_url")},
                cancelled=entry.get("cancelled", False),
                **texts["de"],
            )
            page.dates = [("date", self._date(date)) for date in entry["dates"]]
            if entry.get("place"):
                page.place = [("address", address(entry["place"]))]
            publish_new(page, self._fresh(organisation) or self._fresh(self.index[EventIndexPage]))
            self._tag(page, entry, topics=Topic, target_groups=TargetGroup, languages=AdviceLanguage)
            Occurrence.rebuild(page)
            self._translate(page, texts)

    def _date(self, date: dict) -> dict:
        """A date ``start_offset_days`` from today; a series begins on its first day on or after that."""

        def at(offset: int, time: str):
            hour, minute = map(int, (time or "00:00").split(":"))
            day = timezone.localtime() + timedelta(days=offset)
            return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

        first, rule = date["start_offset_days"], date.get("rrule", "")
        if rule:
            nominal = at(first, date.get("start"))
            begins = next(iter(rrulestr(rule, dtstart=nominal.replace(tzinfo=None))))
            first += (begins.date() - nominal.date()).days
        moved = first - date["start_offset_days"]
        return {
            "start": at(first, date.get("start")),
            "end": at(first + (date.get("end_offset_days") or 0), date.get("end") or date.get("start")),
            "all_day": date.get("all_day", False),
            "rrule": rule,
            "exceptions": [self.today + timedelta(days=days + moved) for days in date.get("except_offset_days", [])],
        }

    def _fresh(self, page: BasePage | None) -> BasePage | None:
        """The page as it is now: treebeard needs the current number of children."""
        return type(page).objects.get(pk=page.pk) if page is not None else None

    def _accounts(self) -> None:
        """Demo accounts."""
        for username, group, name in ACCOUNTS:
            if not User.objects.filter(username=username).exists():
                user = User.objects.create_user(username, f"{username}@example.org", username, first_name=name)
                user.groups.add(Group.objects.get(name=group))
        if not User.objects.filter(is_superuser=True).exists():
            User.objects.create_superuser("admin", "admin@example.org", "admin")


def address(entry: dict) -> dict:
    """The value of an ``AddressBlock`` from an entry with street, postcode, city and coordinates."""
    return {
        "name": entry.get("name", "") if "key" not in entry else "",
        "street": entry.get("street", ""),
        "postcode": entry.get("postcode", ""),
        "city": entry.get("city", ""),
        "latitude": entry.get("latitude"),
        "longitude": entry.get("longitude"),
    }
