"""Saving what a form says: merge, write, check, revision. The same for every form of the mask."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page

from members.mask.drafts import Draft
from members.mask.forms import MaskForm
from members.mask.submitting import is_locked

OK, INVALID, CONFLICT, LOCKED = 200, 422, 409, 423
"""What became of it, as the status of the answer (RFC 9110, RFC 4918)."""


@dataclass
class Saved:
    """``form`` is to be shown again unless ``status`` is ``OK``; ``changed`` tells whether there was anything to save."""

    form: MaskForm
    status: int
    changed: bool = False


def save(
    request: HttpRequest,
    lock: int,
    build: Callable[[], MaskForm],
    place: Callable[[Draft], None] = lambda _draft: None,
    prepare: Callable[[MaskForm], None] = lambda _form: None,
) -> Saved:
    """Read the draft with ``build`` while nobody else writes, and save. ``lock``: id of the page to wait for.

    ``prepare`` runs whatever comes out (it keeps pictures); ``place`` finds the place of a page that does not exist yet.
    """
    if request.FILES:
        # Decoding photos takes seconds, for which nobody else has to wait; what comes out is kept with the files.
        build().is_valid()
    with transaction.atomic():
        Page.objects.select_for_update().filter(pk=lock).first()
        form = build()
        valid = form.is_valid()
        prepare(form)
        settled = valid and not form.merged.conflicts
        if settled:
            form.write()
            if not form.draft.touched:
                return Saved(form, OK)
        if any(page.pk and is_locked(page, request.user) for page in form.draft.pages):
            return Saved(form, LOCKED)
        if not valid:
            return Saved(form, INVALID)
        if not settled:
            form.show_conflicts()
            return Saved(form, CONFLICT)
        point = transaction.savepoint()
        try:
            if form.draft.unsaved:
                place(form.draft)
            form.draft.save(request.user)
        except ValidationError as error:
            transaction.savepoint_rollback(point)
            form.add_page_errors(error)
            return Saved(form, INVALID)
        transaction.savepoint_commit(point)
    return Saved(form, OK, changed=True)
