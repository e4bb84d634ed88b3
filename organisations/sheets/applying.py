"""Taking over what was planned: facts to the page, internal fields to the record beside it."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.importing import Outcome, Refused, first_sentences, indexed_in_batches, page_slug, save_live
from core.importing.report import reason
from core.languages import source_language
from organisations.blocks import NETWORKS
from organisations.models import OrganisationIndexPage, OrganisationPage, OrganisationRecord
from organisations.sheets.cells import markup
from organisations.sheets.matching import OF_SHEET
from organisations.sheets.planning import Row
from organisations.sheets.words import LegalForm, folded

ADDRESS = ("street", "postcode", "city")
RICH = ("about", "aims", "offers")
SOCIAL = [network for network, _label in NETWORKS if network != "other"]


def take_over(rows: Iterable[Row], draft: bool = False, user=None) -> Iterator[Row]:
    """Save each row as it was planned, all of it or nothing; yields it with what became of it.

    New profiles are published at once, with ``draft`` they are not; changes of public profiles are.
    """
    index = OrganisationIndexPage.objects.filter(locale__language_code=source_language()).first()
    if index is None:
        raise Refused(_("the portal has no directory of organisations; run init_portal first"))
    with indexed_in_batches(OrganisationPage) as batch:
        for row in rows:
            if row.outcome in {Outcome.CREATED, Outcome.CHANGED}:
                try:
                    with transaction.atomic():
                        _save(row, index, draft, user)
                except (Refused, ValidationError, IntegrityError, DataError) as error:
                    row.refuse(reason(error))
                batch.flush()
            elif row.page is not None:
                _remember(row)
            yield row


def _save(row: Row, index: OrganisationIndexPage, draft: bool, user) -> None:
    page = row.page
    values = page_values(row)
    if page is None:
        page = OrganisationPage(locale=index.locale, external_id=row.external_id)
        otherwise = _town(row) if row.external_id.startswith(OF_SHEET) else row.external_id
        page.slug = page_slug(index, values["title"], otherwise or str(row.number))
        confirmed = values.pop("last_confirmed", None)
        save_live(page, index, values, draft)
        if confirmed:
            page.confirm(_("spreadsheet"), confirmed)
        log(instance=page, action="wagtail.create", user=user)
    elif values:
        save_live(page, page.get_parent(), {**values, "confirmed_by": _("spreadsheet")})
        log(instance=page, action="wagtail.edit", user=user)
    if row.page is not None:
        _remember(row)
    internal = {change.column.key: change.value for change in row.changes if change.column.internal}
    if internal:
        record = OrganisationRecord.of(page)
        for name, value in internal.items():
            setattr(record, name, None if name == "member_count" and value == "" else value)
        record.full_clean()
        record.save()
    row.page = page


def _remember(row: Row) -> None:
    """A profile that a row was found to be about by a decision is found without it next time, by name and town."""
    known = row.page.external_id
    both_made = known.startswith(OF_SHEET) and row.external_id.startswith(OF_SHEET)
    if row.external_id and row.external_id != known and (both_made or not known):
        OrganisationPage.objects.filter(pk=row.page.pk).update(external_id=row.external_id)
        row.page.external_id = row.external_id


def _town(row: Row) -> str:
    return next((change.value for change in row.changes if change.column.key == "city"), "")


def page_values(row: Row) -> dict:
    """The changes of a row as ``core.importing.save_live`` takes them; a new page gets what follows from them, too."""
    changed = {change.column.key: change.value for change in row.changes if not change.column.internal}
    values = {
        key: markup(value) if key in RICH else value
        for key, value in changed.items()
        if key not in ("name", *ADDRESS, *SOCIAL)
    }
    if "name" in changed:
        values["title"] = changed["name"]
    if values.get("founded") == "":
        values["founded"] = None
    if address := {key: changed[key] for key in ADDRESS if key in changed}:
        values["address"] = _address_blocks(row.page, address)
    if social := {key: changed[key] for key in SOCIAL if key in changed}:
        values["social"] = _social_blocks(row.page, social)
    if row.page is None:
        values.setdefault("summary", first_sentences(values.get("about", "")))
        if folded(values["title"]).endswith((" e v", " ev")):
            values.setdefault("legal_form", LegalForm.REGISTERED.value)
    return values


def _address_blocks(page: OrganisationPage | None, changed: dict) -> list[dict]:
    """The address with what has changed; its coordinates belonged to the old one."""
    raw = next((dict(child.value) for child in page.address), {}) if page else {}
    value = {**raw, **changed, "latitude": None, "longitude": None}
    return [{"type": "address", "value": value}] if any(value.values()) else []


def _social_blocks(page: OrganisationPage | None, changed: dict) -> list[dict]:
    """Accounts elsewhere: one per network is replaced, the others stay."""
    kept = [child.value for child in page.social] if page else []
    links = [{"network": one["network"], "url": one["url"]} for one in kept if one["network"] not in changed]
    links += [{"network": network, "url": url} for network, url in changed.items() if url]
    return [{"type": "link", "value": link} for link in links]
