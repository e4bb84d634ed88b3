"""Lists of facts of an HSDS service as raw blocks of ``services.blocks``; the blocks check the values."""

from core.importing import Record, Refused, Report
from core.importing.streams import stable_uuid
from services.blocks import ACCESSIBILITY, SLOT_KINDS
from services.hsds_import.vocabulary import Vocabulary


def phone_blocks(record: Record, key: str, vocabulary: Vocabulary) -> list[dict]:
    """``phones[]`` → ``PhoneEntryBlock``; languages may be codes or objects with a code."""
    return [
        block(
            "phone",
            f"{key}/phones/{number}",
            phone,
            number=phone.text("number", required=True),
            description=phone.text("description"),
            languages=[vocabulary.language(code).pk for code in codes(phone, "languages", "code")],
        )
        for number, phone in enumerate(record.records("phones"))
    ]


def contact_blocks(record: Record, key: str) -> list[dict]:
    """``contacts[]`` → ``ContactEntryBlock``; without ``consent`` a contact is kept, but never shown."""
    return [
        block(
            "contact",
            f"{key}/contacts/{number}",
            contact,
            name=contact.text("name", required=True),
            title=contact.text("title") or contact.text("department"),
            email=contact.text("email"),
            phone=next((phone.text("number") for phone in contact.records("phones")), contact.text("phone")),
            consent=contact.flag("consent"),
            consent_until=contact.day("consent_until"),
        )
        for number, contact in enumerate(record.records("contacts"))
    ]


def place_blocks(record: Record, key: str, report: Report) -> list[dict]:
    """``service_at_locations[]`` → ``ServicePlaceBlock``.

    Times without a place of their own hold for every place; a service with times and no place gets one without address.
    """
    shared = slots(record, report)
    exceptions = exception_values(record)
    places = record.records("service_at_locations")
    if not places and (shared or exceptions):
        return [block("place", f"{key}/places/0", Record({}), address={}, slots=shared, exceptions=exceptions)]
    blocks = []
    for number, place in enumerate(places):
        location = place.record("location")
        checks = location.records("accessibility")
        known = [code for check in checks if (code := check.text("description")) in dict(ACCESSIBILITY)]
        words = [check.text("description") for check in checks if check.text("description") not in known]
        words += [check.text("details") for check in checks]
        blocks.append(
            block(
                "place",
                f"{key}/places/{number}",
                place,
                confidential=location.flag("confidential"),
                address=address_value(location, record.text("name")),
                transportation=location.text("transportation"),
                accessibility=list(dict.fromkeys(known)),
                accessibility_note=". ".join(word for word in words if word),
                slots=slots(place, report) or slots(location, report) or shared,
                exceptions=exception_values(place) or exception_values(location) or exceptions,
                closed_on_holidays=location.flag("closed_on_holidays") if "closed_on_holidays" in location else True,
            )
        )
    return blocks


def address_value(location: Record, service: str) -> dict:
    """The first address of a location; a location that is only called like its service has no name of its own."""
    address = next(iter(location.records("addresses")), Record({}))
    name = location.text("name")
    return {
        "name": "" if name == service else name,
        "street": ", ".join(filter(None, (address.text("address_1"), address.text("address_2")))),
        "postcode": address.text("postal_code"),
        "city": address.text("city"),
        "latitude": location.number("latitude"),
        "longitude": location.number("longitude"),
    }


def slots(record: Record, report: Report) -> list[dict]:
    """``schedules[]`` → ``SlotBlock``, one for each weekday; only weekly times can be shown."""
    values = []
    for schedule in record.records("schedules"):
        if schedule.text("freq").upper() not in {"", "WEEKLY"} or (schedule.integer("interval", 1, 99) or 1) > 1:
            report.hint("times that are not weekly")
            continue
        kind = schedule.text("attending_type") or "open"
        if kind not in dict(SLOT_KINDS):
            raise Refused(f"{schedule.where}attending_type “{kind}” is none of {', '.join(dict(SLOT_KINDS))}")
        opens_at, closes_at = schedule.clock("opens_at"), schedule.clock("closes_at")
        if opens_at is None or closes_at is None:
            raise Refused(f"{schedule.where}opens_at or closes_at is missing")
        values += [
            {
                "weekday": day.strip().upper(),
                "opens_at": opens_at,
                "closes_at": closes_at,
                "kind": kind,
                "valid_from": schedule.day("valid_from"),
                "valid_to": schedule.day("valid_to"),
            }
            for day in schedule.text("byday", required=True).split(",")
        ]
    return values


def exception_values(record: Record) -> list[dict]:
    """``schedule_exceptions[]`` → ``ExceptionBlock``: ``first_day`` (or ``date``), ``last_day``, times, ``note``."""
    values = []
    for exception in record.records("schedule_exceptions"):
        first = exception.day("first_day") or exception.day("date") or exception.day("valid_from")
        if first is None:
            raise Refused(f"{exception.where}first_day is missing")
        values.append(
            {
                "first_day": first,
                "last_day": exception.day("last_day") or exception.day("valid_to"),
                "opens_at": exception.clock("opens_at"),
                "closes_at": exception.clock("closes_at"),
                "note": exception.text("note") or exception.text("notes"),
            }
        )
    return values


def codes(record: Record, name: str, key: str) -> list[str]:
    """A list of codes, given as texts or as objects that hold one under ``key``."""
    if all(isinstance(item, str) for item in record.items(name)):
        return record.texts(name)
    return [item.text(key, required=True) for item in record.records(name)]


def block(kind: str, path: str, source: Record, **value) -> dict:
    """A raw block whose id comes from the source's id, else from its place in the record, so that it never changes."""
    key = source.identifier() if "id" in source else path
    return {"type": kind, "value": value, "id": str(stable_uuid(key))}
