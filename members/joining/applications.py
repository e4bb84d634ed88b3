"""What happens to an application: sent, confirmed, asked about, answered, accepted or refused. Views only ask and show.

Letters to an address that nobody has confirmed hold no word that was typed: else anybody could write to anybody in the
name of the portal.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.languages import source_language
from core.mail import letter, post
from core.models import PortalSettings
from members.joining.invitations import AlreadyMemberError, invite
from members.joining.links import application_path, start_path
from members.joining.profiles import new_profile
from members.models import Application, ApplicationMessage
from organisations.models import Membership, OrganisationPage, OrganisationRecord
from users.models import User

State = Application.State
SAME = timedelta(hours=1)
"""Within this time the same form sent again is the same application."""


class DecidedError(Exception):
    """Another editor was faster, or the form was sent twice."""


def submit(values: dict, claimed: OrganisationPage | None = None) -> Application:
    """Keep an application and send the link that confirms its address. ``values``: fields of the model.

    Sent again within the hour it replaces the first, unless that is confirmed: what comes later may be somebody else's.
    """
    fields = {**values, "claimed": claimed}
    with transaction.atomic():
        recent = Application.objects.select_for_update().filter(
            email__iexact=values["email"], name=values["name"], claimed=claimed, created_at__gt=timezone.now() - SAME
        )
        same = Q(state=State.UNCONFIRMED) | Q(state=State.NEW, **values)
        application = recent.filter(same).order_by("pk").first()
        if application is None:
            application = Application.objects.create(**fields)
        elif application.state == State.UNCONFIRMED:
            for name, value in fields.items():
                setattr(application, name, value)
            application.save()
        post(
            letter(
                "application_confirm",
                application.email,
                application.language,
                {"path": application_path(application), "days": UNCONFIRMED_DAYS},
            )
        )
    return application


UNCONFIRMED_DAYS = 14
"""After these an application is deleted whose address was not confirmed."""


def confirm(application: Application) -> bool:
    """The applicant has opened the link; whether that was the first time. Editors are told."""
    waiting = Application.objects.filter(pk=application.pk, state=State.UNCONFIRMED)
    if not waiting.update(state=State.NEW, confirmed_at=timezone.now()):
        return False
    portal = PortalSettings.objects.exclude(email="").order_by("pk").first()
    if portal is not None:
        values = {"application": application}
        post(letter("application_received", portal.email, source_language(), values))
    return True


def ask(application: Application, text: str, editor: User) -> None:
    """Ask the applicant something. Raises ``DecidedError``."""
    with transaction.atomic():
        row = _open(application)
        _say(row, text, editor)
        row.state = State.ASKED
        row.save(update_fields=["state"])
        _write("application_question", row, text)


def answer(application: Application, text: str) -> bool:
    """What the applicant says; the editors have it to do again. Whether it was kept: not when it is decided."""
    with transaction.atomic():
        row = Application.objects.select_for_update().get(pk=application.pk)
        if not row.is_open:
            return False
        last = row.messages.order_by("pk").last()
        if last is None or last.by_editor or last.text != text:  # else the same form, sent twice
            ApplicationMessage.objects.create(application=row, by_editor=False, text=text)
        row.state = State.NEW
        row.save(update_fields=["state"])
    return True


def refuse(application: Application, text: str, editor: User) -> None:
    """Say no, with the reason. Raises ``DecidedError``."""
    with transaction.atomic():
        row = _open(application)
        _say(row, text, editor)
        _decide(row, State.REFUSED, editor)
        _write("application_refused", row, text)


def accept(
    application: Application, editor: User, profile: OrganisationPage | None = None, language: str = ""
) -> OrganisationPage:
    """Let the applicant in as administrator: of ``profile``, or of a new draft whose original is in ``language``.

    Raises ``DecidedError``, and ``TooManyError`` if the address got many invitations today; then nothing is changed.
    """
    with transaction.atomic():
        row = _open(application)
        if profile is None:
            profile = new_profile(row, editor, language or source_language())
        _note_contact(row, profile)
        row.organisation = profile
        _decide(row, State.ACCEPTED, editor)
        try:
            invite(
                profile,
                row.email,
                Membership.Role.ADMINISTRATOR,
                row.language,
                by=editor,
                template="application_accepted",
            )
        except AlreadyMemberError:
            Membership.objects.filter(organisation=profile, user__email__iexact=row.email).update(
                role=Membership.Role.ADMINISTRATOR
            )
            values = {"organisation": profile, "path": start_path(row.language)}
            post(letter("application_accepted_member", row.email, row.language, values))
    return profile


def _open(application: Application) -> Application:
    """The row, locked, if it can still be decided."""
    row = Application.objects.select_for_update().get(pk=application.pk)
    if not row.is_open:
        raise DecidedError
    return row


def _say(row: Application, text: str, editor: User) -> None:
    ApplicationMessage.objects.create(application=row, by_editor=True, author=editor, text=text)


def _decide(row: Application, state: State, editor: User) -> None:
    row.state, row.decided_at, row.decided_by = state, timezone.now(), editor
    row.save()


def _write(template: str, row: Application, text: str) -> None:
    values = {"application": row, "text": text, "path": application_path(row)}
    post(letter(template, row.email, row.language, values))


def _note_contact(row: Application, profile: OrganisationPage) -> None:
    """The administration's contact is the applicant where it had none."""
    record = OrganisationRecord.of(profile)
    if not record.contact_email:
        record.contact_name, record.contact_email = row.contact_name, row.email
        record.save(update_fields=["contact_name", "contact_email"])
