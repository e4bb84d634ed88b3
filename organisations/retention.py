"""Personal data in the internal records of organisations, see ``core.retention``."""

from core.retention import PersonalData, personal_data
from organisations.models import OrganisationRecord

CONTACT = ["contact_name", "contact_email", "contact_phone"]


@personal_data
class RecordData(PersonalData):
    """The administration's contact. Erasing leaves the organisation without one; what editors noted stays theirs."""

    model = OrganisationRecord
    retention = (
        "The administration's contact to an organisation is kept as long as the organisation is in the directory."
    )

    def of(self, email):
        return OrganisationRecord.objects.filter(contact_email__iexact=email)

    def export(self, row):
        return {"organisation": str(row), **{name: getattr(row, name) for name in CONTACT}, "notes": row.notes}

    def erase(self, rows):
        return rows.update(**dict.fromkeys(CONTACT, ""))
