"""Setting who is asked about a page, and dealing with what people answered."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.models import Confirmable
from freshness.models import Answer, Reminder, Review
from freshness.responsible import addresses_of


class ReviewForm(forms.ModelForm):
    """Interval and address of one page."""

    class Meta:
        model = Review
        fields = ["interval_months", "email"]


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who is asked about a page and how often; an empty form means the rule."""
    if not request.user.has_perm("freshness.change_review"):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Confirmable) or not (page := page.original).permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    row = Review.objects.filter(page_id=page.pk).first() or Review(page_id=page.pk)
    form = ReviewForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "form": form,
        "page": page,
        "asked": addresses_of([page])[page.pk],
        "reminders": Reminder.objects.filter(page_id=page.pk).order_by("-pk")[:12],
    }
    return render(request, "freshness/admin/review.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """What somebody wrote about a page. POST says that it is dealt with."""
    if not request.user.has_perm("freshness.change_answer"):
        raise PermissionDenied
    row = get_object_or_404(Answer.objects.select_related("page"), pk=answer_id)
    if request.method == "GET":
        return render(request, "freshness/admin/answer.html", {"answer": row})
    if row.done_at is None:
        row.done_at, row.done_by = timezone.now(), request.user
        row.save(update_fields=["done_at", "done_by"])
    messages.success(request, _("Done."))
    return redirect("wagtailadmin_home")


def review_buttons(page: Page, user, view_name=None, next_url=None):
    """A button in the header menu of pages that are confirmed."""
    if isinstance(page, Confirmable) and page.original.pk == page.pk and user.has_perm("freshness.change_review"):
        yield Button(_("Who is asked"), url=reverse("freshness_review", args=[page.pk]), icon_name="mail", priority=61)
