"""Associations, their news and their events."""

from datetime import timedelta

from dateutil.rrule import rrulestr
from django.utils import timezone

from core.publishing import publish_new
from events.models import EventIndexPage, EventPage, Occurrence
from news.models import NewsIndexPage, NewsPage
from organisations.models import OrganisationIndexPage, OrganisationPage, OrganisationRecord
from portal.demo.common import Loader, address, content, fresh
from portal.demo.images import logo, scene, stored
from topics.models import AdviceLanguage, Place, TargetGroup, Topic


class Life(Loader):
    """What people do in the district."""

    def load_organisations(self) -> None:
        """Associations."""
        index = OrganisationIndexPage.objects.get(locale=self.german)
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
            self.tag(page, entry, topics=Topic, target_groups=TargetGroup, languages=AdviceLanguage, towns=Place)
            self.organisations[entry["key"]] = publish_new(page, index)
            OrganisationRecord.objects.create(organisation=page, **entry.get("internal", {}))
            self.translate(page, entry["texts"])
        for entry in entries:
            if networks := [self.organisations[key] for key in entry.get("member_of", []) if key in self.organisations]:
                page = self.organisations[entry["key"]]
                page.member_of.set(networks)
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

    def load_news(self) -> None:
        """News."""
        for number, entry in enumerate(content("news.json")):
            texts = self.texts(entry["key"], entry["texts"])
            organisation = self.organisations.get(entry.get("organisation"))
            expires = entry.get("expires_offset_days")
            page = NewsPage(
                slug=entry["key"],
                locale=self.german,
                date=self.today + timedelta(days=entry["date_offset_days"]),
                expires_on=self.today + timedelta(days=expires) if expires else None,
                featured=entry.get("featured", False),
                image=stored(scene(entry["key"]), entry["key"]) if number % 2 == 0 else None,
                organisation=organisation,
                **texts["de"],
            )
            self.tag(page, entry, topics=Topic)
            publish_new(page, fresh(organisation) or NewsIndexPage.objects.get(locale=self.german))
            self.translate(page, texts)

    def load_events(self) -> None:
        """Events."""
        for number, entry in enumerate(content("events.json")):
            texts = self.texts(entry["key"], entry["texts"])
            organisation = self.organisations.get(entry.get("organisation"))
            page = EventPage(
                slug=entry["key"],
                locale=self.german,
                organisation=organisation,
                image=stored(scene(entry["key"]), entry["key"]) if number % 3 == 0 else None,
                **{name: entry.get(name) or "" for name in ("online_url", "cost", "price", "sign_up_url")},
                cancelled=entry.get("cancelled", False),
                **texts["de"],
            )
            page.dates = [("date", self._date(date)) for date in entry["dates"]]
            if entry.get("place"):
                page.place = [("address", address(entry["place"]))]
            self.tag(page, entry, topics=Topic, target_groups=TargetGroup, languages=AdviceLanguage)
            publish_new(page, fresh(organisation) or EventIndexPage.objects.get(locale=self.german))
            Occurrence.rebuild(page)
            self.translate(page, texts)

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
