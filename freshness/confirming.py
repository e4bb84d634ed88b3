"""Noting a confirmation, and what somebody answers instead."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Site

from core.confirmation import confirm_as
from core.languages import source_language
from core.mail import letter
from core.models import Confirmable, PortalSettings
from freshness.models import Answer


def confirm_all(pages: Iterable[Confirmable], by: str) -> None:
    """All of them are right as of today; all or nothing. A request to change that still waits goes on waiting."""
    with transaction.atomic():
        for page in pages:
            confirm_as(page, by=by)


def receive(page: Confirmable, kind: str, address: str, text: str = "") -> Answer:
    """Keep what somebody answers, and tell the editors by mail where they have an address. The same twice counts once."""
    answer, created = Answer.objects.get_or_create(page_id=page.pk, kind=kind, address=address, text=text, done_at=None)
    site = Site.objects.filter(is_default_site=True).first()
    portal = PortalSettings.objects.filter(site=site).first()
    if created and portal and portal.email:
        context = {"answer": answer, "page": page}
        letter("freshness_answer", portal.email, source_language(), context, reply_to=address).send(fail_silently=True)
    return answer
