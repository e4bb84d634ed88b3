"""HSDS ``organization`` → ``OrganisationPage``."""

from core.importing import Record, Refused, Report, clean_text, first_sentences, page_slug, save_live, translate_live
from core.importing.report import Entry
from core.importing.streams import stable_uuid
from core.languages import source_language
from organisations.models import OrganisationIndexPage, OrganisationPage


class Organisations:
    """Saves organisations and knows the pages of those that were saved or refused."""

    def __init__(self, languages: list[str], report: Report):
        self.languages = languages
        self.report = report
        self.index = OrganisationIndexPage.objects.filter(locale__language_code=source_language()).first()
        if self.index is None:
            raise Refused("the portal has no directory of organisations; run init_portal first")

    def save(self, record: Record, entry: Entry) -> OrganisationPage:
        """Create or change the page of one organisation, in all its languages."""
        key = record.identifier()
        page = self.find(key) or OrganisationPage(locale=self.index.locale, hsds_id=stable_uuid(key))
        values = {**_text(record), **_facts(record), "external_id": key}
        if page.pk is None:
            page.slug = page_slug(self.index, values["title"], key)
        entry.add(save_live(page, self.index, values))
        if page.live:
            for language, translated in record.by_key("translations").items():
                if language in self.languages:
                    translation = {**_text(translated, values["title"]), "external_id": key}
                    entry.add(translate_live(page, language, translation)[1])
        return page

    def find(self, key: str) -> OrganisationPage | None:
        """The page of an organisation that was imported before."""
        return OrganisationPage.objects.originals().filter(external_id=key).first()

    def provider_of(self, service: Record) -> OrganisationPage | None:
        """The organisation of a service; one that the list of organisations does not have is made from the service."""
        embedded = service.record("organization")
        key = embedded.identifier() if embedded.data else service.text("organization_id")
        if not key:
            return None
        page = self.find(key)
        if page is None and ("organisations", key[:100]) in {refusal[:2] for refusal in self.report.refusals}:
            raise Refused(f"its organisation “{key}” was refused")
        if page is None and not embedded.text("name"):
            raise Refused(f"its organisation “{key}” is not known")
        return page or self.save(embedded, Entry())


def _text(record: Record, title: str = "") -> dict:
    """The translatable fields; ``title`` stands in for a name that is not translated."""
    about = clean_text(record.text("description"))
    return {
        "title": record.text("name", 255, required=not title) or title,
        "summary": record.text("summary", 300) or first_sentences(about),
        "about": about,
    }


def _facts(record: Record) -> dict:
    phones = record.records("phones")
    return {
        "kind": record.text("kind") or OrganisationPage.Kind.PROVIDER,
        "alternate_name": record.text("alternate_name", 255),
        "email": record.text("email"),
        "website": record.text("website", 500) or record.text("url", 500),
        "phone": phones[0].text("number", 50, required=True) if phones else "",
        "founded": record.integer("year_incorporated", 1000, 2200),
    }
