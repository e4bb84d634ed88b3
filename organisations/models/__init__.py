from organisations.models.index import OrganisationIndexPage
from organisations.models.organisation import OrganisationPage
from organisations.models.record import OrganisationRecord

__all__ = ["OrganisationIndexPage", "OrganisationPage", "OrganisationRecord"]
