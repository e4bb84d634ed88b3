from organisations.models.index import OrganisationIndexPage
from organisations.models.membership import Membership
from organisations.models.organisation import OrganisationPage
from organisations.models.record import OrganisationRecord

__all__ = ["Membership", "OrganisationIndexPage", "OrganisationPage", "OrganisationRecord"]
