"""Inviting somebody to an organisation, and becoming a member. Views only ask and show."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.mail import letter, one_line, post
from core.rates import allowed
from members.models import Invitation
from members.models.invitation import new_nonce
from organisations.models import Membership, OrganisationPage
from users.models import User

PER_ADDRESS, PER_ORGANISATION, DAY = 5, 50, 86_400
"""Letters of a day with invitations: to one address, and from the administrators of one organisation."""


class AlreadyMemberError(Exception):
    """The address belongs to a colleague already."""


class TooManyError(Exception):
    """Many letters of this kind were sent today."""


class NoLongerError(Exception):
    """The invitation was accepted, revoked or has expired in the meantime, or its organisation is gone."""


def invite(
    organisation: OrganisationPage,
    email: str,
    role: str,
    language: str,
    *,
    by: User | None = None,
    template: str = "invitation",
) -> Invitation:
    """Invite an address to an organisation (an original) and send the letter; an open invitation is renewed.

    The same whether there is an account with that address or not. Raises ``AlreadyMemberError`` and ``TooManyError``.
    """
    if Membership.objects.filter(organisation=organisation, user__email__iexact=email).exists():
        raise AlreadyMemberError
    _count(organisation, email)
    expires = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    values = {"role": role, "language": language, "invited_by": by, "expires_at": expires}
    with transaction.atomic():
        pending = Invitation.objects.pending().select_for_update()
        invitation = pending.filter(organisation=organisation, email__iexact=email).first()
        if invitation is None:
            try:
                with transaction.atomic():
                    invitation = Invitation.objects.create(organisation=organisation, email=email, **values)
            except IntegrityError:  # the same form, sent twice at the same moment
                return pending.get(organisation=organisation, email__iexact=email)
        else:
            for name, value in values.items():
                setattr(invitation, name, value)
            _renew(invitation)
        send(invitation, template)
    return invitation


def resend(invitation: Invitation) -> None:
    """Send a pending invitation again; the old link ends. Raises ``TooManyError`` and ``NoLongerError``."""
    with transaction.atomic():
        invitation = Invitation.objects.pending().select_for_update().filter(pk=invitation.pk).first()
        if invitation is None:
            raise NoLongerError
        _count(invitation.organisation, invitation.email)
        _renew(invitation)
        send(invitation)


def revoke(invitation: Invitation) -> bool:
    """End a pending invitation; whether it was one."""
    return bool(Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=timezone.now()))


def accept(invitation: Invitation, user: User) -> Membership:
    """Make ``user`` a member. A second time changes nothing; a role that somebody has is never taken away.

    Raises ``NoLongerError``.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(pk=invitation.pk, nonce=invitation.nonce).first()
        if row is None or row.organisation is None:
            raise NoLongerError
        existing = Membership.objects.filter(user=user, organisation=row.organisation).first()
        if row.accepted_at and row.accepted_by_id == user.pk and existing:
            return existing
        if row.accepted_at or row.revoked_at or row.is_expired:
            raise NoLongerError
        membership = existing or Membership(user=user, organisation=row.organisation, role=row.role)
        if row.role == Membership.Role.ADMINISTRATOR:
            membership.role = row.role
        membership.save()
        row.accepted_at, row.accepted_by = timezone.now(), user
        row.save(update_fields=["accepted_at", "accepted_by"])
    if row.invited_by and row.invited_by.is_active and row.invited_by_id != user.pk:
        values = {"person": shown_name(user), "organisation": row.organisation}
        post(letter("invitation_accepted", row.invited_by.email, row.invited_by.letter_language, values))
    return membership


def new_account(invitation: Invitation, values: dict, language: str) -> User:
    """An account for the invited address, which the link has proved. ``values``: ``NewAccountForm``'s.

    Raises ``IntegrityError`` if there is one by now.
    """
    taken = User.objects.filter(email__iexact=invitation.email).exists()
    if taken:
        raise IntegrityError("There is an account with this address.")
    email = invitation.email
    fits = len(email) <= 150 and not User.objects.filter(username__iexact=email).exists()
    with transaction.atomic():
        return User.objects.create_user(
            email if fits else f"member-{new_nonce()}",
            email,
            values["password"],
            first_name=values["first_name"],
            last_name=values["last_name"],
            language=language,
        )


def shown_name(user: User | None) -> str:
    """How a letter or page calls a person; empty if there is nobody."""
    return one_line(user.get_full_name() or user.email)[:120] if user else ""


def _count(organisation: OrganisationPage, email: str) -> None:
    if not allowed("invitation", email.casefold(), PER_ADDRESS, DAY):
        raise TooManyError
    if not allowed("invitation-organisation", str(organisation.pk), PER_ORGANISATION, DAY):
        raise TooManyError


def _renew(invitation: Invitation) -> None:
    """A new link and a new time; the old link ends."""
    invitation.nonce, invitation.sent_at = new_nonce(), timezone.now()
    invitation.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    invitation.save()


def send(invitation: Invitation, template: str = "invitation") -> None:
    """The letter with the link that the invitation has at this moment."""
    values = {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "inviter": shown_name(invitation.invited_by),
        "path": invitation.path_in(invitation.language),
    }
    post(letter(template, invitation.email, invitation.language, values))
