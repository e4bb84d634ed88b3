"""Confirming in the admin that the facts of a page are right: what the page editor shows, and the button."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import Panel
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import Page

from core.models import Confirmable

CONFIRMED = "core.confirm_facts"
"""Name of the entry in a page's history."""


def confirm_as(page: Confirmable, user=None, by: str = "") -> None:
    """Confirm the facts of an original today; the page's history says so. ``by`` stands for people without an account."""
    page.confirm(by or user.get_full_name() or user.get_username())
    log(instance=page, action=CONFIRMED, user=user)


def may_confirm(user, page: Page) -> bool:
    """Whether somebody may say in the admin that the facts are right: those who answer for what is public."""
    return isinstance(page, Confirmable) and page.live and page.permissions_for_user(user).can_publish()


class ConfirmationPanel(Panel):
    """When the facts were confirmed and are to be confirmed again; to be read only, with the way to confirm them now."""

    def __init__(self, **kwargs):
        kwargs.setdefault("heading", gettext_lazy("Confirmed"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/confirmation_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            may = may_confirm(self.request.user, self.instance) if self.request else False
            return {**super().get_context_data(parent_context), "page": self.instance, "may_confirm": may}


@require_http_methods(["GET", "POST"])
def confirm_facts(request: HttpRequest, page_id: int) -> HttpResponse:
    """ "Everything is still right." GET asks, POST acts."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Confirmable) or not may_confirm(request.user, page := page.original):
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "core/admin/confirm_facts.html", {"page": page})
    confirm_as(page, request.user)
    messages.success(request, _("Thank you. Readers see that the facts are right as of today."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def confirm_facts_buttons(page: Page, user, view_name=None, next_url=None):
    """A button in the header menu of pages that are confirmed."""
    if may_confirm(user, page) and page.original.pk == page.pk:
        yield Button(_("Confirm facts"), url=reverse("confirm_facts", args=[page.pk]), icon_name="check", priority=60)
