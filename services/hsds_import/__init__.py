"""Advisory services from JSON in the shape of HSDS 3 (Open Referral), with translations.

The fields are those of ``HSDS service``; ours beyond the standard are ``summary``, ``translations``, ``towns`` and
``language_names``. docs/imports.md has the list.
"""

from wagtail.models import Locale

from core.importing import Progress, Record, Refused, Report, indexed_in_batches, label_of, quiet
from core.languages import NAMES, source_language
from organisations.models import OrganisationPage
from services.hsds_import.organisations import Organisations
from services.hsds_import.services import Services
from services.hsds_import.vocabulary import Vocabulary
from services.models import ServicePage


def import_services(data: dict, report: Report, progress: Progress = quiet) -> None:
    """Import terms, towns, organisations and services, in this order, each record on its own.

    Raises ``Refused`` if the file as a whole has the wrong shape or the portal has no index pages to put pages under.
    """
    file = Record(data)
    if "services" not in file and "organizations" not in file:
        raise Refused("the file has neither services nor organizations")
    languages = [code for code in Locale.objects.values_list("language_code", flat=True) if code in NAMES]
    languages = [code for code in languages if code != source_language()]
    vocabulary = Vocabulary(file, languages, report)
    vocabulary.import_terms(file.items("taxonomy_terms"))
    vocabulary.import_towns(file.record("towns").data)
    organisations = Organisations(languages, report)
    services = Services(vocabulary, organisations, languages, report)
    with indexed_in_batches(OrganisationPage, ServicePage, write=not report.dry_run) as batch:
        for items, kind, save in (
            (file.items("organizations"), "organisations", organisations.save),
            (file.items("services"), "services", services.save),
        ):
            seen: set[str] = set()
            for number, item in enumerate(progress(items, kind)):
                with report.record(kind, label_of(item, number)) as entry:
                    record = Record(item)
                    key = record.identifier()
                    if key in seen:
                        raise Refused("this id appears more than once in the file")
                    seen.add(key)
                    save(record, entry)
                batch.flush()
