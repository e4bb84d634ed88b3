"""Changing and ending memberships. Content stays; the rights go with the membership."""

from django.db import transaction

from core.mail import letter, post
from members.joining.invitations import shown_name
from organisations.models import Membership, OrganisationPage
from users.models import User


class LastAdministratorError(Exception):
    """Afterwards nobody could invite and remove people; to be said before it is done."""


def change_role(membership: Membership, role: str, *, even_last: bool = False) -> None:
    """Give somebody another role. Raises ``LastAdministratorError`` unless ``even_last``."""
    with transaction.atomic():
        _lock(membership.organisation_id)
        row = Membership.objects.filter(pk=membership.pk).first()
        if row is None or row.role == role:
            return
        if not even_last and role != Membership.Role.ADMINISTRATOR:
            _refuse_for_last(row)
        row.role = role
        row.save(update_fields=["role"])


def end(membership: Membership, *, by: User, even_last: bool = False) -> None:
    """End a membership and tell the person, unless it is their own wish. Raises ``LastAdministratorError``."""
    with transaction.atomic():
        _lock(membership.organisation_id)
        row = Membership.objects.select_related("user", "organisation").filter(pk=membership.pk).first()
        if row is None:
            return
        if not even_last:
            _refuse_for_last(row)
        user, organisation = row.user, row.organisation
        row.delete()
    if user.pk != by.pk and user.is_active:
        values = {"organisation": organisation, "by": shown_name(by)}
        post(letter("membership_ended", user.email, user.letter_language, values))


def _lock(organisation_id: int) -> None:
    """One change at a time: else two administrators could remove each other at the same moment."""
    OrganisationPage.objects.select_for_update().filter(pk=organisation_id).order_by().first()


def _refuse_for_last(row: Membership) -> None:
    """Only an administrator can be the last one."""
    if not row.is_administrator:
        return
    if not Membership.objects.administrators().filter(organisation=row.organisation_id).exclude(pk=row.pk).exists():
        raise LastAdministratorError
