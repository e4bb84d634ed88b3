"""Where members arrive after signing in."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from organisations.permissions import memberships_of


@method_decorator(never_cache, name="dispatch")
class StartView(LoginRequiredMixin, TemplateView):
    """What waits, the pages of the association, and the ways on."""

    template_name = "members/start.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "memberships": memberships_of(self.request.user)}
