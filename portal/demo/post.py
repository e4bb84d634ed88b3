"""The newsletter: an issue in all languages that waits to be sent, and who would get it."""

from django.utils import timezone

from core.sheet import Sheet
from news.models import NewsPage
from newsletter.importing import COLUMNS, import_subscribers
from newsletter.models import Issue
from portal.demo.common import Loader, content
from portal.demo.images import scene, stored
from services.models import ServicePage

SOURCE = "demo"


class Post(Loader):
    """What ``send_issue latest`` sends after ``load_demo``. Nobody reads mail at example.org (RFC 2606)."""

    def load(self) -> None:
        """Subscribers and issue."""
        entry = content("newsletter_issue.json")
        today = timezone.localdate().isoformat()
        rows = [
            (number, [who["email"], self._known(who["language"]), " ".join(who["topics"]), today, SOURCE])
            for number, who in enumerate(entry["subscribers"], start=2)
        ]
        report = import_subscribers(Sheet(list(COLUMNS), rows), SOURCE)
        if report.refusals:
            raise ValueError(f"The demo's own subscribers were refused: {report.refusals}")
        image = stored(scene("newsletter"), "newsletter", entry["alt"]["de"])
        body = [
            ("text", {"texts": self._texts(entry["greeting"])}),
            ("picture", {"image": image, "alt_texts": self._texts(entry["alt"])}),
            ("news", {"pages": self._pages(NewsPage, "slug", entry["news"])}),
            ("events", {"weeks": 4, "most": 8}),
            ("services", {"pages": self._pages(ServicePage, "external_id", entry["services"])}),
            ("text", {"texts": self._texts(entry["closing"])}),
        ]
        subject = {code: text for code, text in entry["subject"].items() if code in self.languages}
        Issue.objects.create(subject=subject, body=body)

    def _known(self, language: str) -> str:
        return language if language in self.languages else ""

    def _texts(self, texts: dict[str, str]) -> list[dict[str, str]]:
        return [{"language": code, "text": text} for code, text in texts.items() if code in self.languages]

    def _pages(self, model: type, name: str, keys: list[str]) -> list:
        """The German pages in the order of their keys."""
        found = {
            getattr(page, name): page for page in model.objects.filter(locale=self.german, **{f"{name}__in": keys})
        }
        return [found[key] for key in keys]
