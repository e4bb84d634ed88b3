"""Ending a suspension by hand: the mail server was wrong, or the mailbox works again. Who has complained stays suspended."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from newsletter.bounces import COMPLAINT
from newsletter.models import Subscriber

Status = Subscriber.Status


def unsuspendable() -> QuerySet:
    """Suspended subscribers who had confirmed and have not complained: their consent goes on."""
    suspended = Subscriber.objects.filter(status=Status.SUSPENDED, confirmed_at__isnull=False)
    return suspended.exclude(suspended_reason=COMPLAINT)


class UnsuspendView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks, POST does it. For whoever may erase subscribers."""

    page_title = gettext_lazy("No longer suspended")
    header_icon = "mail"
    template_name = "newsletter/admin/unsuspend.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("newsletter.delete_subscriber"):
            raise PermissionDenied
        self.subscriber = get_object_or_404(unsuspendable(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "subscriber": self.subscriber}

    def post(self, request, *args, **kwargs):
        unsuspendable().filter(pk=self.subscriber.pk).update(
            status=Status.CONFIRMED, suspended_at=None, suspended_reason="", soft_bounces=0, soft_bounced_at=None
        )
        messages.success(request, _("The next issue goes to this address again."))
        return redirect("subscribers:inspect", self.subscriber.pk)
