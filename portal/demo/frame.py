"""Legal pages, start pages in Leichte Sprache and sign language, home pages, offices."""

import json
from datetime import timedelta

from django.conf import settings

from core.models import AccessibilityStatementPage, Contact, Menu, PortalSettings, StandardPage, TextState
from core.publishing import publish_new
from home.models import HomePage
from newsletter.models import NewsletterPage
from portal.demo.bodies import Body
from portal.demo.common import Loader, content

ROLES = {
    "imprint": ("impressum", StandardPage.Role.IMPRINT),
    "privacy": ("datenschutz", StandardPage.Role.PRIVACY),
    "leichte-sprache": ("leichte-sprache", StandardPage.Role.SIMPLE),
    "gebaerdensprache": ("gebaerdensprache", StandardPage.Role.SIGN),
    "about": ("ueber-das-portal", StandardPage.Role.NONE),
}


class Frame(Loader):
    """What stands around the content."""

    def load_contacts(self) -> None:
        """Offices."""
        for entry in content("contacts.json"):
            self.contacts[entry["key"]] = Contact.objects.create(
                names=entry.pop("names"), descriptions=entry.pop("description"), **entry
            )

    def load_pages(self) -> None:
        """Legal pages, Leichte Sprache, sign language."""
        home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
        pages = []
        for entry in content("pages.json"):
            if entry["key"] not in ROLES:
                self._statement(entry)
                continue
            slug, role = ROLES[entry["key"]]
            texts = self.texts(entry["key"], entry["texts"])
            page = StandardPage.objects.filter(slug=slug, locale=self.german).first()
            if page is None:
                page = StandardPage(slug=slug, role=role, locale=self.german, **texts["de"])
                publish_new(page, HomePage.objects.get(pk=home.pk))
            else:
                self.publish_draft(page, texts["de"])
            pages.append(page)
            self.translate(page, texts)
        menu = Menu.objects.get(place=Menu.Place.FOOTER, locale=self.german)
        pages += list(AccessibilityStatementPage.objects.filter(locale=self.german))
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
        self.publish_draft(page, texts["de"])
        self.translate(page, texts)

    def load_home(self) -> None:
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

    def load_newsletter(self) -> None:
        """What the newsletter is, on its page."""
        for language, text in content("newsletter_page.json")["introduction"].items():
            page = NewsletterPage.objects.filter(locale__language_code=language).first()
            if page is not None:
                page.introduction = text
                page.save()
                TextState.record(page)
