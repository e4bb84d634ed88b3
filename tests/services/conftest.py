"""A file of services to import, with every field that the import knows."""

import copy

import pytest
from django.utils import translation

from core.importing import Report
from services.hsds_import import import_services
from services.models import ServicePage
from tests import factories as make
from topics.models import AdviceLanguage, AdviceMode, Topic

SERVICE = {
    "id": "asyl",
    "organization": {"id": "org", "name": "Träger"},
    "name": "Asylberatung",
    "alternate_name": "AVB",
    "summary": None,
    "description": "Wir beraten zum Asyl. Kostenlos.\n\nAuch am Telefon.",
    "eligibility_description": "<p>Für alle.</p><script>x</script>",
    "application_process": "Rufen Sie an.",
    "required_documents": [{"document": "Ausweis"}, {"document": "Bescheid"}],
    "fees_description": "5 Euro",
    "cost_options": [{"amount": 5}],
    "alert": {"text": "Heute zu.", "expires": "+3d"},
    "status": "temporarily closed",
    "program": "MBE",
    "url": "https://asyl.example.org",
    "email": "asyl@example.org",
    "booking_url": "https://termin.example.org",
    "minimum_age": 27,
    "maximum_age": None,
    "interpretation_services": "auf Anfrage",
    "assured_date": "-45d",
    "assurer_email": "buero@example.org",
    "phones": [{"number": "0999-555-1", "description": "vormittags", "languages": ["ar"]}],
    "contacts": [{"name": "A. Beispiel", "title": "Leitung", "consent": True, "consent_until": "2030-01-01"}],
    "languages": [
        {"code": "de"},
        {"code": "ar", "mode": "interpreter", "note": "dienstags"},
        {"code": "xq", "name": "Neu"},
    ],
    "schedules": [
        {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00", "attending_type": "phone"}
    ],
    "schedule_exceptions": [{"first_day": "2026-12-24", "last_day": "2027-01-01", "note": "Ferien"}],
    "service_at_locations": [
        {
            "location": {
                "name": "Asylberatung",
                "latitude": 50.1,
                "longitude": 9.9,
                "transportation": "Bus 1",
                "accessibility": [{"description": "step-free", "details": "Rampe hinten"}],
                "addresses": [{"address_1": "Weg 1", "city": "Lindenfurt", "postal_code": "00100"}],
            }
        },
        {
            "location": {"confidential": True, "addresses": [{"address_1": "Geheimweg 2", "city": "Ahlheim"}]},
            "schedules": [{"byday": "FR", "opens_at": "10:00", "closes_at": "11:00"}],
        },
    ],
    "attributes": [{"taxonomy_term_id": key} for key in ("topic:permit", "topic:asyl", "target:alle", "mode:phone")],
    "translations": {
        "en": {"name": "Asylum advice", "description": "We advise.", "required_documents": ["ID"], "alert": "Closed."},
        "ro": {"name": "Consiliere"},
    },
}
DATA = {
    "taxonomy_terms": [
        {
            "id": "topic:asyl",
            "code": "asyl",
            "name": "Asyl",
            "parent_id": "topic:flucht",
            "translations": {"en": "Asylum", "ro": "x"},
        },
        {"id": "topic:flucht", "name": "Flucht"},
        {"id": "target:alle", "name": "Alle", "translations": {"ar": "الجميع"}},
    ],
    "organizations": [
        {
            "id": "org",
            "name": "Träger",
            "description": "Ein Träger der Beratung.",
            "email": "org@example.org",
            "year_incorporated": 1999,
            "translations": {"en": {"description": "A provider."}},
        }
    ],
    "services": [SERVICE],
    "towns": {"Lindenfurt": {"de": "Lindenfurt", "ar": "ليندنفورت"}, "Ahlheim": {}},
    "language_names": {},
}


@pytest.fixture
def data(portal):
    for code in ("de", "ar"):
        make.term(AdviceLanguage, code)
    make.term(Topic, "permit")
    make.term(AdviceMode, "phone")
    return copy.deepcopy(DATA)


def run(data) -> Report:
    report = Report()
    with translation.override("en"):
        import_services(copy.deepcopy(data), report)
    return report


def service(key="asyl", language="de") -> ServicePage:
    return ServicePage.objects.get(external_id=key, locale__language_code=language)
