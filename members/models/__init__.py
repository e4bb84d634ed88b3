"""Models of the members' area."""

from members.models.application import Application, ApplicationMessage
from members.models.invitation import Invitation
from members.models.signin import SignInLink

__all__ = ["Application", "ApplicationMessage", "Invitation", "SignInLink"]
