"""How often a page was read, per day: for the associations and editors who wrote it. No person, no address, no cookie."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.counting import LateCounts, is_person


class PageViews(models.Model):
    """Readers of one page (one language) on one day."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    day = models.DateField(_("day"), db_index=True)
    count = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("page views")
        verbose_name_plural = _("page views")
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="page_views_once")]

    def __str__(self):
        return f"{self.page_id} {self.day}: {self.count}"


def _write(found: dict) -> None:
    rows = [PageViews(page_id=page, day=day) for page, day in found]
    known = set(Page.objects.filter(pk__in={row.page_id for row in rows}).values_list("pk", flat=True))
    PageViews.objects.bulk_create([row for row in rows if row.page_id in known], ignore_conflicts=True)
    for (page, day), (number,) in found.items():
        PageViews.objects.filter(page_id=page, day=day).update(count=F("count") + number)
    oldest = timezone.localdate() - timedelta(days=settings.PAGE_VIEWS_DAYS)
    PageViews.objects.filter(day__lt=oldest).delete()


views = LateCounts("page views", _write)


def note_view(request: HttpRequest, page: Page) -> None:
    """Count a reader of a page. Whoever is signed in is not counted: members look at their own pages often."""
    if settings.PAGE_VIEWS_DAYS and settings.SESSION_COOKIE_NAME not in request.COOKIES and is_person(request):
        views.add((page.pk, timezone.localdate()), 1)


def views_of(pages: list[Page], days: int = 30) -> dict[int, int]:
    """Page id of each of the (original) pages → views in all its languages in the last ``days``. One query."""
    keys = {page.translation_key: page.pk for page in pages}
    since = timezone.localdate() - timedelta(days=days)
    rows = PageViews.objects.filter(page__translation_key__in=keys, day__gt=since)
    sums = rows.values_list("page__translation_key").annotate(total=Sum("count"))
    return {keys[key]: total for key, total in sums}
