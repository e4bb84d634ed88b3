"""Personal data of people who join, and of accounts, see ``core.retention``."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.retention import PersonalData, personal_data
from members.joining.applications import UNCONFIRMED_DAYS
from members.models import Application, ApplicationMessage, Invitation
from organisations.models import Membership
from users.models import User

INVITATION_KEPT_DAYS = 90
"""Days after its end for which an invitation is kept, so that an old link says why it no longer works."""


def _ago(days: int):
    return timezone.now() - timedelta(days=days)


@personal_data
class ApplicationData(PersonalData):
    """With the conversation, which goes along."""

    model = Application
    retention = (
        f"Applications whose address was not confirmed are deleted after {UNCONFIRMED_DAYS} days, decided ones after "
        "APPLICATION_DAYS; open ones are kept until they are decided."
    )

    def expired(self):
        return Application.objects.filter(
            Q(state=Application.State.UNCONFIRMED, created_at__lt=_ago(UNCONFIRMED_DAYS))
            | Q(decided_at__lt=_ago(settings.APPLICATION_DAYS))
        )

    def of(self, email):
        return Application.objects.filter(email__iexact=email)


@personal_data
class ApplicationMessageData(PersonalData):
    """The conversation of an applicant."""

    model = ApplicationMessage
    retention = "Messages about an application are deleted with it."

    def of(self, email):
        return ApplicationMessage.objects.filter(application__email__iexact=email)


@personal_data
class InvitationData(PersonalData):
    """To whom an invitation went, and who has accepted it."""

    model = Invitation
    retention = (
        f"Invitations are deleted {INVITATION_KEPT_DAYS} days after they were accepted, revoked or have expired."
    )

    def expired(self):
        before = _ago(INVITATION_KEPT_DAYS)
        return Invitation.objects.filter(
            Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(accepted_at=None, expires_at__lt=before)
        )

    def of(self, email):
        return Invitation.objects.filter(Q(email__iexact=email) | Q(accepted_by__email__iexact=email))


@personal_data
class MembershipData(PersonalData):
    """For which organisations somebody works."""

    model = Membership
    retention = "Memberships are kept until the person leaves or is removed; they end with the account."

    def of(self, email):
        return Membership.objects.filter(user__email__iexact=email)


@personal_data
class UserData(PersonalData):
    """The account. What somebody has written stays, without the name of who wrote it."""

    model = User
    retention = (
        "Accounts are kept as long as somebody works for an association or belongs to a group of the portal; others are "
        "deleted ACCOUNT_DAYS after they were last used."
    )

    def expired(self):
        unused = User.objects.annotate(used_at=Coalesce("last_login", "date_joined"))
        return unused.filter(
            used_at__lt=_ago(settings.ACCOUNT_DAYS),
            memberships=None,
            groups=None,
            user_permissions=None,
            is_superuser=False,
            is_staff=False,
        )

    def of(self, email):
        return User.objects.filter(email__iexact=email)

    def export(self, row):
        return {name: value for name, value in super().export(row).items() if name != "password"}
