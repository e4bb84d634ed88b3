"""Builders of issues and circulars, and a mail server of one's own for tests within one process."""

from newsletter.models import Circular, Issue
from newsletter.sending import Outcome, Run, start


def text(**texts: str) -> tuple:
    """A text block from HTML per language: ``text(de="<p>Hallo</p>")``; ``de_simple`` for ``de-simple``."""
    return ("text", {"texts": [{"language": code.replace("_", "-"), "text": html} for code, html in texts.items()]})


def issue(*body: tuple, **values) -> Issue:
    """A draft; with a German text if nothing else is given."""
    values.setdefault("subject", {"de": "Neues", "ar": "جديد"})
    return Issue.objects.create(body=list(body) or [text(de="<p>Guten Tag</p>")], **values)


def circular(*body: tuple, **values) -> Circular:
    values.setdefault("subject", {"de": "An alle Vereine"})
    values.setdefault("reply_to", "buero@example.org")
    return Circular.objects.create(body=list(body) or [text(de="<p>Guten Tag</p>")], **values)


def states(mailing) -> list[str]:
    """Of its deliveries, in the order in which they were made."""
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


def send(mailing, wire=None, go_on=lambda wait: True) -> Outcome:
    """Start it and send until it ends, in this process."""
    outcome = Run(start(mailing), go_on, wire)()
    mailing.refresh_from_db()
    return outcome


class FakeWire:
    """A way to hand over mails that does what a test says, per address: an error to raise, once or always."""

    def __init__(self, offering=None, handing=None):
        self.offering, self.handing = offering or {}, handing or {}
        self.taken: list[str] = []
        self.mail = None

    def offer(self, mail) -> None:
        mail.data()
        self._act(self.offering, mail.to)
        self.mail = mail

    def hand_over(self) -> None:
        self._act(self.handing, self.mail.to)
        self.taken.append(self.mail.to)

    @staticmethod
    def _act(what: dict, to: str) -> None:
        errors = what.get(to) or what.get("*") or []
        if errors and (error := errors.pop(0)):
            raise error

    def drop(self) -> None:
        self.mail = None

    def close(self) -> None:
        pass


__all__ = ["FakeWire", "circular", "issue", "send", "text"]
