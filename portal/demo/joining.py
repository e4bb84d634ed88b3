"""An association whose administrator has an account, and one that wants to join."""

from datetime import timedelta

from django.utils import timezone

from members.models import Application
from organisations.models import Membership
from portal.demo.common import Loader
from users.models import User

ACCOUNT, KEY = "verein", "jasmin"
"""The demo account of an association, and the association, by its key in ``organisations.json``."""


class Joining(Loader):
    """What is there to be done about people who come in."""

    def load(self) -> None:
        """One membership and one open application, whose name is much like that of an association in the directory."""
        Membership.objects.create(
            user=User.objects.get(username=ACCOUNT),
            organisation=self.organisations[KEY],
            role=Membership.Role.ADMINISTRATOR,
        )
        Application.objects.create(
            name="Syrischer Kulturverein Jasmin Lindenfurt",
            purpose="Wir treffen uns jeden Samstag: Arabisch für Kinder, Hausaufgaben, Theater.\n\nAlle sind willkommen.",
            town="Lindenfurt",
            contact_name="Maher Darwish",
            email="maher@example.org",
            language="ar" if "ar" in self.languages else self.german.language_code,
            message="Wir kennen den anderen Verein, sind aber eine eigene Gruppe.",
            state=Application.State.NEW,
            confirmed_at=timezone.now() - timedelta(days=2),
        )
