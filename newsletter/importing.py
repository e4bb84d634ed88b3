"""Subscribers from an older system. Each keeps a proof of consent that says where it is from.

A row is refused alone, with its number and a reason; the others are taken over. What is known already stays as it is, and
who has left here does not come back through an old list.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core.languages import NAMES
from core.sheet import Sheet
from newsletter.addresses import address_key, clean_address
from newsletter.models import ConsentProof, Subscriber
from newsletter.proofs import ended_at, note
from topics.models import Topic

COLUMNS = ("email", "language", "topics", "consented_at", "source")
GERMAN = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")
CREATED, UNCHANGED, REFUSED = "created", "unchanged", "refused"


class RefusedError(ValueError):
    """This row is not taken over; the message says why."""


@dataclass
class Report:
    """``counts`` by outcome; ``refusals`` as number of the row in the file and reason."""

    counts: Counter = field(default_factory=Counter)
    refusals: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Record:
    """A row that can be taken over."""

    email: str
    language: str
    topics: list[Topic]
    consented_at: datetime
    source: str


def import_subscribers(sheet: Sheet, source: str, dry_run: bool = False) -> Report:
    """Take over the rows of a table with ``COLUMNS``; ``source`` stands in for an empty one, such as the file's name."""
    report, topics = Report(), {topic.code: topic for topic in Topic.objects.all()}
    names = [name.strip().casefold() for name in sheet.header]
    with transaction.atomic():
        for number, cells in sheet.rows:
            row = dict(zip(names, cells, strict=False))
            try:
                outcome = _take_over(_record(row, topics, source))
            except RefusedError as refused:
                outcome = REFUSED
                report.refusals.append((number, str(refused)))
            report.counts[outcome] += 1
        transaction.set_rollback(dry_run)
    return report


def _record(row: dict[str, str], topics: dict[str, Topic], source: str) -> Record:
    """The row, checked."""
    try:
        email = clean_address(row.get("email", ""))
    except ValidationError as error:
        raise RefusedError(_("no usable e-mail address")) from error
    language = row.get("language", "").casefold()
    if language and language not in NAMES:
        raise RefusedError(_("unknown language: %(code)s") % {"code": language})
    codes = row.get("topics", "").replace(",", " ").replace(";", " ").split()
    if unknown := [code for code in codes if code not in topics]:
        raise RefusedError(_("unknown topics: %(codes)s") % {"codes": ", ".join(islice(unknown, 5))})
    return Record(
        email,
        language,
        [topics[code] for code in codes],
        _moment(row.get("consented_at", "")),
        (row.get("source") or source)[:250],
    )


def _moment(text: str) -> datetime:
    """The time of a consent: ISO 8601 or as in Germany; without a zone local time. A day alone counts from its start."""
    if not text:
        raise RefusedError(_("the time of the consent is missing"))
    moment = _read(text)
    if moment is None:
        raise RefusedError(_("the time of the consent cannot be read: %(text)s") % {"text": text[:40]})
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment > timezone.now():
        raise RefusedError(_("the time of the consent lies in the future"))
    return moment


def _read(text: str) -> datetime | None:
    try:
        if moment := parse_datetime(text):
            return moment
        if day := parse_date(text):
            return datetime(day.year, day.month, day.day)
    except ValueError:  # looks like a date and is none: 2024-02-31
        return None
    for form in GERMAN:
        try:
            return datetime.strptime(text, form).replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            continue
    return None


def _take_over(record: Record) -> str:
    """Write one record; returns what became of it."""
    key = address_key(record.email)
    known = Subscriber.objects.filter(email_key=key).first()
    if known is not None and known.status == Subscriber.Status.SUSPENDED:
        raise RefusedError(_("suspended here, because mails came back"))
    if known is not None and known.status == Subscriber.Status.CONFIRMED:
        return UNCHANGED
    ended = ended_at(key)
    if ended is not None and ended > record.consented_at:
        raise RefusedError(_("ended here on %(day)s") % {"day": timezone.localtime(ended).date().isoformat()})
    subscriber = known or Subscriber(email=record.email)
    subscriber.status = Subscriber.Status.CONFIRMED
    subscriber.language, subscriber.confirmed_at = record.language, record.consented_at
    subscriber.save()
    subscriber.topics.set(record.topics)
    note(subscriber, ConsentProof.Event.IMPORTED, source=record.source, consented_at=record.consented_at)
    return CREATED
