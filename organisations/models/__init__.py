from organisations.models.index import OrganisationIndexPage
from organisations.models.membership import Membership
from organisations.models.moderation_task import ModerationTask
from organisations.models.organisation import OrganisationPage
from organisations.models.record import OrganisationRecord

__all__ = ["Membership", "ModerationTask", "OrganisationIndexPage", "OrganisationPage", "OrganisationRecord"]
