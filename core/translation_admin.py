"""What editors see of translations: a report of what is outdated or unchecked, and the word that a text was checked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.reports import PageReportView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from core.guard import missing_strings
from core.models.text_state import TextState, managed_translation


class TranslationStateReportView(PageReportView):
    """Translations whose original has changed, and machine translations that nobody has checked."""

    page_title = gettext_lazy("Translations to look at")
    header_icon = "wagtail-localize-language"
    index_url_name = "translation_state_report"
    index_results_url_name = "translation_state_report_results"
    list_export = ["title", "locale.language_code", "text_state.source.text_state.changed_at"]

    def get_queryset(self):
        outdated = TextState.objects.outdated().values("page_id")
        machine = TextState.objects.filter(machine_translated=True).values("page_id")
        pages = Page.objects.live().filter(pk__in=outdated) | Page.objects.live().filter(pk__in=machine)
        self.queryset = pages.filter(alias_of=None).select_related("locale", "text_state")
        return super().get_queryset()


@require_http_methods(["GET", "POST"])
def confirm_machine_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """A person has read the machine's text: readers are no longer warned. GET asks, POST acts."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "core/admin/confirm_machine_translation.html", {"page": page})
    managed = managed_translation(page)
    if managed is not None:
        segments = managed.source.stringsegment_set.all()
        StringTranslation.objects.filter(
            locale_id=page.locale_id,
            translation_of_id__in=segments.values("string_id"),
            context_id__in=segments.values("context_id"),
        ).update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    TextState.objects.filter(page_id=page.pk).update(machine_translated=False)
    messages.success(request, _("Thank you. The note on machine translation is gone."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def hold_back_incomplete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer "publish" on an incomplete translation with what is missing, before wagtail-localize says it was published."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    managed = managed_translation(page)
    missing = missing_strings(page) if managed is not None else 0
    if not missing:
        return None
    messages.error(
        request,
        ngettext(
            "Not published: one text is not translated yet. What you have entered is saved.",
            "Not published: %(count)d texts are not translated yet. What you have entered is saved.",
            missing,
        )
        % {"count": missing},
    )
    return redirect(request.path)


def confirm_buttons(page: Page, user, view_name=None, next_url=None):
    """A button in the page's header menu while its text is an unchecked machine translation."""
    state = TextState.objects.filter(page_id=page.pk, machine_translated=True).first()
    if state is not None and page.permissions_for_user(user).can_publish():
        yield Button(
            _("Machine translation checked"),
            url=reverse("confirm_machine_translation", args=[page.pk]),
            icon_name="check",
            priority=70,
        )
