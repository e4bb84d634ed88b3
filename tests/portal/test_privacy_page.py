"""What the demo's privacy page says about how long data are kept is what the code does (GDPR art. 13 (2) a)."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps

import portal.demo
from core import accounts_kept, reports
from core.retention import REGISTRY
from freshness.retention import ANSWER_DAYS
from members.joining.applications import UNCONFIRMED_DAYS
from members.joining.retention import INVITATION_KEPT_DAYS
from portal.settings import base

REMINDER_DAYS = 31 * max(base.REVIEW_MONTHS.values()) + 366
ROWS = {
    "Betrieb und Sicherheit der Website": ([], [7]),  # the web server's log, see docs/deployment.md
    "Verbesserung der Suche": ([], [base.SEARCH_LOG_DAYS]),
    "Hinweise zu einer Seite": (["core.ContentReport"], [reports.KEPT_DAYS]),
    "Newsletter": (
        ["newsletter.Subscriber"],
        [base.NEWSLETTER_PENDING_DAYS, base.NEWSLETTER_SUSPENDED_DAYS],
    ),
    "Nachweis der Einwilligung in den Newsletter": (["newsletter.ConsentProof"], [base.NEWSLETTER_PROOF_YEARS]),
    "Versand von Newsletter und Rundschreiben": (["newsletter.Delivery"], [base.NEWSLETTER_DELIVERY_DAYS]),
    "Rundschreiben an Vereine": (["newsletter.Circular", "organisations.OrganisationRecord"], []),
    "Aufnahme eines Vereins": (
        ["members.Application", "members.ApplicationMessage"],
        [base.APPLICATION_DAYS, UNCONFIRMED_DAYS],
    ),
    "Einladung zur Mitarbeit für einen Verein": (["members.Invitation"], [INVITATION_KEPT_DAYS]),
    "Zugang für Vereine und Redaktion": (
        ["users.User", "organisations.Membership", "members.SignInLink"],
        [base.ACCOUNT_DAYS],
    ),
    "Nachfragen, ob Angaben noch stimmen": (
        ["freshness.Review", "freshness.Reminder", "freshness.Answer"],
        [REMINDER_DAYS, ANSWER_DAYS],
    ),
    "Ansprechpersonen auf Vereinsseiten": (["organisations.OrganisationPage", "services.ServicePage"], []),
}
"""Purpose in German → what is kept for it, and the numbers that the page says in this order."""
NOT_KEPT = {"newsletter.ConsentOrigin"}
"""With the settings of the demo (``NEWSLETTER_IP_DAYS=0``)."""


def table(language: str) -> list[list[str]]:
    """The rows of the page's table: purpose, data, legal basis, how long."""
    pages = json.loads((Path(portal.demo.__file__).parent / "content" / "pages.json").read_text())
    body = next(page for page in pages if page.get("key") == "privacy")["texts"][language]["body"]
    return next(block for block in body if block["type"] == "table")["rows"]


def numbers(text: str) -> list[int]:
    """In the digits of any script."""
    return [int(number) for number in re.findall(r"\d+", text)]


def test_every_period_is_said():
    assert {row[0]: numbers(row[3]) for row in table("de")} == {name: periods for name, (_m, periods) in ROWS.items()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_translations_say_the_same(language):
    assert [numbers(row[3]) for row in table(language)] == [numbers(row[3]) for row in table("de")]


def test_everything_that_is_kept_has_a_purpose():
    said = {apps.get_model(label) for labels, _periods in ROWS.values() for label in labels}
    of_accounts = {model for model, kept in REGISTRY.items() if isinstance(kept, accounts_kept.OfAccount)}
    assert said | {apps.get_model(label) for label in NOT_KEPT} == set(REGISTRY) - of_accounts
