"""What Wagtail and allauth keep of accounts, see ``core.retention``. The accounts themselves are in ``members.joining``."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, Comment, CommentReply, ModelLogEntry, PageLogEntry, PageSubscription, TaskState
from wagtail.users.models import UserProfile

from core.retention import REGISTRY, PersonalData

SECRET = {Authenticator: "data", APIToken: "key_hash"}
"""Fields that are not given out: keys, as with passwords."""


class OfAccount(PersonalData):
    """Rows that end with their account: the database deletes them with it."""

    account = "user"
    retention = "As long as the account."

    def __init__(self, model: type[Model]):
        self.model = model

    def of(self, email: str) -> QuerySet:
        return self.model._default_manager.filter(**{f"{self.account}__email__iexact": email})

    def export(self, row: Model) -> dict:
        return {name: value for name, value in super().export(row).items() if name != SECRET.get(self.model)}


class LoggedOfAccount(OfAccount):
    """What somebody has done in the admin. Without the account nobody can be told from it any more."""

    retention = (
        "As long as what it is about, without the name once the account is gone: who changed a public page when."
    )

    def erase(self, rows: Iterable[Model]) -> int:
        return self.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**{self.account: None})


class DecidedByAccount(LoggedOfAccount):
    """What somebody has decided about a submitted page, with the comment."""

    account = "finished_by"


for model in (
    UserProfile, EditingSession, FormState, APIToken, Comment, CommentReply, PageSubscription, EmailAddress, Authenticator,
):  # fmt: skip
    REGISTRY[model] = OfAccount(model)
for model in (ModelLogEntry, PageLogEntry):
    REGISTRY[model] = LoggedOfAccount(model)
REGISTRY[TaskState] = DecidedByAccount(TaskState)
