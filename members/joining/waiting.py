"""What waits for somebody on the start page."""

from members.models import Invitation


def invitations_for(user) -> list[Invitation]:
    """Open invitations to the address of a user, the newest first; ``path`` leads to accepting. One query."""
    if not (user.is_authenticated and user.is_active and user.email):
        return []
    found = Invitation.objects.open().filter(email__iexact=user.email)
    return list(found.select_related("organisation__locale", "invited_by"))
