"""HSDS ``service`` → ``ServicePage``."""

from core.importing import Record, Refused, Report, clean_text, first_sentences, page_slug, save_live, translate_live
from core.importing.report import Entry
from core.importing.streams import stable_uuid
from core.languages import source_language
from services.hsds_import.facts import contact_blocks, phone_blocks, place_blocks
from services.hsds_import.organisations import Organisations
from services.hsds_import.vocabulary import Vocabulary
from services.models import ServiceIndexPage, ServicePage
from services.models.service import ServiceLanguage
from topics.models import AdviceMode, TargetGroup, Topic

FREE = {"free", "free of charge", "gratis", "kostenlos", "kostenfrei"}


class Services:
    """Saves services, one at a time, with their translations."""

    def __init__(self, vocabulary: Vocabulary, organisations: Organisations, languages: list[str], report: Report):
        self.vocabulary = vocabulary
        self.organisations = organisations
        self.languages = languages
        self.report = report
        self.index = ServiceIndexPage.objects.filter(locale__language_code=source_language()).first()
        if self.index is None:
            raise Refused("the portal has no list of advisory services; run init_portal first")

    def save(self, record: Record, entry: Entry) -> None:
        """Create or change the page of one service, in all its languages."""
        key = record.identifier()
        page = ServicePage.objects.originals().filter(external_id=key).first()
        page = page or ServicePage(locale=self.index.locale, hsds_id=stable_uuid(key))
        values = {**text_of(record), **self.facts_of(record, key), "external_id": key}
        if page.pk is None:
            page.slug = page_slug(self.index, values["title"], key)
        entry.add(save_live(page, self.index, values))
        for language, translated in record.by_key("translations").items():
            if language not in self.languages:
                self.report.hint(f"translations into {language}, which the portal does not have")
            elif page.live:
                text = {**text_of(translated, values["alternate_name"]), "external_id": key}
                entry.add(translate_live(page, language, text)[1])

    def facts_of(self, record: Record, key: str) -> dict:
        """Everything that is the same in all languages."""
        provider = self.organisations.provider_of(record)
        terms = [self.vocabulary.term(_term_id(attribute)) for attribute in record.records("attributes")]
        program = record.data.get("program")
        alert = record.data.get("alert")
        return {
            "status": record.text("status") or ServicePage.Status.ACTIVE,
            "alert_expires": record.record("alert").day("expires") if isinstance(alert, dict) else None,
            "provider_id": provider.pk if provider else None,
            "program": record.record("program").text("name", 100)
            if isinstance(program, dict)
            else record.text("program", 100),
            "topics": _of_type(terms, Topic),
            "target_groups": _of_type(terms, TargetGroup),
            "modes": _of_type(terms, AdviceMode),
            "areas": self.areas_of(record),
            "languages": self.languages_of(record),
            "minimum_age": record.integer("minimum_age", 0, 150),
            "maximum_age": record.integer("maximum_age", 0, 150),
            "interpretation_services": record.text("interpretation_services", 255),
            "places": place_blocks(record, key, self.report),
            "phones": phone_blocks(record, key, self.vocabulary),
            "contacts": contact_blocks(record, key),
            "email": record.text("email"),
            "website": record.text("url", 500),
            "booking_url": record.text("booking_url", 500),
            "cost": cost_of(record),
            "anonymous": record.flag("anonymous"),
            "last_confirmed": record.day("assured_date"),
            "confirmed_by": record.text("assurer_email", 255),
        }

    def areas_of(self, record: Record) -> list:
        """The areas served; without them, the towns where it is given, but never that of a confidential place."""
        names = [area.text("name", required=True) for area in record.records("service_areas")]
        if not names:
            locations = [place.record("location") for place in record.records("service_at_locations")]
            shown = [location for location in locations if not location.flag("confidential")]
            names = [address.text("city") for location in shown for address in location.records("addresses")]
        areas = {name: self.vocabulary.place(name) for name in names if name}
        for name, place in areas.items():
            if place is None:
                self.report.hint(f"the area “{name}”, which is no place of the portal")
        return list({place.pk: place for place in areas.values() if place}.values())

    def languages_of(self, record: Record) -> list[dict]:
        """Rows of ``ServiceLanguage``."""
        rows = {}
        for entry in record.records("languages"):
            language = self.vocabulary.language(entry.text("code", 80, required=True), entry.text("name", 255))
            how = entry.text("mode") or ServiceLanguage.How.STAFF.value
            if how not in ServiceLanguage.How.values:
                raise Refused(f"{entry.where}mode “{how}” is none of {', '.join(ServiceLanguage.How.values)}")
            rows.setdefault(language.pk, {"language_id": language.pk, "how": how, "note": entry.text("note", 200)})
        return list(rows.values())


def text_of(record: Record, alternate_name: str = "") -> dict:
    """The translatable fields; ``alternate_name`` stands in for an abbreviation that is not translated."""
    description = clean_text(record.text("description"))
    is_object = isinstance(record.data.get("alert"), dict)
    return {
        "title": record.text("name", 255, required=True),
        "alternate_name": record.text("alternate_name", 255) or alternate_name,
        "summary": record.text("summary", 300) or first_sentences(description),
        "description": description,
        "eligibility_description": clean_text(record.text("eligibility_description")),
        "application_process": clean_text(record.text("application_process")),
        "required_documents": documents_of(record),
        "fees_description": record.text("fees_description", 300),
        "alert": record.record("alert").text("text", 300) if is_object else record.text("alert", 300),
    }


def documents_of(record: Record) -> str:
    """``required_documents`` as a list; HSDS has objects there, translations may have plain texts."""
    value = record.data.get("required_documents")
    if isinstance(value, str):
        return clean_text(record.text("required_documents"))
    if value and all(isinstance(item, str) for item in record.items("required_documents")):
        documents = record.texts("required_documents")
    else:
        documents = [item.text("document", required=True) for item in record.records("required_documents")]
    items = "".join(
        f"<li>{clean_text(document).removeprefix('<p>').removesuffix('</p>')}</li>" for document in documents
    )
    return f"<ul>{items}</ul>" if items else ""


def cost_of(record: Record) -> str:
    """Free unless the record says otherwise; a text about the cost without an amount leaves it open."""
    options = record.records("cost_options")
    if any((option.number("amount") or 0) > 0 for option in options):
        return ServicePage.Cost.PAID
    if any("amount" in option or option.text("option").casefold() in FREE for option in options):
        return ServicePage.Cost.FREE
    fees = record.text("fees_description").casefold()
    if options or (fees and not fees.startswith(tuple(FREE))):
        return ServicePage.Cost.UNKNOWN
    return ServicePage.Cost.FREE


def _term_id(attribute: Record) -> str:
    return attribute.text("taxonomy_term_id") or attribute.record("taxonomy_term").identifier()


def _of_type(terms: list, model: type) -> list:
    return list({term.pk: term for term in terms if isinstance(term, model)}.values())
