"""Where Wagtail itself would show members more than is theirs, or serve it to everybody."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

from organisations.permissions import is_of_organisation, is_only_member, public_pages_with
from organisations.sheets import admin as sheets


@hooks.register("construct_page_chooser_queryset")
def public_or_own_pages(pages, request):
    """Members link to what everybody can read, and to their own drafts; titles of other drafts are not for them."""
    if not is_only_member(request.user):
        return pages
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(request.user, {"add", "change"})
    return pages.filter(live=True) | pages.filter(pk__in=own.values("pk"))


@hooks.register("construct_explorer_page_queryset")
def no_foreign_branches(parent_page, pages, request):
    """Whoever has rights in several language trees explores from the root; Wagtail would then open every page below."""
    if not policy_registry.get_by_type(Page).explorable_instances(request.user).filter(pk=parent_page.pk).exists():
        raise PermissionDenied
    return pages


@hooks.register("before_serve_document")
def documents_of_drafts(document, request):
    """A document of an organisation is public once a public page links to it; before, it is for those who edit it."""
    if not is_of_organisation(document):
        return
    if policy_registry.get(document).user_has_any_permission_for_instance(request.user, {"change", "choose"}, document):
        return
    if not public_pages_with(document).exists():
        raise Http404("No public page links to this document.")


hooks.register("register_page_header_buttons", sheets.buttons)


@hooks.register("register_admin_urls")
def register_urls():
    """Spreadsheets of organisations, in and out."""
    return [
        path("organisations/import/", sheets.OrganisationImportView.as_view(), name="organisations_import"),
        path("organisations/export/", sheets.export, name="organisations_export"),
    ]
