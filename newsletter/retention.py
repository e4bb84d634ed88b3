"""How long what the newsletter knows of people is kept, and how it is told and erased (GDPR art. 5 (1) e, 15, 17)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.retention import REGISTRY, PersonalData, personal_data
from newsletter.addresses import address_hash, address_key, clean_address
from newsletter.models import ConsentOrigin, ConsentProof, Subscriber
from newsletter.proofs import about, note, note_end

Status = Subscriber.Status
BATCH = 500
"""Rows of one statement."""


def key_of(text: str) -> str:
    """The key of an address that an operator types; also of one that would not be taken today."""
    try:
        return address_key(clean_address(text))
    except ValidationError:
        return address_key(text.strip())


def days_ago(days: int) -> datetime:
    """The moment so many days before now."""
    return timezone.now() - timedelta(days=days)


@personal_data
class SubscriberData(PersonalData):
    """The subscription itself."""

    model = Subscriber
    retention = (
        "Until the subscriber leaves; unconfirmed ones NEWSLETTER_PENDING_DAYS (at most 13), suspended ones "
        "NEWSLETTER_SUSPENDED_DAYS, so that an address that does not exist is not written to again."
    )

    def expired(self) -> QuerySet:
        return Subscriber.objects.filter(
            Q(status=Status.PENDING, created_at__lt=days_ago(settings.NEWSLETTER_PENDING_DAYS))
            | Q(status=Status.SUSPENDED, suspended_at__lt=days_ago(settings.NEWSLETTER_SUSPENDED_DAYS))
        )

    def of(self, email: str) -> QuerySet:
        return Subscriber.objects.filter(email_key=key_of(email))

    def export(self, row: Subscriber) -> dict:
        topics = list(row.topics.order_by("code").values_list("code", flat=True))
        return {**super().export(row), "topics": topics}

    def erase(self, rows: Iterable[Subscriber]) -> int:
        number = 0
        for row in rows:
            with transaction.atomic():
                if row.status == Status.SUSPENDED:
                    note_end(row)
                row.delete()
            number += 1
        return number

    def forget(self, email: str) -> int:
        """Also of an address that was never confirmed or is not known at all the hash is kept: its owner has asked to be
        left alone, and an older system's list may still have it.
        """
        key = key_of(email)
        with transaction.atomic():
            found = list(self.of(email).exclude(status=Status.PENDING))
            for row in found:
                note(row, ConsentProof.Event.ERASED)
            if not found and "@" in key:
                erased, digest = ConsentProof.Event.ERASED, address_hash(key)
                ConsentProof.objects.create(subscription=uuid.uuid4(), email_hash=digest, event=erased)
            return sum(1 for row in self.of(email) if row.delete())


@personal_data
class ConsentProofData(PersonalData):
    """The proofs. An erasure takes the address out of them; what remains answers only to who names the address."""

    model = ConsentProof
    retention = (
        "As long as the subscription lasts, then to the end of the year NEWSLETTER_PROOF_YEARS later (limitation, "
        "BGB sections 195, 199). Requests that were never confirmed go with the unconfirmed subscriber. After an "
        "erasure a keyed hash stands in the place of the address (GDPR art. 17 (3) e), and keeps it out of old lists."
    )

    def expired(self) -> QuerySet:
        same = ConsentProof.objects.filter(subscription=OuterRef("subscription"))
        kept_since = timezone.make_aware(datetime(timezone.localdate().year - settings.NEWSLETTER_PROOF_YEARS, 1, 1))
        return self._all().filter(
            ~Exists(Subscriber.objects.filter(subscription=OuterRef("subscription"))),
            ~Exists(same.filter(event__in=[*ConsentProof.GIVEN, ConsentProof.Event.ERASED]))
            | ~Exists(same.filter(at__gte=kept_since)),
        )

    def of(self, email: str) -> QuerySet:
        return self._all().filter(about(key_of(email)))

    def export(self, row: ConsentProof) -> dict:
        consent = row.consent
        texts = {"text": consent.text, "language": consent.language, "version": consent.version} if consent else None
        return {**super().export(row), "consent": {**texts, "sha256": consent.sha256} if texts else None}

    def erase(self, rows: Iterable[ConsentProof]) -> int:
        wanted, number = [row.pk for row in rows], 0
        for start in range(0, len(wanted), BATCH):
            batch = self._all().filter(pk__in=wanted[start : start + BATCH])
            over = set(self.expired().filter(pk__in=batch).values_list("pk", flat=True))
            with transaction.atomic():
                self._all().filter(pk__in=over).delete()
                number += len(over) + batch.exclude(email="").update(email="")
        return number

    @staticmethod
    def _all() -> QuerySet:
        """All rows, by a query that may also change and delete: this is the one place where that is allowed."""
        return QuerySet(ConsentProof)


@personal_data
class ConsentOriginData(PersonalData):
    """IP addresses, where the city keeps them at all."""

    model = ConsentOrigin
    retention = "NEWSLETTER_IP_DAYS; with 0, the default, none is stored."

    def expired(self) -> QuerySet:
        return QuerySet(ConsentOrigin).filter(proof__at__lt=days_ago(settings.NEWSLETTER_IP_DAYS))

    def of(self, email: str) -> QuerySet:
        return QuerySet(ConsentOrigin).filter(proof__in=ConsentProof.objects.filter(about(key_of(email))))

    def erase(self, rows: Iterable[ConsentOrigin]) -> int:
        return QuerySet(ConsentOrigin).filter(pk__in=[row.pk for row in rows]).delete()[0]


def of_the_newsletter() -> list[PersonalData]:
    """What the models of this app declare; the subscriber before its proofs, of which ending it writes the last."""
    return [kept for model, kept in REGISTRY.items() if model._meta.app_label == "newsletter"]


def export_address(email: str) -> dict[str, list[dict]]:
    """Everything the newsletter knows of an address, by model; empty if nothing."""
    found = {kept.model._meta.label: [kept.export(row) for row in kept.of(email)] for kept in of_the_newsletter()}
    return {label: rows for label, rows in found.items() if rows}


def erase_address(email: str) -> int:
    """Erase it; returns how many rows were deleted or emptied."""
    with transaction.atomic():
        return sum(kept.forget(email) for kept in of_the_newsletter())
